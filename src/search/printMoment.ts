import { quote } from './lexer.ts'
import { type Condition, type Duration, type Moment, UNITS } from './tree.ts'
import { readSpan } from './words.ts'

type Moments = Extract<Condition, { kind: 'moments' }>

/** What to write after the name of a field: once for a whole day or the like, otherwise for each end of the range. */
export function printRange({ onOrAfter, before }: Moments): string[] {
  if (onOrAfter === null && before === null) return ['*']
  const whole = onOrAfter !== null && before !== null ? wholeOf(onOrAfter, before) : undefined
  if (whole !== undefined) return [`:${whole}`]
  return [
    ...(onOrAfter === null ? [] : [` >= ${printMoment(onOrAfter)}`]),
    ...(before === null ? [] : [` < ${printMoment(before)}`]),
  ]
}

/** A moment in words that are read as that moment. */
export function printMoment(moment: Moment): string {
  switch (moment.kind) {
    case 'now':
      return 'now'
    case 'instant':
      return quote(moment.at)
    case 'local':
      return quote(moment.at)
    case 'date':
      return moment.edge === 'start' ? moment.on : quote(`end of ${moment.on}`)
    case 'period':
      return quote(`${moment.edge === 'start' ? '' : 'end of '}${moment.period.replace('-', ' ')}`)
    case 'inWords':
      return quote(`${moment.edge === 'start' ? '' : 'end of '}${moment.text}`)
    case 'offset':
      return quote((moment.edge === null ? '' : `${moment.edge} of `) + offset(moment))
  }
}

function offset({ direction, by }: Extract<Moment, { kind: 'offset' }>): string {
  const amount = printDuration(by)
  return direction === 'past' ? `${amount} ago` : `${amount} from now`
}

function printDuration(by: Duration): string {
  const parts = UNITS.flatMap((unit) => {
    const count = by[unit] ?? 0
    return count === 0 ? [] : [`${count} ${count === 1 ? unit.slice(0, -1) : unit}`]
  })
  return parts.length === 0 ? '0 days' : parts.join(' ')
}

/** The words that mean all the time between two moments, if there are such. */
function wholeOf(from: Moment, before: Moment): string | undefined {
  return candidates(from, before).find((text) => {
    const span = readSpan(text.replaceAll('"', ''))
    return span !== null && same(span.within[0], from) && same(span.within[1], before)
  })
}

function candidates(from: Moment, before: Moment): string[] {
  const plain = from.kind === 'offset' ? [printMoment({ ...from, edge: null })] : [printMoment(from)]
  if (before.kind === 'now' && from.kind === 'offset') return [quote(`last ${printDuration(from.by)}`), ...plain]
  if (from.kind === 'now' && before.kind === 'offset') return [quote(`next ${printDuration(before.by)}`), 'now']
  if (from.kind === 'date') return [from.on, from.on.slice(0, 7), from.on.slice(0, 4)]
  const minute = from.kind === 'instant' || from.kind === 'local' ? from.at.replace(/:00(Z?)$/, '$1') : undefined
  return minute === undefined ? plain : [...plain, quote(minute)]
}

const same = (a: Moment, b: Moment) => {
  if (a.kind !== 'offset' || b.kind !== 'offset') return JSON.stringify(a) === JSON.stringify(b)
  return (
    a.direction === b.direction && a.edge === b.edge && UNITS.every((unit) => (a.by[unit] ?? 0) === (b.by[unit] ?? 0))
  )
}
