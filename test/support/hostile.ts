import fc, { type Arbitrary } from 'fast-check'
import type { Resource } from '../../src/api/resource/resource.ts'
import type { Made } from './oneOfEach.ts'

// Input that nobody should send: generators of JSON texts, query strings and the texts in them.

const pathOf = (of: Resource) => of.path ?? ''

/** What there is to refer to, by the path of its resource. */
export type Stock = Readonly<Record<string, Made>>

/** Bodies for a resource as JSON text: anything at all, its own keys with anything in them, a valid body made worse. */
export function bodies(of: Resource, made: Stock): Arbitrary<string> {
  const valid = made[pathOf(of)]?.body ?? {}
  const keys = keysOf(of)
  const worse = fc
    .array(fc.tuple(keys, values(made)), { minLength: 1, maxLength: 3 })
    .map((changes) =>
      objectText([...Object.entries(valid).map(([k, v]) => [k, JSON.stringify(v)] as const), ...changes]),
    )
  return fc.oneof(
    { weight: 1, arbitrary: values(made) },
    { weight: 2, arbitrary: jsonObject(keys, values(made)) },
    { weight: 4, arbitrary: worse },
  )
}

const INNER_KEYS = ['type', 'email', 'phone', 'url', 'label', 'id', 'name', 'city', 'emails', 'phones', 'title']
// The other dialect is short of words.
const SHORT_KEYS = ['no', 'smid', 'y', 'mo', 'd', 'h', 'mi', 'e', 'f', 's', 't', 'c', 'b', '1', '2']
const HOSTILE_KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  'custom',
  'custom.',
  '_params',
]

function keysOf(of: Resource): Arbitrary<string> {
  const custom = [
    'custom.cf_nowhere',
    'custom.Industry',
    'custom.Industry.add',
    'custom.cf_x.remove',
    'custom.__proto__',
  ]
  return fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...Object.keys(of.fields), ...custom) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_KEYS) },
  )
}

// JSON is put together as text, because objects cannot hold everything that texts can say.
const objectText = (entries: readonly (readonly [string, string])[]) =>
  `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`

export const jsonObject = (keys: Arbitrary<string>, value: Arbitrary<string>) =>
  fc.array(fc.tuple(keys, value), { maxLength: 6 }).map(objectText)

const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`

/** JSON texts of any shape. */
export function values(made: Stock): Arbitrary<string> {
  const numbers = [
    '0',
    '-0',
    '-1',
    '1',
    '100',
    '1e400',
    '-1e400',
    '1e-400',
    '0.5',
    '9007199254740993',
    '9223372036854775808',
    '1e25',
  ]
  const keys = fc.constantFrom(...INNER_KEYS, ...SHORT_KEYS, ...HOSTILE_KEYS)
  return fc.letrec<{ any: string }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      { weight: 8, arbitrary: texts(made).map((text) => JSON.stringify(text)) },
      { weight: 3, arbitrary: fc.constantFrom(...numbers) },
      { weight: 2, arbitrary: fc.constantFrom('null', 'true', 'false') },
      { weight: 3, arbitrary: fc.array(tie('any'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`) },
      { weight: 4, arbitrary: jsonObject(keys, tie('any')) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          nested('[', ']', 100),
          nested('[', ']', 20_000),
          nested('{"a":', '}', 20_000),
          `[${'1,'.repeat(5_000)}1]`,
          `"${'x'.repeat(1_000_001)}"`,
        ),
      },
    ),
  })).any
}

/** Texts that are ids, almost dates, too long, not Unicode or not meant well. */
export function texts(made: Stock): Arbitrary<string> {
  const ids = Object.values(made).map(({ object }) => String(object.id))
  return fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom(...ids, 'Retail', 'Demo done', 'won', 'sent', 'monthly', 'inbound', 'number'),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        '',
        ' ',
        '\0',
        'a\0b',
        '\ud800',
        'a\udfff\ud800',
        '__proto__',
        'constructor',
        '2026-02-30',
        '2026-03-01',
        '0000-01-01',
        '0001-01-01T00:00:00+15:00',
        '9999-12-31T23:59:59.999999-15:00',
        '2026-03-01T10:00:00.1234567Z',
        "'; drop table leads; --",
        '$1',
        '%s%n',
        '<script>alert(1)</script>',
        '<p>'.repeat(2_000),
        'a@',
        'ida@harborlooms.example',
        'http://[',
        'http://x.example/',
        '+',
        '1'.repeat(300),
        '-1',
        'x'.repeat(10_001),
      ),
    },
    { weight: 4, arbitrary: fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)) }) },
  )
}

export function paramNames(of: Resource): Arbitrary<string> {
  const suffixes = ['', '__gt', '__gte', '__lt', '__lte', '__in', '__eq', '__', '__gt__lt']
  const names = Object.keys(of.filters).flatMap((name) => suffixes.map((suffix) => name + suffix))
  const common = ['_limit', '_skip', '_fields', '_order_by', '_type', 'lead_id', 'query', '__proto__', 'constructor']
  return fc.constantFrom(...names, ...common)
}

/** Query strings: known names with anything in them, and anything that is not even one. */
export function queries(of: Resource, made: Stock): Arbitrary<string> {
  const lead = made['/lead/']?.object.id ?? ''
  const value = fc.oneof(
    texts(made)
      .filter((text) => text.length < 20_000)
      .map((text) => encodeURIComponent(text.toWellFormed())),
    fc.constantFrom(
      '',
      '%22%22',
      '-1',
      '0',
      '1',
      '1001',
      '250001',
      '1e3',
      '%',
      '%zz',
      '%00',
      'a,b,,c',
      ',',
      'true',
      'Call',
    ),
    fc.constantFrom('id,custom', '_all', 'custom.cf_x', Object.keys(of.fields).join(',')),
    fc.constantFrom(...Object.keys(of.orders).flatMap((name) => [name, `-${name}`]), '-', '--date_created'),
  )
  const pairs = fc.array(fc.tuple(paramNames(of), value), { maxLength: 4 })
  const known = pairs.map((some) => some.map(([name, text]) => `${name}=${text}`).join('&'))
  return fc.oneof(
    { weight: 4, arbitrary: known },
    { weight: 3, arbitrary: known.map((query) => `lead_id=${lead}&${query}`) },
    {
      weight: 1,
      arbitrary: fc.string({ unit: fc.constantFrom('&', '=', '%', '?', ';', '+', '[', ']', '_', '0', 'a', 'à') }),
    },
  )
}
