import { type Cookbook, Unprepared, type Workshop } from '../recipe.ts'

/** Who works here, and what they may do. */
export const people: Cookbook = {
  resources: {
    '/user/': { find: async ({ me }) => (await me()).id },
    '/organization/': {
      find: organizationId,
      change: () => ({ name: 'Northfold' }),
    },
    '/membership/': {
      make: ({ word }) => ({ email: `${word()}@northfold.example`, role_id: 'user' }),
      find: async ({ me }) => (await me()).memberships?.[0]?.id,
      change: () => ({ track_email_opens: true }),
    },
    '/role/': {
      make: ({ word }) => ({
        name: `Caller ${word()}`,
        permissions: ['calling', 'view_all_leads'],
        visibility_user_lcf_ids: [],
      }),
      change: ({ word }) => ({ name: `Clerk ${word()}` }),
    },
    '/group/': {
      make: ({ word }) => ({ name: `Field sales ${word()}` }),
      change: ({ word }) => ({ name: `Inside sales ${word()}` }),
    },
  },
  specials: {
    'PUT /membership/': async ({ me }) => ({
      path: '/membership/',
      body: { _params: { id__in: (await me()).memberships?.[0]?.id }, track_email_opens: true },
    }),
    'GET /membership/{id}/pinned_views/': async (workshop) => ({ path: await pinnedViews(workshop) }),
    'PUT /membership/{id}/pinned_views/': async (workshop) => ({
      path: await pinnedViews(workshop),
      body: { saved_view_ids: [await workshop.one('/saved_search/')] },
    }),
    'GET /user/availability/': async (workshop) => ({
      path: `/user/availability/?organization_id=${await organizationId(workshop)}`,
    }),
    'POST /group/{group_id}/member/': async ({ one }) => ({
      path: `/group/${await one('/group/')}/member/`,
      body: { user_id: await one('/user/') },
    }),
    'DELETE /group/{group_id}/member/{user_id}/': async ({ one }) => ({
      path: `/group/${await one('/group/')}/member/${await one('/user/')}/`,
    }),
  },
}

/** The organization of the caller. */
export async function organizationId({ me }: Workshop): Promise<string> {
  const id = (await me()).organizations?.[0]?.id
  if (id === undefined) throw new Unprepared('the caller has no organization')
  return id
}

const pinnedViews = async ({ one }: Workshop) => `/membership/${await one('/membership/')}/pinned_views/`
