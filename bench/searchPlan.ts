import sql, { raw, type Sql } from 'sql-template-tag'
import type { Database, Runner } from '../src/store/database/database.ts'

/** What EXPLAIN says of a step of a plan, as far as it is looked at. */
type Step = {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Actual Total Time': number
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly 'Plan Rows': number
  readonly 'Rows Removed by Filter'?: number
  readonly 'Rows Removed by Index Recheck'?: number
  readonly 'Subplan Name'?: string
  readonly Plans?: readonly Step[]
}

/** A database that remembers the statements it is asked. */
export type Recording = { readonly database: Database; taken(): readonly Sql[] }

export function recording(database: Database): Recording {
  let statements: Sql[] = []
  const recorded = (runner: Runner): Runner => ({
    run(statement) {
      statements.push(statement)
      return runner.run(statement)
    },
  })
  return {
    database: {
      ...database,
      ...recorded(database),
      writer: recorded(database.writer),
      transaction: (work) => database.transaction((tx) => work(recorded(tx))),
    },
    taken() {
      const taken = statements
      statements = []
      return taken
    },
  }
}

/** The slowest of some statements: its worst step, where most time goes by itself, and its whole plan. */
export async function slowest(
  database: Database,
  statements: readonly Sql[],
): Promise<{ worst: string; plan: string }> {
  const plans: { readonly top: Step; readonly statement: Sql }[] = []
  for (const statement of statements) {
    if (!READS.test(statement.text)) continue
    const [row] = await database.run<{ 'QUERY PLAN': readonly { Plan: Step }[] }>(
      sql`${raw('explain (analyze, format json) ')}${statement}`,
    )
    const top = row?.['QUERY PLAN'][0]?.Plan
    if (top !== undefined) plans.push({ top: withLookups(top), statement })
  }
  const [found] = plans.sort((a, b) => wholeTime(b.top) - wholeTime(a.top))
  if (found === undefined) return { worst: '', plan: '' }
  const [worst = found.top] = stepsOf(found.top).sort((a, b) => ownTime(b) - ownTime(a))
  const lines = await database.run<{ 'QUERY PLAN': string }>(
    sql`${raw('explain (analyze, buffers) ')}${found.statement}`,
  )
  return { worst: described(worst), plan: lines.map((line) => line['QUERY PLAN']).join('\n') }
}

const READS = /^\s*(\/\*.*?\*\/\s*)?(with|select)\b/i

/** What is worked out once stands at the top of a plan; here it stands within the first step that waits for it. */
function withLookups(top: Step): Step {
  const holders = new Map<Step, Step>()
  for (const lookup of stepsOf(top)) {
    const name = lookup['Subplan Name']
    const sign = name?.startsWith('CTE ') ? `"CTE Name":"${name.slice(4)}"` : `(${name})`
    const holder = stepsOf(top).find(({ Plans: _parts, ...own }) => JSON.stringify(own).includes(sign))
    if (name !== undefined && holder !== undefined) holders.set(lookup, holder)
  }
  const within = (step: Step): Step => {
    const parts = (step.Plans ?? []).filter((part) => !holders.has(part))
    const awaited = [...holders].flatMap(([lookup, holder]) => (holder === step ? [lookup] : []))
    return { ...step, Plans: [...parts, ...awaited].map(within) }
  }
  return within(top)
}

const stepsOf = (step: Step): Step[] => [step, ...(step.Plans ?? []).flatMap(stepsOf)]
const wholeTime = (step: Step) => step['Actual Total Time'] * step['Actual Loops']
const ownTime = (step: Step) => wholeTime(step) - (step.Plans ?? []).reduce((sum, part) => sum + wholeTime(part), 0)

function described(step: Step): string {
  const on = step['Index Name'] ?? step['Relation Name']
  const loops = step['Actual Loops']
  const [rows, planned] = [step['Actual Rows'] * loops, step['Plan Rows'] * loops]
  const removed = ((step['Rows Removed by Filter'] ?? 0) + (step['Rows Removed by Index Recheck'] ?? 0)) * loops
  return [
    `${step['Node Type']}${on === undefined ? '' : ` ${on}`} ${ownTime(step).toFixed(0)} ms`,
    `${short(rows)} rows`,
    ...(removed > rows ? [`${short(removed)} dropped`] : []),
    ...(loops > 1 ? [`${short(loops)} times`] : []),
    ...(isFar(rows, planned) ? [`${short(planned)} expected`] : []),
  ].join(', ')
}

const isFar = (rows: number, planned: number) => Math.max(rows, 1) / planned > 10 || planned / Math.max(rows, 1) > 10
const short = (count: number) => (count >= 10_000 ? `${Math.round(count / 1000)}k` : String(Math.round(count)))
