import { expect, test } from 'vitest'
import { closeResources, eventViews } from '../../api/close/close.ts'
import { catalogue, type NounName } from '../../domain/catalogue.ts'
import { objectTypesOf } from '../../domain/eventWords.ts'
import { seenSql } from '../people/visibility.ts'

test('the events of whatever can be hidden are hidden with it', () => {
  const told = Object.keys(eventViews(closeResources(''))) as NounName[]
  const hideable = (Object.keys(catalogue) as NounName[]).filter((noun) => seenSql(noun, 'x', 'open') !== undefined)
  const asked = seenSql('event', 'e', 'open') ?? ''
  const isAsked = (type: string) =>
    asked.includes(`e.object_type = '${type}'`) || asked.includes(`e.object_type like '${type.split('.')[0]}.%'`)
  const nouns = hideable.filter((noun) => told.includes(noun))
  expect(nouns).toEqual(expect.arrayContaining(['lead', 'note', 'task', 'comment', 'customObject']))
  expect(nouns.flatMap(objectTypesOf).filter((type) => type !== 'activity' && !isAsked(type))).toEqual([])
})
