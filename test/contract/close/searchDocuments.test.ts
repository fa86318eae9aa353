import fc from 'fast-check'
import sql from 'sql-template-tag'
import { describe, expect, test } from 'vitest'
import { gatherLeadWords } from '../../../src/store/documents/leadWords.ts'
import { type Client, rowsOf, useApi } from '../../support/api.ts'
import '../../support/laws.ts'
import { expectDocumentsKept } from '../../support/searchDocuments.ts'

const { client, database } = useApi()

const text = fc.oneof(
  fc.constantFrom(
    '',
    '  ',
    '!?',
    'Harbor Looms',
    'Müller-Söhne ﬁ',
    'Привет, мир',
    'नमस्ते हिन्दी',
    '東京',
    'a\u001fb',
    'x'.repeat(3000),
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
)
const number = fc.constantFrom('+14155550132', '+4755901234', '+442079460018')

// What can be changed of each kind of object, by its path.
const CHANGES = {
  '/lead/': (t: string, phone: string) => ({
    name: t,
    description: t,
    url: null,
    phones: [{ phone }],
    tags: [`t ${t}`],
  }),
  '/contact/': (t: string, phone: string) => ({
    name: t,
    title: t,
    emails: [{ email: 'ida@looms.example' }],
    phones: [{ phone }],
  }),
  '/opportunity/': (t: string) => ({ note: t }),
  '/task/': (t: string) => ({ text: t }),
  '/case/': (t: string) => ({ name: `c ${t}`, description: t }),
  '/activity/note/': (t: string) => ({ note: t }),
  '/activity/call/': (t: string, phone: string) => ({ note: t, phone }),
  '/activity/email/': (t: string) => ({ status: 'draft', subject: t, body_text: t, to: ['leo@looms.example'] }),
} as const
type Path = keyof typeof CHANGES
const PATHS = Object.keys(CHANGES) as Path[]

const step = fc.record({
  what: fc.constantFrom(
    'make',
    'make',
    'make',
    'change',
    'change',
    'delete',
    'merge',
    'undo',
    'gather',
    'move',
    'field',
    'custom',
  ),
  path: fc.constantFrom(...PATHS),
  text,
  number,
  which: fc.nat(),
  other: fc.nat(),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

test('what searches look into is as if it were made anew, whatever was done', { timeout: 120_000 }, async () => {
  const law = fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 25 }), async (steps) => {
    const run = await begin(await client())
    for (const one of steps) {
      const { status, text: said } = await run(one)
      expect(status, `${JSON.stringify(one)}: ${said}`).toBeLessThan(500)
    }
    await expectDocumentsKept(database())
  })
  await fc.assert(law, { numRuns: 5 })
})

/** A story with a lead to begin with, which goes on by steps. */
async function begin(api: Client) {
  const field = (await api.post('/custom_field/lead/', { name: 'Area', type: 'choices', choices: ['Retail', 'Steel'] }))
    .body
  const size = (await api.post('/custom_field/lead/', { name: 'Size', type: 'number' })).body
  const custom = { [`custom.${field.id}`]: 'Retail', [`custom.${size.id}`]: 7.5 }
  const made: { path: Path; id: string }[] = []
  const add = async (path: Path, body: object) => {
    const reply = await api.post(path, body)
    if (reply.status < 300) made.push({ path, id: reply.body.id ?? '' })
    return reply
  }
  for (const name of ['Harbor', 'North']) await add('/lead/', { name, contacts: [{ name: 'Ida' }], ...custom })

  return async (of: Step) => {
    const { path, text: t, number: phone } = of
    const idOf = (wanted: Path, place: number) => {
      const some = made.filter((one) => one.path === wanted)
      return some[place % some.length]?.id
    }
    const lead_id = idOf('/lead/', of.which)
    const one = made[of.other % made.length] ?? { path, id: '' }
    switch (of.what) {
      case 'make':
        return add(
          path,
          path === '/lead/'
            ? { ...CHANGES[path](t, phone), contacts: [{ name: t }], ...custom }
            : { lead_id, ...CHANGES[path](t, phone) },
        )
      case 'change':
        return api.put(`${one.path}${one.id}/`, CHANGES[one.path](t, phone))
      case 'delete':
        return api.delete(`${one.path}${one.id}/`)
      case 'merge':
        return api.post('/lead/merge/', { source: lead_id, destination: idOf('/lead/', of.other) })
      case 'undo':
        return undo(api, lead_id)
      case 'gather':
        await gatherLeadWords(database(), api.organizationId, 10)
        return { status: 200, text: '' }
      case 'move':
        return api.put(`/contact/${idOf('/contact/', of.other)}/`, { lead_id })
      case 'custom':
        return api.put(`/lead/${lead_id}/`, {
          [`custom.${field.id}`]: of.which % 3 === 0 ? null : 'Steel',
          [`custom.${size.id}`]: of.other,
        })
      case 'field':
        return of.other % 5 === 0
          ? api.delete(`/custom_field/lead/${size.id}/`)
          : api.put(
              `/custom_field/lead/${field.id}/`,
              of.which % 3 === 0 ? { type: 'text', accepts_multiple_values: true } : { choices: ['Steel'] },
            )
    }
  }
}

async function undo(api: Client, lead_id: string | undefined) {
  const merges = rowsOf(await api.get(`/activity/lead_merge/?lead_id=${lead_id}`))
  return api.post(`/activity/lead_merge/${merges[0]?.id}/undo/`, {})
}

describe('a document', () => {
  test('is not written again while its words stay the same', async () => {
    const api = await client()
    const { id } = (await api.post('/lead/', { name: 'Harbor Looms' })).body
    const before = await versionOf(id)
    await api.put(`/lead/${id}/`, { status: 'Qualified' })
    expect(await versionOf(id)).toBe(before)
    await api.put(`/lead/${id}/`, { name: 'Harbour Looms' })
    expect(await versionOf(id)).not.toBe(before)
  })

  test('goes with its object, and is not there for one without words', async () => {
    const api = await client()
    const lead = (await api.post('/lead/', { name: 'Harbor Looms' })).body
    const note = (await api.post('/activity/note/', { lead_id: lead.id, note: 'Wants blue' })).body
    expect(await versionOf(note.id)).toBeDefined()
    await api.put(`/activity/note/${note.id}/`, { note: '' })
    expect(await versionOf(note.id)).toBeUndefined()
    await api.delete(`/lead/${lead.id}/`)
    expect(await versionOf(lead.id)).toBeUndefined()
  })
})

/** What tells one version of a row from the next. */
async function versionOf(id: unknown): Promise<string | undefined> {
  const [row] = await database().run<{ version: string }>(
    sql`select ctid::text as version from search_documents where id = ${String(id)}`,
  )
  return row?.version
}
