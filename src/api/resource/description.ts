import type { JsonSchema } from './codec.ts'
import type { Dialect } from './dialect.ts'
import type { Method, Resource } from './resource.ts'

type Words = Readonly<Record<string, string>>
type Values = Readonly<Record<string, unknown>>

/** What a dialect tells about itself to people and programs; the reference and OpenAPI are made of it and the maps. */
export type Description = {
  /** What a reader chooses it by, and the same in a URL. */
  readonly name: string
  readonly slug: string
  /** Where its OpenAPI file is. */
  readonly at: string
  readonly resources: readonly Resource[]
  readonly dialect: Pick<Dialect, 'prefix' | 'one' | 'deleted' | 'many' | 'paging'>
  /** The text before the resources. `url` is where Ajar is. */
  readonly introduction: (url: string) => string
  /** How a caller says who they are. */
  readonly credentials: string
  /** What resources are, by their titles, in the order a newcomer needs them; what is not named comes after. */
  readonly titles: Words
  /** Headings for what is no resource, and what they are about. */
  readonly headings?: Words
  /** What fields mean where the name does not say it; `title.name` for one resource, `name` for all. */
  readonly fields: Words
  readonly parameters: Parameters
  readonly answers: Answers
  readonly failures: readonly Failure[]
  readonly failureSchemas: Readonly<Record<string, JsonSchema>>
  readonly story: Story
  /** Paths that no map has, as OpenAPI describes them; `refTo` refers to the schema of an object by its title. */
  readonly more?: (refTo: (title: string) => JsonSchema) => Readonly<Record<string, JsonSchema>>
}

/** What the parameters that every list takes are called. */
type Parameters = {
  readonly limit: string
  readonly skip: string
  readonly order?: string
  /** What asks for the page after another one, where there is such. */
  readonly cursor?: { readonly name: string; readonly description: string }
  readonly fields?: { readonly name: string; readonly description: string }
  /** How a time in a filter is written. */
  readonly time: string
  /** Those that search, where a list has them. */
  readonly search?: (of: Resource) => readonly { readonly name: string; readonly description: string }[]
  /** What a change does with fields that it leaves out, and with empty ones. */
  readonly change: string
}

/** What surrounds the objects in answers. */
type Answers = {
  readonly one: (object: JsonSchema) => JsonSchema
  readonly list: (object: JsonSchema, isPaged: boolean) => JsonSchema
  readonly listExample: (object: unknown, isPaged: boolean) => unknown
}

/** An answer to what cannot be done. */
export type Failure = {
  readonly name: string
  readonly status: string
  /** What of it may be answered so. */
  readonly methods: readonly Method[]
  readonly description: string
  readonly schema: JsonSchema
  readonly examples: Values
  readonly headers?: JsonSchema
}

/** The people and things that the examples are about, in words of the wire. */
export type Story = {
  /** What fields of these names hold in any object. */
  readonly anywhere: Values
  /** What the fields of an object hold, by its title. */
  readonly shown: Readonly<Record<string, Values>>
  /** Bodies that are worth more than a list of the fields. */
  readonly requests: Readonly<Record<string, { readonly create?: Values; readonly update?: Values }>>
}
