import { readFileSync, writeFileSync } from 'node:fs'
import type { Result } from './run.ts'

/** How far we are, as it is committed: what is in neither list is valid. */
export type Figure = {
  readonly answered: number
  readonly valid: number
  readonly notValid: readonly string[]
  readonly notBuilt: readonly string[]
}

export function figureOf(results: readonly Result[]): Figure {
  const notValid = namesOf(results, 'not valid')
  const notBuilt = namesOf(results, 'not yet built')
  const answered = results.length - notBuilt.length
  return { answered, valid: answered - notValid.length, notValid, notBuilt }
}

const namesOf = (results: readonly Result[], outcome: Result['outcome']) =>
  results.flatMap((result) => (result.outcome === outcome ? [result.operation] : []))

/** The results for a person: the sum, then what is left to do. */
export function reportOf(results: readonly Result[]): string {
  const { answered, valid, notBuilt } = figureOf(results)
  const notValid = results.filter(({ outcome }) => outcome === 'not valid')
  return [
    `${answered} of ${results.length} operations answered, ${valid} valid, ${notBuilt.length} not yet built`,
    ...list(
      'not valid',
      notValid.map(({ operation, problems }) => `${operation}: ${problems[0]}`),
    ),
    ...list('not yet built', notBuilt),
  ].join('\n')
}

const list = (title: string, lines: readonly string[]) =>
  lines.length === 0 ? [] : ['', `${title}:`, ...lines.map((line) => `  ${line}`)]

const FILE = new URL('figure.json', import.meta.url)

export const readFigure = (): Figure => JSON.parse(readFileSync(FILE, 'utf8')) as Figure

export function writeFigure(figure: Figure): void {
  const lines = Object.entries(figure).map(([name, value]) => {
    const oneLine = `  "${name}": ${JSON.stringify(value).replaceAll('","', '", "')}`
    const long = `  "${name}": ${JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')}`
    return oneLine.length < LINE_WIDTH ? oneLine : long
  })
  writeFileSync(FILE, `{\n${lines.join(',\n')}\n}\n`)
}

// A list that fits is on one line, as the formatter wants it.
const LINE_WIDTH = 120
