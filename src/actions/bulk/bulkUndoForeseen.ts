import type { NounName, RecordNamed } from '../../domain/catalogue.ts'
import { TRASH_NOUNS } from '../../store/trash/trash.ts'
import type { Batch } from '../../store/writing/batch.ts'
import type { Context } from '../context.ts'
import type { Told, Work } from '../undo/undoing.ts'
import { nounOfType } from '../undo/undoNouns.ts'
import { allWrittenBeside } from '../undo/undoTraces.ts'

type Row = { readonly id: string; readonly deletedWith?: string | null; readonly leadId?: string | null }

/** Asks at once what undoing several events is going to ask one by one; each is about a lead of its own. */
export async function foreseen(ctx: Context, tx: Batch, all: readonly Told[]): Promise<Pick<Work, 'asks' | 'beside'>> {
  const usual = await tx.undoing()
  const trash = new Known()
  const family = new Known()
  const shown = new Map<string, Readonly<Record<string, unknown>> | undefined>()
  for (const [noun, some] of Map.groupBy(all, ({ objectType }) => nounOfType(objectType))) {
    if (noun === undefined) continue
    const ids = some.map(({ objectId }) => objectId)
    const live: readonly Row[] = await tx.foresee(noun, ids)
    const view = ctx.eventViews[noun]
    if (view !== undefined && live.length > 0) {
      const found = await usual.allShown(noun, ids, view)
      for (const id of ids) shown.set(`${noun} ${id}`, found.get(id))
    }
    const gone = some.filter(({ action }) => action === 'deleted').map(({ objectId }) => objectId)
    if (gone.length > 0) trash.keep(noun, gone, await usual.allTrashed(noun, gone), (row) => row.id)
  }
  const others = all.filter(({ objectType }) => objectType !== 'lead')
  await tx.foresee('lead', [...new Set(others.flatMap(({ leadId }) => leadId ?? []))])
  await foreseeFamily(usual, family, trash.ids())
  const beside = await allWrittenBeside(usual, all)
  await foreseeTraces(
    tx,
    all.flatMap((told) => beside?.(told) ?? []),
  )
  return {
    ...(beside === undefined ? {} : { beside }),
    asks: {
      ...usual,
      shown: async (noun, id, view) =>
        shown.has(`${noun} ${id}`) ? shown.get(`${noun} ${id}`) : usual.shown(noun, id, view),
      trashed: async <N extends NounName>(noun: N, id: string) => {
        const rows = trash.of(noun, [id])
        return rows === undefined ? usual.trashed(noun, id) : (rows[0] as RecordNamed<N> | undefined)
      },
      trashedWith: async <N extends NounName>(noun: N, ids: readonly string[]) =>
        (family.of(noun, ids) as readonly RecordNamed<N>[] | undefined) ?? usual.trashedWith(noun, ids),
    },
  }
}

/** What was deleted with some objects, what was deleted with that, and so on. */
async function foreseeFamily(usual: Work['asks'], family: Known, roots: readonly string[]): Promise<void> {
  for (let above = roots; above.length > 0; ) {
    const below: string[] = []
    for (const noun of TRASH_NOUNS) {
      const rows = (await usual.trashedWith(noun, above)) as readonly Row[]
      family.keep(noun, above, rows, (row) => row.deletedWith ?? '')
      below.push(...rows.map((row) => row.id))
    }
    above = below
  }
}

async function foreseeTraces(tx: Batch, traces: readonly Told[]): Promise<void> {
  for (const [noun, some] of Map.groupBy(traces, ({ objectType }) => nounOfType(objectType))) {
    const ids = some.map(({ objectId }) => objectId)
    if (noun !== undefined) await tx.foresee(noun, [...new Set(ids)])
  }
  const leads = [...new Set(traces.flatMap(({ leadId }) => leadId ?? []))]
  if (leads.length > 0) await tx.foreseeRelated('leadStatusChange', 'leadId', leads)
}

/** Rows that were asked for, by what they were asked by. */
class Known {
  private readonly rows = new Map<string, readonly Row[]>()
  private readonly asked = new Set<string>()

  keep(noun: NounName, keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): void {
    const byKey = Map.groupBy(rows, keyOf)
    for (const key of keys) {
      this.asked.add(key)
      this.rows.set(`${noun} ${key}`, byKey.get(key) ?? [])
    }
  }

  /** Undefined where it is not known. */
  of(noun: NounName, keys: readonly string[]): readonly Row[] | undefined {
    const known = keys.map((key) => this.rows.get(`${noun} ${key}`))
    return known.includes(undefined) ? undefined : known.flatMap((rows) => rows ?? [])
  }

  ids(): readonly string[] {
    return [...this.asked]
  }
}
