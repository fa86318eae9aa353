import { describe, expect, test } from 'vitest'
import { closeResources } from '../../../src/api/close/close.ts'
import { rowsOf, useApi } from '../../support/api.ts'
import { oneOfEach } from '../../support/oneOfEach.ts'

const { client } = useApi()
const resources = closeResources('http://ajar.example')

/** An organization, and another with one of each that the first must not notice. */
async function neighbours() {
  const [api, other] = await Promise.all([client(), client()])
  const [ours, theirs] = [await oneOfEach(api), await oneOfEach(other)]
  const user = (await other.get('/me/')).body.id ?? ''
  const their = (path: string) => (path === '/user/' ? user : (theirs[path]?.object.id ?? ''))
  const our = (path: string) => ours[path]?.object.id ?? ''
  return { api, other, their, our, theirs }
}

// These refuse keys that they do not know.
const STRICT = [
  '/pipeline/',
  '/role/',
  '/group/',
  '/custom_activity/',
  '/custom_object_type/',
  '/custom_object/',
  '/custom_field/custom_object_type/',
  '/webhook/',
]

/** An answer with an id made invisible, so that two answers can be compared. */
const without = (text: string, id: string) => text.replaceAll(id, '…')

test('in a path, whatever the verb', async () => {
  const { api, other, their, theirs } = await neighbours()
  const paths = [...Object.keys(theirs), '/user/', '/organization/']
  for (const path of paths) {
    const of = resources.find((one) => one.path === path)
    const id = path === '/organization/' ? other.organizationId : their(path)
    for (const [method, verb] of [
      ['fetch', 'GET'],
      ['update', 'PUT'],
      ['delete', 'DELETE'],
    ] as const) {
      if (of?.methods.includes(method) !== true) continue
      const body = verb === 'PUT' ? { name: 'Ours now', label: 'Ours now', note: 'Ours now' } : undefined
      const known = STRICT.includes(path) && body !== undefined ? { name: 'Ours now' } : body
      const reply = await api.send(verb, `${path}${id}/`, known)
      const missing = await api.send(verb, `${path}none_1/`, known)
      expect(reply.status, `${verb} ${path}`).toBe(404)
      expect(reply.text).toBe(missing.text)
    }
  }
  for (const [path, { object }] of Object.entries(theirs)) {
    expect((await other.get(`${path}${object.id}/`)).status, path).toBe(200)
  }
})

describe('in a body', () => {
  test('what is referred to is as if it were missing', async () => {
    const { api, our, their } = await neighbours()
    const lead_id = our('/lead/')
    const cases: readonly [path: string, field: string, referred: string, more?: object][] = [
      ['/contact/', 'lead_id', '/lead/'],
      ['/opportunity/', 'lead_id', '/lead/'],
      ['/opportunity/', 'contact_id', '/contact/', { lead_id }],
      ['/opportunity/', 'user_id', '/user/', { lead_id }],
      ['/opportunity/', 'status_id', '/status/opportunity/', { lead_id }],
      ['/opportunity/', 'pipeline_id', '/pipeline/', { lead_id }],
      ['/activity/note/', 'lead_id', '/lead/'],
      ['/activity/note/', 'contact_id', '/contact/', { lead_id }],
      ['/activity/note/', 'user_id', '/user/', { lead_id }],
      ['/activity/call/', 'lead_id', '/lead/'],
      ['/activity/call/', 'user_id', '/user/', { lead_id }],
      ['/activity/email/', 'lead_id', '/lead/', { status: 'draft' }],
      ['/activity/email/', 'contact_id', '/contact/', { lead_id, status: 'draft' }],
      ['/activity/email/', 'in_reply_to_id', '/activity/email/', { lead_id, status: 'draft' }],
      ['/activity/sms/', 'lead_id', '/lead/', { status: 'draft' }],
      ['/activity/sms/', 'contact_id', '/contact/', { lead_id, status: 'draft' }],
      ['/activity/sms/', 'user_id', '/user/', { lead_id, status: 'draft' }],
      ['/activity/whatsapp_message/', 'lead_id', '/lead/'],
      ['/activity/whatsapp_message/', 'response_to_id', '/activity/whatsapp_message/', { lead_id }],
      ['/activity/meeting/', 'lead_id', '/lead/'],
      ['/activity/form_submission/', 'lead_id', '/lead/', { form_id: 'form_1' }],
      ['/activity/status_change/lead/', 'lead_id', '/lead/'],
      ['/activity/status_change/lead/', 'new_status_id', '/status/lead/', { lead_id }],
      ['/activity/status_change/opportunity/', 'opportunity_id', '/opportunity/', { lead_id }],
      [
        '/activity/status_change/opportunity/',
        'old_status_id',
        '/status/opportunity/',
        {
          lead_id,
          opportunity_id: our('/opportunity/'),
        },
      ],
      ['/task/', 'lead_id', '/lead/'],
      ['/task/', 'contact_id', '/contact/', { lead_id }],
      ['/task/', 'case_id', '/case/', { lead_id }],
      ['/task/', 'opportunity_id', '/opportunity/', { lead_id }],
      ['/task/', 'assigned_to', '/user/', { lead_id }],
      ['/case/', 'lead_id', '/lead/', { name: 'X' }],
      ['/case/', 'contact_id', '/contact/', { name: 'X' }],
      ['/case/', 'user_id', '/user/', { name: 'X' }],
      ['/custom_field/activity/', 'custom_activity_type_id', '/custom_activity/', { name: 'X', type: 'text' }],
      [
        '/custom_field/custom_object_type/',
        'custom_object_type_id',
        '/custom_object_type/',
        { name: 'X', type: 'text' },
      ],
      ['/activity/custom/', 'custom_activity_type_id', '/custom_activity/', { lead_id }],
      [
        '/activity/custom/',
        'lead_id',
        '/lead/',
        { custom_activity_type_id: our('/custom_activity/'), status: 'draft' },
      ],
      ['/custom_object/', 'custom_object_type_id', '/custom_object_type/', { lead_id, name: 'X' }],
      ['/custom_object/', 'lead_id', '/lead/', { custom_object_type_id: our('/custom_object_type/'), name: 'X' }],
      ['/comment/', 'object_id', '/task/', { body: 'X' }],
      ['/comment/', 'object_id', '/activity/note/', { body: 'X' }],
      ['/lead/', 'status_id', '/status/lead/'],
      ['/status/opportunity/', 'pipeline_id', '/pipeline/', { label: 'X', type: 'won' }],
    ]
    for (const [path, field, referred, more] of cases) {
      const foreign = await api.post(path, { ...more, [field]: their(referred) })
      const missing = await api.post(path, { ...more, [field]: 'none_1' })
      expect(foreign.status, `POST ${path} ${field}`).toBe(400)
      expect(without(foreign.text, their(referred)), `POST ${path} ${field}`).toBe(without(missing.text, 'none_1'))
    }
    const puts: readonly [path: string, field: string, referred: string][] = [
      ['/lead/', 'status_id', '/status/lead/'],
      ['/opportunity/', 'status_id', '/status/opportunity/'],
      ['/opportunity/', 'pipeline_id', '/pipeline/'],
      ['/opportunity/', 'contact_id', '/contact/'],
      ['/opportunity/', 'user_id', '/user/'],
      ['/activity/note/', 'contact_id', '/contact/'],
      ['/activity/call/', 'lead_id', '/lead/'],
      ['/activity/call/', 'user_id', '/user/'],
      ['/activity/sms/', 'lead_id', '/lead/'],
      ['/activity/email/', 'in_reply_to_id', '/activity/email/'],
      ['/task/', 'contact_id', '/contact/'],
      ['/task/', 'assigned_to', '/user/'],
      ['/task/', 'case_id', '/case/'],
      ['/case/', 'lead_id', '/lead/'],
      ['/case/', 'contact_id', '/contact/'],
    ]
    for (const [path, field, referred] of puts) {
      const foreign = await api.put(`${path}${our(path)}/`, { [field]: their(referred) })
      const missing = await api.put(`${path}${our(path)}/`, { [field]: 'none_1' })
      expect(foreign.status, `PUT ${path} ${field}`).toBe(400)
      expect(without(foreign.text, their(referred))).toBe(without(missing.text, 'none_1'))
    }
  })

  test('nor can their statuses and custom fields be used or moved', async () => {
    const { api, other, our, their } = await neighbours()
    const foreign = their('/status/opportunity/')
    expect((await api.put(`/pipeline/${our('/pipeline/')}/`, { statuses: [{ id: foreign }] })).status).toBe(400)
    const order = { lead_statuses: [{ id: their('/status/lead/') }] }
    expect((await api.put(`/organization/${api.organizationId}/`, order)).status).toBe(400)
    const value = { [`custom.${their('/custom_field/lead/')}`]: 'Retail' }
    expect((await api.put(`/lead/${our('/lead/')}/`, value)).status).toBe(400)
    expect((await other.get(`/status/opportunity/${foreign}/`)).body.pipeline_id).toBe(their('/pipeline/'))
  })

  test('a custom value of type user is one of ours', async () => {
    const { api, our, their } = await neighbours()
    await api.post('/custom_field/lead/', { name: 'Account manager', type: 'user' })
    const reply = await api.put(`/lead/${our('/lead/')}/`, { 'custom.Account manager': their('/user/') })
    expect(reply.status).toBe(400)
  })
})

test('in lists and filters', async () => {
  const { api, other, their } = await neighbours()
  const everything = JSON.stringify(
    await Promise.all(
      resources
        .filter((of) => of.path !== undefined && of.methods.includes('list'))
        .map(async (of) => rowsOf(await api.get(`${of.path}?_limit=1000`))),
    ),
  )
  expect(everything).not.toContain(other.organizationId)
  expect(everything).not.toContain(their('/lead/'))
  expect(everything).not.toContain(their('/user/'))
  for (const query of [
    `/contact/?lead_id=${their('/lead/')}`,
    `/opportunity/?lead_id=${their('/lead/')}`,
    `/opportunity/?organization_id=${other.organizationId}`,
    `/opportunity/?status_id__in=${their('/status/opportunity/')}`,
    `/opportunity/?user_id=${their('/user/')}`,
    `/activity/?lead_id=${their('/lead/')}`,
    `/activity/?organization_id=${other.organizationId}`,
    `/activity/?id__in=${their('/activity/note/')}`,
    `/activity/note/?id=${their('/activity/note/')}`,
    `/activity/note/?user_id=${their('/user/')}`,
    `/activity/call/?lead_id=${their('/lead/')}`,
  ]) {
    const { status, body } = await api.get(query)
    expect(status, query).toBe(200)
    expect(body.data, query).toEqual([])
  }
  expect((await api.get(`/opportunity/?organization_id=${other.organizationId}`)).body.total_results).toBe(0)
})
