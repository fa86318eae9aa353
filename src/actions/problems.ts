import { invalid, type Problem, problemOf } from '../domain/errors.ts'

/** Where in a draft something is, in domain words. */
export type Path = Problem['path']

/** Collects what is wrong with several parts of an input, to report it all at once. */
export class Problems {
  private readonly found: Problem[] = []

  /** @param choices what would have been right, where that is a short list */
  add(path: Path, code: Problem['code'], detail?: string, choices?: readonly string[]): void {
    this.found.push(problemOf(path, code, detail, choices))
  }

  /** Throws when anything was found. */
  settle(): void {
    if (this.found.length > 0) throw invalid(this.found)
  }
}
