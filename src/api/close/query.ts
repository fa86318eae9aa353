import type { Context } from '../../actions/context.ts'
import { askedInText, askedOfLeads, askedOfLeadView, type Sought as Found } from '../../actions/searching/search.ts'
import { AjarError, invalid, malformed } from '../../domain/errors.ts'
import type { Remark } from '../../search/check.ts'
import { objectOfNoun, relatedTo } from '../../search/objects.ts'
import type { ObjectType } from '../../search/tree.ts'
import type { Sought } from '../resource/dialect.ts'
import type { Resource } from '../resource/resource.ts'

type Params = Readonly<Record<string, string>>

/** Parameters that search, and what each asks of objects. */
const PARAMETERS = {
  query: askedInText,
  lead_query: askedOfLeads,
  lead_saved_search_id: askedOfLeadView,
} as const
type Parameter = keyof typeof PARAMETERS

/**
 * What `query` asks of the objects of a list, and `lead_query` or `lead_saved_search_id` of their leads. Lists that cannot
 * answer refuse: a script must not take everything for what it looked for, and delete it.
 */
export async function searchIn(ctx: Context, of: Resource, params: Params): Promise<Sought | undefined> {
  const names = Object.keys(PARAMETERS) as Parameter[]
  const given = names.filter((name) => !['', '*'].includes(params[name]?.trim() ?? ''))
  if (given.length === 0) return undefined
  const object = objectOfNoun(of.noun)
  const found = await Promise.all(
    given.map((name) => {
      if (object === undefined || (name !== 'query' && !relatedTo(object).includes('lead')))
        throw malformed(`This list cannot be searched with ${name}.`)
      return asked(ctx, name, params[name] ?? '', object)
    }),
  )
  const own = given[0] === 'query' ? found[0] : undefined
  return {
    where: found.flatMap(({ where }) => where),
    order: own?.order ?? [],
    most: own?.resultsLimit ?? null,
    remarks: found.flatMap(({ remarks }) => remarks.map(said)),
  }
}

/** The parameters that a list has for it, for the reference. */
export function searchParameters({ noun }: Resource): readonly { name: string; description: string }[] {
  const object = objectOfNoun(noun)
  if (object === undefined) return []
  const ofLeads = relatedTo(object).includes('lead') ? (['lead_query', 'lead_saved_search_id'] as const) : []
  return (['query', ...ofLeads] as const).map((name) => ({ name, description: DESCRIPTIONS[name] }))
}

const DESCRIPTIONS: Readonly<Record<Parameter, string>> = {
  query: 'Only those that match, such as `harbor created > "2 weeks ago"`; it may also say how to sort.',
  lead_query: 'Only those whose lead matches.',
  lead_saved_search_id: 'Only those whose lead is a member of this Smart View.',
}

/** Problems are those of the parameter, whatever the search calls itself. */
async function asked(ctx: Context, name: Parameter, text: string, object: ObjectType): Promise<Found> {
  try {
    return await PARAMETERS[name](ctx, text, object)
  } catch (error) {
    if (!(error instanceof AjarError) || error.code !== 'invalid') throw error
    throw invalid([{ path: [name], code: 'object', detail: error.message }])
  }
}

/** A remark with where the query gave cause for it. */
const said = ({ message, at }: Remark) =>
  at !== undefined && 'start' in at ? `At character ${at.start + 1}: ${message}` : message
