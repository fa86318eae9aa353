import { catalogue, type NounName } from '../../domain/catalogue.ts'
import { objectTypesOf } from '../../domain/eventWords.ts'

const NOUNS = new Map(
  (Object.keys(catalogue) as NounName[]).flatMap((noun) => objectTypesOf(noun).map((type) => [type, noun] as const)),
)

/** The noun whose objects the event log calls by a name. */
export const nounOfType = (objectType: string): NounName | undefined => NOUNS.get(objectType)
