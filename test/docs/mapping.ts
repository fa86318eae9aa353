import type { Entry, Resource } from '../../src/api/resource/resource.ts'
import { SECTIONS, type Section, TOPICS } from './topics.ts'

/** What stands above the tables. */
const HEAD = `# One model, two vocabularies

The same data has two APIs, [Close](close/README.md) and [Clevertim](clevertim/README.md). This page says what each of
them calls a thing. What has several names in one API is several fields there: an id and a name, say, or the parts of an
address.

Behind a name, *r* means that the field can only be read, and *w* that it can only be written. What one API alone has is kept
when an object is changed through the other.

This page is made from the maps that answer requests: \`UPDATE_DOCS=1 npm test -- test/docs/mapping.test.ts\`.
`

/** The page: for each kind of object, what both APIs call its fields, and what one alone has. */
export function mappingPage(close: readonly Resource[], clevertim: readonly Resource[]): string {
  const sections = SECTIONS.map((section) => {
    const left = section.close.map((path) => find(close, path))
    return sectionOf(section, left, find(clevertim, section.clevertim))
  })
  return [HEAD, ...sections].join('\n')
}

function find(among: readonly Resource[], path: string): Resource {
  const found = among.find((of) => of.path === path)
  if (found === undefined) throw new Error(`There is no ${path}.`)
  return found
}

function sectionOf(section: Section, close: readonly Resource[], clevertim: Resource): string {
  const topics = { ...TOPICS, ...section.topics }
  const [here, there] = [namesIn(close, topics), namesIn([clevertim], topics)]
  const shared = [...here].flatMap(([topic, names]) => {
    const others = there.get(topic)
    return others === undefined ? [] : [`| ${topic} | ${cell(names)} | ${cell(others)} |`]
  })
  const alone = (own: Names, other: Names) => [...own].flatMap(([topic, names]) => (other.has(topic) ? [] : [...names]))
  const paths = close.map((of) => `\`${of.path}\``).join(', ')
  return [
    `## ${section.title}`,
    ...(section.about === undefined ? [] : [section.about]),
    [`| | Close ${paths} | Clevertim \`${clevertim.path}\` |`, '|---|---|---|', ...shared].join('\n'),
    ...onlyIn('Close', alone(here, there)),
    ...onlyIn('Clevertim', alone(there, here)),
  ]
    .join('\n\n')
    .concat('\n')
}

const cell = (names: Iterable<string>) => [...new Set(names)].join(', ')
const onlyIn = (api: string, names: readonly string[]) => (names.length === 0 ? [] : [`Only ${api}: ${cell(names)}.`])

type Names = ReadonlyMap<string, readonly string[]>

/** The wire names of each topic, in the order of the maps. */
function namesIn(resources: readonly Resource[], topics: Readonly<Record<string, readonly string[]>>): Names {
  const names = new Map<string, string[]>()
  for (const [wire, entry] of resources.flatMap(({ fields }) => Object.entries(fields))) {
    const path = pathOf(entry)
    if (path === undefined) continue
    const [topic = inWords(path)] = Object.entries(topics).find(([, paths]) => paths.includes(path)) ?? []
    names.set(topic, [...(names.get(topic) ?? []), shown(wire, entry)])
  }
  return names
}

function shown(wire: string, entry: Entry): string {
  const name = `\`${wire.replace('cf_*', 'cf_…')}\``
  if (entry.kind === 'input') return `${name} *w*`
  return entry.draft === undefined ? `${name} *r*` : name
}

/** What an entry is about, in the words of the domain; constants are about nothing. */
function pathOf(entry: Entry): string | undefined {
  return entry.kind === 'constant' ? undefined : (entry.path ?? entry.draft)
}

/** `acceptsMultipleValues` is `accepts multiple values`. */
const inWords = (path: string) => path.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace('.', ': ')
