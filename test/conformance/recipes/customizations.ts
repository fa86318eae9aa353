import type { Cookbook, Recipe, Workshop } from '../recipe.ts'

/** How an organization shapes its data: statuses, custom fields, types of its own. */
export const customizations: Cookbook = {
  resources: {
    '/status/lead/': {
      make: ({ word }) => ({ label: `Trial ${word()}` }),
      change: ({ word }) => ({ label: `Trial ended ${word()}` }),
    },
    '/status/opportunity/': {
      make: async ({ one, word }) => ({
        label: `Demo done ${word()}`,
        type: 'active',
        pipeline_id: await one('/pipeline/'),
      }),
      change: ({ word }) => ({ label: `Demo held ${word()}` }),
    },
    '/pipeline/': {
      make: ({ word }) => ({ name: `Renewals ${word()}` }),
      change: ({ word }) => ({ name: `Upgrades ${word()}` }),
    },
    '/custom_activity/': {
      make: ({ word }) => ({ name: `Site visit ${word()}`, description: 'Somebody was there' }),
      change: () => ({ description: 'Somebody went there' }),
    },
    '/custom_object_type/': {
      make: ({ word }) => ({ name: `Warehouse ${word()}`, name_plural: 'Warehouses', description: 'Where goods are' }),
      change: () => ({ description: 'Where goods wait' }),
    },
    '/custom_field/lead/': customField(),
    '/custom_field/contact/': customField(),
    '/custom_field/opportunity/': customField(),
    '/custom_field/shared/': customField(),
    '/custom_field/activity/': customField(async ({ one }) => ({
      custom_activity_type_id: await one('/custom_activity/'),
    })),
    '/custom_field/custom_object_type/': customField(async ({ one }) => ({
      custom_object_type_id: await one('/custom_object_type/'),
    })),
  },
  specials: {
    'GET /custom_field_schema/{object_type}/': () => ({ path: '/custom_field_schema/lead/' }),
    'PUT /custom_field_schema/{object_type}/': async ({ one }) => ({
      path: '/custom_field_schema/lead/',
      body: { fields: [{ id: await one('/custom_field/lead/') }] },
    }),
    'POST /custom_field/shared/{scf_id}/association/': async (workshop) => ({
      path: `/custom_field/shared/${await workshop.another('/custom_field/shared/')}/association/`,
      body: { object_type: 'lead' },
    }),
    'GET /custom_field/shared/{scf_id}/association/{object_type}/': async (workshop) => ({
      path: await association(workshop),
    }),
    'PUT /custom_field/shared/{scf_id}/association/{object_type}/': async (workshop) => ({
      path: await association(workshop),
      body: { editable_with_roles: ['admin'] },
    }),
    'DELETE /custom_field/shared/{scf_id}/association/{object_type}/': async (workshop) => ({
      path: await association(workshop),
    }),
  },
}

function customField(owner: (workshop: Workshop) => Promise<object> = async () => ({})): Recipe {
  return {
    make: async (workshop) => ({
      ...(await owner(workshop)),
      name: `Industry ${workshop.word()}`,
      type: 'choices',
      choices: ['Retail', 'Energy'],
    }),
    change: () => ({ choices: ['Retail', 'Energy', 'Transport'] }),
  }
}

async function association({ another, send }: Workshop): Promise<string> {
  const path = `/custom_field/shared/${await another('/custom_field/shared/')}/association/`
  await send('POST', path, { object_type: 'lead' })
  return `${path}lead/`
}
