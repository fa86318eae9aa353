import { expect, test } from 'vitest'
import type { Permission } from '../../domain/permission.ts'
import { Problems } from '../problems.ts'
import { readVisibility, type VisibilityDraft } from './visibility.ts'

const USERS = ['user_ivo', 'user_mara']
const GROUPS = ['group_sales', 'group_board']

/** Ivo is in sales, not on the board. */
const asking = (permissions: readonly Permission[] = []) => ({
  actor: {
    organizationId: 'orga_1',
    userId: 'user_ivo',
    membershipId: 'memb_1',
    roleId: 'user',
    groupIds: ['group_sales'],
    permissions: new Set(permissions),
    apiKeyId: null,
  },
  store: {
    principals: async (ids: readonly string[]) => ({
      users: new Set(ids.filter((id) => USERS.includes(id))),
      groups: new Set(ids.filter((id) => GROUPS.includes(id))),
    }),
  },
})

test.each<[what: string, VisibilityDraft, before: readonly string[] | null, after: readonly string[] | null]>([
  ['nothing', {}, ['user_mara'], ['user_mara']],
  ['a list', { visibleTo: ['user_ivo', 'group_board', 'user_ivo'] }, null, ['user_ivo', 'group_board']],
  ['no list', { visibleTo: null }, ['user_ivo'], null],
  ['an empty list', { visibleTo: [] }, ['user_ivo'], null],
  ['private', { isPrivate: true }, null, ['user_ivo']],
  ['private, to whom it is private already', { isPrivate: true }, ['user_mara'], ['user_mara']],
  ['private, instead of for a group', { isPrivate: true }, ['group_board'], ['user_ivo']],
  ['private and for a group', { isPrivate: true, groupIds: ['group_board'] }, null, ['user_ivo', 'group_board']],
  ['private to nobody in particular', { isPrivate: true, privateUserId: null }, ['user_mara'], ['user_ivo']],
  ['private to the same', { privateUserId: 'user_mara' }, ['user_mara'], ['user_mara']],
  ['no longer private', { isPrivate: false }, ['user_ivo', 'group_sales'], ['group_sales']],
  ['no longer private at all', { isPrivate: false }, ['user_ivo'], null],
  ['not private, with whom it was', { isPrivate: false, privateUserId: 'user_ivo' }, ['user_ivo'], null],
  ['private to no one', { privateUserId: null }, ['user_ivo'], null],
  ['groups', { groupIds: ['group_sales', 'group_board'] }, null, ['group_sales', 'group_board']],
  ['other groups', { groupIds: ['group_sales'] }, ['user_ivo', 'group_board'], ['user_ivo', 'group_sales']],
  ['no groups', { groupIds: [] }, ['group_sales'], null],
  ['no groups, but private', { groupIds: null }, ['user_ivo', 'group_sales'], ['user_ivo']],
  [
    'the same in another order',
    { visibleTo: ['group_sales', 'user_ivo'] },
    ['user_ivo', 'group_sales'],
    ['user_ivo', 'group_sales'],
  ],
  ['who has left, sent back', { visibleTo: ['user_gone', 'user_ivo'] }, ['user_gone'], ['user_gone', 'user_ivo']],
  ['who has left, still private', { privateUserId: 'user_gone' }, ['user_gone'], ['user_gone']],
])('%s', async (_what, draft, before, after) => {
  const problems = new Problems()
  expect(await readVisibility(asking(), draft, before, problems)).toEqual(after)
  expect(() => problems.settle()).not.toThrow()
})

test.each<[VisibilityDraft, path: (string | number)[]]>([
  [{ visibleTo: ['user_ivo', 'user_none'] }, ['visibleTo', 1]],
  [{ groupIds: ['group_sales', 'group_none'] }, ['groupIds', 1]],
  [{ groupIds: ['group_sales', 'user_ivo'] }, ['groupIds', 1]],
  [{ isPrivate: true, privateUserId: 'user_none', groupIds: ['group_sales'] }, ['privateUserId']],
])('%o names somebody unknown', async (draft, path) => {
  const problems = new Problems()
  await readVisibility(asking(), draft, null, problems)
  expect(() => problems.settle()).toThrow(expect.objectContaining({ problems: [{ path, code: 'unknown_reference' }] }))
})

test.each<[VisibilityDraft, path: string]>([
  [{ visibleTo: ['user_mara'] }, 'visibleTo'],
  [{ groupIds: ['group_board'] }, 'groupIds'],
  [{ privateUserId: 'user_mara' }, 'privateUserId'],
])('%o would hide it from who says so, which only administrators may', async (draft, path) => {
  const problems = new Problems()
  await readVisibility(asking(), draft, ['group_sales'], problems)
  expect(() => problems.settle()).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ path: [path] })] }),
  )

  const none = new Problems()
  await readVisibility(asking(['manage_organization']), draft, ['group_sales'], none)
  expect(() => none.settle()).not.toThrow()
})
