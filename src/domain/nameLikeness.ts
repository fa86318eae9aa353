import { wordsOf } from './folded.ts'
import { own } from './own.ts'

// How a company is registered says nothing about which one it is. It stands at the end, in some countries in front.
const LEGAL_FORMS = new Set(
  `inc incorporated corp corporation co company llc llp lp lllp pllc plc ltd limited pty pvt private gmbh mbh ag kg kgaa ohg
  gbr ug ev eg se sa sas sasu sarl eurl snc srl spa sapa sl slu sll lda ltda epp eireli bv nv vof cv bvba sprl asbl ab hb as
  asa aps oy oyj sp zoo z o oo spzoo sro spol vos zrt kft bt nyrt doo eood ood ehf hf oü ou kk bhd berhad sdn tbk jsc pjsc cjsc fze
  fzco fzllc`.split(/\s+/),
)
const IN_FRONT = new Set('the pt ooo oao zao pao uab sia tov ооо оао зао пао ип'.split(' '))
// Said of many, and left out as often.
const FILLERS = new Set('and und et y e og och en ja i the der die das le la les el los of de del do di'.split(' '))
const LOOSE = new Set(
  'group gruppe groupe grupo gruppo holding holdings international intl global worldwide'.split(' '),
)
const SHORT_FOR: Readonly<Record<string, string>> = {
  bros: 'brothers',
  gebr: 'gebruder',
  intl: 'international',
  mfg: 'manufacturing',
  svc: 'services',
  svcs: 'services',
  service: 'services',
  tech: 'technology',
  technologies: 'technology',
  assoc: 'associates',
  dept: 'department',
  mgmt: 'management',
  centre: 'center',
  st: 'saint',
}

/** The words that tell a company from others, in the order they are written. */
export function companyWords(name: string): string[] {
  const words = spelled(name.replaceAll(/[.'’`´](?:com|net|org|io)\b|[.'’`´]/gi, ''))
  const telling = words.filter((word) => !FILLERS.has(word))
  const end = telling.findLastIndex((word) => !LEGAL_FORMS.has(word)) + 1
  const start = telling.findIndex((word) => !IN_FRONT.has(word))
  const core = telling.slice(Math.max(start, 0), end)
  // "The Company" and "AG" are names, too.
  const kept = core.length > 0 ? core : telling.length > 0 ? telling : words
  return kept.map((word) => own(SHORT_FOR, word) ?? word)
}

// What a German types without an umlaut.
const spelled = (name: string) => wordsOf(name).map((word) => word.replaceAll(/([aou])e(?=[^aeiou]|$)/g, '$1'))

const TITLES = new Set('mr mrs ms miss dr prof herr frau mme mlle sr sra jr ing dipl mag phd md'.split(' '))

/** The words of a person's name, without titles. */
export function personWords(name: string): string[] {
  const words = spelled(name)
  const own = words.filter((word) => !TITLES.has(word))
  return own.length > 0 ? own : words
}

/** How much two names of companies are alike: 1 when they differ in nothing that tells, 0 when they are others. */
export function companyLikeness(a: readonly string[], b: readonly string[]): number {
  const alike = aligned(a, b)
  if (alike > 0) return alike
  const [less, more] = [a, b].map((words) => words.filter((word) => !LOOSE.has(word))) as [string[], string[]]
  return less.length > 0 && more.length > 0 ? aligned(less, more) * 0.9 : 0
}

/** The same for people, of whom first names may be given by their initial. */
export function personLikeness(a: readonly string[], b: readonly string[]): number {
  const alike = aligned(a, b)
  if (alike > 0) return alike
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (short.length < 2) return 0
  // A second first name may be left out.
  const rest = long.filter((word) => !short.includes(word))
  const without = short.every((word) => long.includes(word))
  if (without) return 0.9
  const left = short.filter((word) => !long.includes(word))
  const initials = left.every((word) => rest.some((other) => isInitial(word, other)))
  return initials && left.length < short.length ? 0.8 : 0
}

const isInitial = (a: string, b: string) => (a.length === 1 && b.startsWith(a)) || (b.length === 1 && a.startsWith(b))

/** Likeness of words that are the same but for their order, blanks between them and slips of the pen. */
function aligned(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0
  if (a.toSorted().join(' ') === b.toSorted().join(' ') || a.join('') === b.join('')) return 1
  if (a.length !== b.length) return slipped(a.join(''), b.join('')) ? 0.8 : 0
  const left = [...b]
  let slips = 0
  for (const word of a.toSorted((x, y) => y.length - x.length)) {
    const same = left.indexOf(word)
    const found = same >= 0 ? same : left.findIndex((other) => slipped(word, other))
    if (found < 0) return 0
    if (same < 0) slips++
    left.splice(found, 1)
  }
  if (slips > 0 && a.join('').length < SURE_LETTERS) return 0.6
  return slips > 1 && slips === a.length ? 0.8 : 0.9
}

// One letter in five makes another name: Intel is not Inter.
const SURE_LETTERS = 7

/** Whether two words are one, mistyped: a letter in five or so, never a digit. */
function slipped(a: string, b: string): boolean {
  if (/\p{N}/u.test(a + b)) return false
  const shorter = Math.min(a.length, b.length)
  const allowed = shorter >= 8 ? 2 : shorter >= 5 ? 1 : 0
  // Who mistypes a name seldom begins with it: Nike is not Mike.
  if (a[0] !== b[0] && a[0] !== b[1]) return false
  return allowed > 0 && distance(a, b, allowed) <= allowed
}

/** How many letters must be put in, left out, changed or swapped with the next; more than `most` is as good as any. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          change,
          swap ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
    if (Math.min(...row) > most) return most + 1
    before = last
    last = row
  }
  return last[b.length] ?? most + 1
}
