import { expect, test } from 'vitest'
import { type Client, type Json, rowsOf, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'
import { type Random, randomFrom } from '../../support/random.ts'
import { conflictsIn, shownAt, undo } from '../../support/undoing.ts'

const { client, member, clevertim } = useApi()

// Set the seed to see a failure again.
const SEED = Number(process.env.AJAR_TEST_SEED ?? Date.now() % 2 ** 31)
const SEQUENCES = 3
const CHANGES = 25

type Ground = { readonly lead: string; readonly ids: Record<string, string[]> }

test.each(Array.from({ length: SEQUENCES }, (_, i) => SEED + i))(
  'whatever was changed, undone backwards it is as it was (AJAR_TEST_SEED=%i)',
  { timeout: 60_000 },
  async (seed) => {
    const random = randomFrom(seed)
    const api = await client()
    const made = await oneOfEach(api)
    const other = `${(await api.post('/lead/', { name: 'Tide Mills', contacts: [{ name: 'Ole' }] })).body.id}`
    const ground: Ground = {
      lead: `${made['/lead/']?.object.id}`,
      ids: Object.fromEntries(Object.entries(made).map(([path, { object }]) => [path, [`${object.id}`]])),
    }
    // Others, so that nothing is folded into what was told of the making; two, so that not everything is folded.
    const actors = [await member(api, 'admin'), await member(api, 'superuser')]
    const before = await stateOf(api, ground, other)

    const trail: string[] = []
    for (let i = 0; i < CHANGES; i++) trail.push(await change(random.pick(actors), random, ground, other))
    await undoAllOf(
      api,
      actors.map(({ userId }) => userId),
    )

    expect(await stateOf(api, ground, other), trail.join('\n')).toEqual(before)
  },
)

async function stateOf(api: Client, { lead }: Ground, other: string): Promise<unknown> {
  const parts = [
    `/lead/${lead}/`,
    `/lead/${other}/`,
    ...['/contact/', '/opportunity/', '/case/', '/comment_thread/', '/custom_object/'].map((path) => path),
    `/task/?_type=all&_order_by=date_created`,
    `/activity/?_limit=200`,
  ]
  const shown = await Promise.all(parts.map((path) => shownAt(api, path)))
  const elsewhere = await Promise.all(
    ['/company', '/opportunity', '/task', '/note'].map((path) => shownAt(clevertim(api), path)),
  )
  return [...shown, ...elsewhere]
}

const WORDS = ['Harbor', 'Tide', 'Loom', 'Ærø', '']
const PATCHES: Readonly<Record<string, (random: Random) => object>> = {
  '/lead/': (r) => ({
    name: `${r.pick(WORDS)} Mills`,
    ...(r.chance(0.5) ? { status: r.pick(['Potential', 'Qualified', 'Trial']) } : {}),
    ...(r.chance(0.3) ? { description: r.pick(WORDS) } : {}),
  }),
  '/contact/': (r) => ({ name: `Leo ${r.pick(WORDS)}`, title: r.pick(WORDS) }),
  '/opportunity/': (r) => ({
    value: r.below(1000),
    ...(r.chance(0.5) ? { status: r.pick(['Active', 'Won', 'Lost']) } : {}),
    ...(r.chance(0.4) ? { date_won: r.chance(0.3) ? null : `2030-01-0${1 + r.below(9)}` } : {}),
  }),
  '/task/': (r) => ({
    text: r.pick(WORDS),
    ...(r.chance(0.5) ? { is_complete: r.chance(0.6) } : {}),
    ...(r.chance(0.3) ? { date: `2030-02-0${1 + r.below(9)}` } : {}),
  }),
  '/activity/note/': (r) => ({ note: `${r.pick(WORDS)}!`, pinned: r.chance(0.5) }),
  '/activity/meeting/': (r) => ({ title: r.pick(WORDS) }),
  '/case/': (r) => ({ name: `${r.pick(WORDS)} case`, tags: r.some(['a', 'b'], 2) }),
  '/comment/': (r) => ({ body: `<body><p>${r.pick(WORDS)}.</p></body>` }),
}

const BODIES: Readonly<Record<string, (lead: string, random: Random) => object>> = {
  '/activity/note/': (lead_id) => ({ lead_id, note: 'New' }),
  '/contact/': (lead_id) => ({ lead_id, name: 'Uma' }),
  '/opportunity/': (lead_id, r) => ({ lead_id, value: 7, ...(r.chance(0.5) ? { date_won: '2030-03-01' } : {}) }),
  '/task/': (lead_id, r) => ({ lead_id, text: 'New', date: '2030-03-01', repeats: r.pick(['none', 'weekly']) }),
}

/** One random change; says which. */
async function change(actor: Client, random: Random, { lead, ids }: Ground, other: string): Promise<string> {
  const kind = random.below(20)
  if (kind === 0) {
    const body = random.chance(0.5) ? { source: other, destination: lead } : { source: lead, destination: other }
    return `merge ${JSON.stringify(body)} ${(await actor.post('/lead/merge/', body)).status}`
  }
  if (kind < 5) {
    const path = random.pick(Object.keys(BODIES))
    const body = BODIES[path]?.(random.pick([lead, other]), random)
    const { status, body: made } = await actor.post(path, body)
    if (status === 200) ids[path]?.push(`${made.id}`)
    return `POST ${path} ${JSON.stringify(body)} ${status}`
  }
  const path = random.pick(Object.keys(PATCHES))
  const at = `${path}${random.pick(ids[path] ?? [])}/`
  if (kind < 8) return `DELETE ${at} ${(await actor.delete(at)).status}`
  const body = PATCHES[path]?.(random)
  return `PUT ${at} ${JSON.stringify(body)} ${(await actor.put(at, body)).status}`
}

/** Undoes what some have done, the newest first. */
async function undoAllOf(api: Client, userIds: readonly string[]): Promise<void> {
  const all = rowsOf(await api.get('/event/?_limit=200'))
  const events = all.filter(({ user_id }) => userIds.includes(`${user_id}`))
  expect(events.length).toBeLessThan(all.length)
  for (const event of events) {
    const reply = await undo(api, `${event.id}`)
    if (reply.status === 200) continue
    expect(reply.status, `${JSON.stringify(event)}\n${reply.text}`).toBe(409)
    for (const conflict of conflictsIn(reply))
      expect(isHarmless(conflict), `${JSON.stringify(event)}\n${reply.text}`).toBe(true)
  }
}

// What came along with something else is undone with that.
const isHarmless = ({ reason, root }: Json) =>
  root !== null ||
  /there already|not there any more|is left|part of a merge|by themselves|undone already/.test(`${reason}`)
