import { story, type UserKey } from '../../demo/story.ts'
import type { Context } from '../actions/context.ts'
import { createCustomField } from '../actions/custom/customField.ts'
import { type FirstLogin, type Plan, setUp } from '../actions/people/setup.ts'
import { closeResources, eventViews } from '../api/close/close.ts'
import { INTERNET } from '../contexts.ts'
import { idSource } from '../domain/id.ts'
import type { Actor } from '../domain/permission.ts'
import type { Database, Runner } from '../store/database/database.ts'
import { noFiles } from '../store/files/fileStore.ts'
import { storesIn } from '../store/store.ts'
import { type Calendar, calendarOf, stepsOf } from './demoLead.ts'

type Wish = { readonly password: string | undefined; readonly apiKey: string | undefined; readonly url: string }

/**
 * Makes the organization of the demo story on a store that has none: the whole of it or, when interrupted, nothing.
 * @returns undefined when the store is set up already
 */
export function setUpDemo(database: Database, wish: Wish): Promise<FirstLogin | undefined> {
  return database.transaction(async (tx) => {
    const whole = within(database, tx)
    const now = new Date()
    const calendar = calendarOf(now)
    const plan = planOf(calendar)
    const { name, country, timezone, currency } = story.organization
    const { password, apiKey } = wish
    const [{ email }] = plan.members
    const setup = { email, password, apiKey, organization: name, country, timezone, currency, plan }
    const first = await setUp(whole, idsAt(plan.foundedAt), setup, now.toISOString())
    if (first !== undefined) await tellStory(whole, first, plan.foundedAt, calendar, wish.url)
    return first
  })
}

// Things happen in the order of their times, each done by whoever did it as if it were that moment: so the rules hold,
// and events, histories and ids are what they would be had all this been typed in day by day.
async function tellStory(database: Database, first: FirstLogin, foundedAt: string, calendar: Calendar, url: string) {
  const actors = new Map(story.users.map(({ key }, place) => [key, first.members[place]]))
  const actorOf = (user: UserKey): Actor => {
    const actor = actors.get(user)
    if (actor === undefined) throw new Error(`The story has no user ${user}.`)
    return actor
  }
  const store = storesIn(database)({ organizationId: first.organizationId })
  const views = eventViews(closeResources(url))
  const contextOf = (user: UserKey, at: string): Context => ({
    actor: actorOf(user),
    now: at,
    isPast: true,
    offsetHours: 0,
    ids: idsAt(at),
    url,
    store,
    files: noFiles,
    outside: INTERNET,
    eventViews: views,
    request: { id: null, meta: {} },
  })

  for (const field of story.leadCustomFields) {
    await createCustomField(contextOf(story.users[0]?.key ?? 'ingrid', foundedAt), { ...field, objectTypes: ['lead'] })
  }
  const { pipelines } = await store.settings()
  const userId = (user: UserKey) => actorOf(user).userId
  const pipelineId = (name: string) => pipelines.find((one) => one.name === name)?.id ?? null
  const steps = story.leads.flatMap((lead) => stepsOf(lead, { calendar, userId, pipelineId }))
  for (const { at, user, happen } of steps.sort((a, b) => a.at.localeCompare(b.at))) await happen(contextOf(user, at))
}

function planOf(calendar: Calendar): Plan {
  const [owner, ...others] = story.users.map(({ role, ...person }) => ({ ...person, roleId: role }))
  if (owner === undefined) throw new Error('The story has no users.')
  return {
    foundedAt: calendar.instant(1 + Math.max(...story.leads.map((lead) => lead.createdDaysAgo)), '17:00'),
    members: [owner, ...others],
    leadStatuses: story.leadStatuses.map(({ label }) => label),
    pipelines: story.pipelines.map(({ name, statuses }) => ({
      name,
      statuses: statuses.map(({ label, type }) => [label, type]),
    })),
  }
}

// The order of ids is the order of creation, in a story too.
const idsAt = (at: string) => idSource(() => Date.parse(at))

/** A database whose transactions are all part of this one. */
function within(database: Database, tx: Runner): Database {
  return { ...database, run: (statement) => tx.run(statement), writer: tx, transaction: (work) => work(tx) }
}
