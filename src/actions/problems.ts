import { invalid, type Problem } from '../domain/errors.ts'

/** Where in a draft something is, in domain words. */
export type Path = Problem['path']

/** Collects what is wrong with several parts of an input, to report it all at once. */
export class Problems {
  private readonly found: Problem[] = []

  add(path: Path, code: Problem['code'], detail?: string): void {
    this.found.push(detail === undefined ? { path, code } : { path, code, detail })
  }

  /** Throws when anything was found. */
  settle(): void {
    if (this.found.length > 0) throw invalid(this.found)
  }
}
