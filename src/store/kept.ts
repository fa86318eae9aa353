import type { NounName } from '../domain/catalogue.ts'

// Other processes may change what is kept, too; actions that miss something ask again, so this only bounds how long
// something renamed keeps its old name.
const KEPT_MS = 5_000

/** Something about organizations that is asked for all the time, kept in memory between writes that change it. */
export class Kept<T> {
  private readonly load: (organizationId: string) => Promise<T>
  private readonly isChangedBy: (noun: NounName) => boolean
  private readonly kept = new Map<string, { value: T; until: number }>()

  constructor(load: (organizationId: string) => Promise<T>, isChangedBy: (noun: NounName) => boolean) {
    this.load = load
    this.isChangedBy = isChangedBy
  }

  /** @param fresh look again, because something was missing in what is kept */
  async of(organizationId: string, fresh = false): Promise<T> {
    const known = this.kept.get(organizationId)
    if (!fresh && known !== undefined && known.until > Date.now()) return known.value
    const value = await this.load(organizationId)
    this.kept.set(organizationId, { value, until: Date.now() + KEPT_MS })
    return value
  }

  /** Forgets what a write to these nouns has changed. */
  changed(organizationId: string, nouns: readonly NounName[]): void {
    if (nouns.some(this.isChangedBy)) this.kept.delete(organizationId)
  }
}
