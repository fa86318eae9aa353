import { faker } from '@faker-js/faker'

/** Lists that data is put together from, each as the numbered rows of a table: a word that is used more has more rows. */
export type WordLists = Readonly<Record<string, readonly string[]>>

/** Rows of each list: a power of two, so that a row is found by the last bits of a hash. */
export const ROWS = 16_384

const SENTENCES = 4000

/** The words of companies and people as they come in life: a few names are everywhere, most are rare. */
export function wordLists(): WordLists {
  faker.seed(5)
  const places = distinct(400, () => faker.location.city())
  return {
    first: zipf(distinct(2000, () => faker.person.firstName())),
    last: zipf(distinct(470, () => faker.person.lastName())),
    noun: zipf(distinct(1200, () => capital(faker.word.noun()))),
    suffix: zipf(['Inc', 'LLC', 'Group', 'GmbH', 'Ltd', 'Partners', 'Labs', 'Works', 'Foods', 'Systems', 'Freight']),
    city: zipf(places),
    street: zipf(distinct(900, () => faker.location.street())),
    state: zipf(distinct(50, () => faker.location.state({ abbreviated: true }))),
    title: zipf(distinct(300, () => faker.person.jobTitle())),
    domain: zipf(['example', 'example.com', 'example.org', 'test', 'co.test', 'example.net'], 0.5),
    source: zipf(['Fair', 'Web form', 'Referral', 'Cold call', 'Newsletter', 'Partner event', 'Podcast', 'Old list']),
    industry: zipf(INDUSTRIES.slice(0, -1)),
    product: zipf(distinct(600, () => faker.commerce.productName())),
    sentence: spread(Array.from({ length: SENTENCES }, () => sentence(places))),
  }
}

/** What a company may be in; the last is left to the few that are said to be in it. */
export const INDUSTRIES = [
  'Retail',
  'Software',
  'Construction',
  'Logistics',
  'Healthcare',
  'Real Estate',
  'Steel',
  'Textiles',
  'Education',
  'Farming',
  'Shipbuilding',
  'Falconry',
]

const OPENINGS = [
  () => `Spoke with ${faker.person.firstName()} about the ${product()}.`,
  () =>
    `${faker.person.firstName()} wants an offer for ${faker.number.int({ min: 2, max: 900 })} pieces of ${product()}.`,
  () => `Left a message, ${faker.person.firstName()} is out until ${faker.date.weekday()}.`,
  () => `They compare us with ${faker.company.name()} and find us ${faker.word.adjective()}.`,
  () => `The budget is decided in ${faker.date.month()}; call again then.`,
  () => `Happy with the delivery, asks for the ${product()} in ${faker.color.human()}.`,
]
const ENDINGS = [
  (place: string) => `Next step is a visit in ${place}.`,
  () => `Send the contract on ${faker.date.weekday()}.`,
  () => `${capital(faker.word.adverb())} ${faker.word.adjective()}, to be ${faker.word.verb()}ed with care.`,
  () => faker.company.catchPhrase().concat(', they say.'),
  () => faker.hacker.phrase(),
  () => `The old ${faker.word.noun()} goes back, the invoice is paid.`,
]

function sentence(places: readonly string[]): string {
  return `${faker.helpers.arrayElement(OPENINGS)()} ${faker.helpers.arrayElement(ENDINGS)(faker.helpers.arrayElement(places))}`
}

const product = () => faker.commerce.product().toLowerCase()
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

function distinct(count: number, make: () => string): string[] {
  const found = new Set<string>()
  for (let tries = 0; found.size < count && tries < 20 * count; tries++) found.add(make())
  return [...found]
}

/** Each word as often as its rank says: the n-th comes 1/n as often as the first, or with a smaller exponent more often. */
function zipf(words: readonly string[], exponent = 1): string[] {
  const weights = words.map((_, n) => 1 / (n + 1) ** exponent)
  const unit = ROWS / weights.reduce((sum, weight) => sum + weight, 0)
  const rows = words.flatMap((word, n) => Array<string>(Math.max(1, Math.round((weights[n] ?? 0) * unit))).fill(word))
  return spread(rows)
}

/** As many rows as every list has. */
const spread = (rows: readonly string[]) => Array.from({ length: ROWS }, (_, n) => rows[n % rows.length] ?? '')
