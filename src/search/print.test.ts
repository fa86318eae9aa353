import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { check } from './check.ts'
import { relatedTo } from './objects.ts'
import { printText } from './print.ts'
import { withoutPlaces, words } from './testSupport.ts'
import { parseText } from './text.ts'
import {
  and,
  type FieldRef,
  not,
  type ObjectType,
  or,
  type Search,
  type SortKey,
  type Written,
  type WrittenNode,
} from './tree.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.stringMatching(/^[ab "\\*():,<>=“”/.-]{0,6}$/),
  fc.constantFrom(
    'and',
    'or',
    'NOT',
    'in',
    'has',
    'sort',
    '*',
    'custom',
    'https://a.test',
    'email',
    'calls',
    'new york',
  ),
)
const bareValue = fc.stringMatching(/^[a-z\d:=*/_-]{1,8}$/)
const ownName = fc.oneof(
  fc.constantFrom(
    'name',
    'status',
    'calls',
    'num_calls',
    'email',
    'contact',
    'created',
    'opportunity_value',
    'has',
    'in',
  ),
  anyText.filter((text) => !/^custom\../is.test(text)),
)
const fieldRef = (object: ObjectType): fc.Arbitrary<FieldRef> =>
  fc.oneof(
    ownName.map((name) => ({ object, name })),
    anyText.filter((text) => text !== '').map((custom) => ({ object, custom })),
  )
const value = fc.oneof(
  bareValue.filter((text) => text !== '*').map((text) => ({ text, quoted: false })),
  anyText.map((text) => ({ text, quoted: true })),
)

function field(object: ObjectType): fc.Arbitrary<WrittenNode> {
  const op = fc.constantFrom(':', '>', '<', '>=', '<=')
  const condition = fc.oneof(
    fc.record({ kind: fc.constant('asked'), op, value }),
    fc.record({ kind: fc.constant('askedIn'), values: fc.array(value, { minLength: 1, maxLength: 3 }) }),
    fc.constant({ kind: 'exists' }),
  ) as fc.Arbitrary<Extract<WrittenNode, { kind: 'field' }>['condition']>
  return fc.record({ kind: fc.constant('field'), field: fieldRef(object), condition })
}

function tree(object: ObjectType, depth: number): fc.Arbitrary<WrittenNode> {
  const mode = fc.constantFrom('phrase', 'beginning_of_words')
  const leaves: fc.Arbitrary<WrittenNode>[] = [
    fc.constant({ kind: 'all' }),
    fc.constant({ kind: 'none' }),
    field(object),
    fc.record({ mode, value: anyText }).map((match) => ({ kind: 'text', object, match })),
    anyText.map((view) => ({ kind: 'view', object, view })),
  ]
  if (depth === 0) return fc.oneof(...leaves)
  const several = fc.array(
    fc.constant(0).chain(() => tree(object, depth - 1)),
    { maxLength: 3 },
  )
  const related = fc
    .constantFrom(...relatedTo(object))
    .chain((kind) =>
      tree(kind, depth - 1).map((node): WrittenNode => ({ kind: 'related', object, related: kind, node })),
    )
  return fc.oneof(
    ...leaves,
    several.map((nodes) => and(nodes)),
    several.map((nodes) => or(nodes)),
    tree(object, depth - 1).map((node) => not(node)),
    related,
  )
}

const search: fc.Arbitrary<Written> = fc.record({
  object: fc.constant('lead'),
  node: tree('lead', 3),
  sort: fc.array(fc.record({ field: fieldRef('lead'), descending: fc.boolean() }), { maxLength: 3 }) as fc.Arbitrary<
    SortKey[]
  >,
  slice: fc.option(fc.integer({ min: 1, max: 9 }).map((n) => ({ n, of: 10 }))),
  resultsLimit: fc.option(fc.nat(1000)),
})

describe('what is printed', () => {
  test('is read as the same tree', () => {
    fc.assert(
      fc.property(search, (written) => {
        const text = printText(written)
        expect(text).not.toBeNull()
        expect(withoutPlaces(parseText(text ?? ''))).toEqual(written)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    'ann city:"new york" last_called < "3 days ago"',
    'status:Potential or (status:Qualified has:opportunities)',
    'not email(direction:outgoing date > "30 days ago")',
    '* sort:created slice:3/10',
    'a or (b c)',
    '(a or b) c',
    'not (a b)',
    'created:2026-04-01',
    'id in ("lead_a", "lead_b")',
    '* sort:"//",-created',
    'in:"//"',
  ])('%s', (text) => expect(printText(parseText(text))).toBe(text))
})

describe('what was checked is printed in words that mean the same', () => {
  test.each([
    'created:2026-04-01',
    'created:"last week"',
    'created:"3 days ago"',
    'created:"last 30 days"',
    'created:2026-04',
    'created:"2026-05-01T10:30"',
    'created > "2026-05-01T10:30:00Z"',
    'created >= "1 month ago" updated < "end of yesterday"',
    'created:"last monday"',
    'calls:0 contacts > 1 has:emails',
    'status:Potential created_by:me user:dana',
    'opportunity_value >= 100.5',
    'custom.Seats > 5 custom.industry:Re custom.Renewal < 2027-01-01',
    'email:kim phone:415 city:"new york"',
    'call(direction:incoming duration > 60) not task(done:no)',
    'name:"Birch & Co" name:bir name in (a, "b c")',
    'email_opened:no not last_called:*',
    'lead_status(status:Qualified on:2026-01-01)',
  ])('%s', (text) => {
    const first = checked(text)
    const printed = printText(first)
    expect(printed).not.toBeNull()
    expect(withoutPlaces(checked(printed ?? ''))).toEqual(withoutPlaces(first))
  })

  const checked = (text: string): Search => check(parseText(text), words, { strict: false }).search
})
