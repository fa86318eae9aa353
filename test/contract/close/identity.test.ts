import { describe, expect, test } from 'vitest'
import { type Json, rowsOf, useApi } from '../../support/api.ts'
import { expectShape } from '../../support/shape.ts'
import { examples } from './examples.fixture.ts'

const { client, member } = useApi()

describe('me', () => {
  test('is a person with memberships and organizations in full', async () => {
    const api = await client()
    const { status, body } = await api.get('/me/')
    expect(status).toBe(200)
    const { last_used_timezone: _unknown, ...example } = examples.me
    expectShape(body, { ...example, organizations: [] })
    expectShape(body.organizations?.[0], { ...examples.me.organizations[0], created_by: null })
    expect(body).toHaveProperty('last_used_timezone')
    expect(body.memberships).toMatchObject([
      { user_id: body.id, organization_id: api.organizationId, role_id: 'admin' },
    ])
    expect(body.organizations).toMatchObject([
      {
        id: api.organizationId,
        name: 'Northfold',
        currency: 'USD',
        lead_statuses: [{ label: 'Potential' }, { label: 'Bad Fit' }, { label: 'Qualified' }, { label: 'Customer' }],
        pipelines: [{ name: 'Sales', statuses: [{ type: 'active' }, { type: 'won' }, { type: 'lost' }] }],
      },
    ])
    expect(body.image).toMatch(/^https:\/\/secure\.gravatar\.com\/avatar\/[0-9a-f]{32}$/)
  })

  test('is whoever has the key', async () => {
    const api = await client()
    const colleague = await member(api, 'restricteduser')
    const { body } = await colleague.get('/me/')
    expect(body).toMatchObject({ id: colleague.userId, first_name: 'Ivo', last_name: 'Lund' })
    expect(body.memberships?.[0]?.permissions_granted).toEqual(expect.arrayContaining(['view_all_leads']))
    expect(body.memberships?.[0]?.permissions_granted).not.toContain('delete_leads')
  })

  test('may be asked for some of it', async () => {
    const api = await client()
    const { body } = await api.get('/me/?_fields=id,email')
    expect(Object.keys(body).sort()).toEqual(['email', 'id'])
  })
})

describe('users', () => {
  test('are the members, by id, with ids of their organizations', async () => {
    const api = await client()
    for (let i = 0; i < 3; i++) await member(api, 'user')
    const users = rowsOf(await api.get('/user/'))
    const ids = users.map((one) => one.id ?? '')
    expect(ids).toHaveLength(4)
    expect(ids).toEqual([...ids].sort())
    const [first] = users
    expect(Object.keys(first ?? {}).sort()).toEqual([
      'date_created',
      'date_updated',
      'email',
      'email_verified_at',
      'first_name',
      'google_profile_image_url',
      'id',
      'image',
      'last_name',
      'last_used_timezone',
      'organizations',
    ])
    expect(first?.organizations).toEqual([api.organizationId])
    expect((await api.get(`/user/${ids[1]}/`)).body).toEqual(users[1])
  })

  test('by name when asked', async () => {
    const api = await client()
    await member(api, 'user')
    const names = async (order: string) =>
      rowsOf(await api.get(`/user/?_order_by=${order}`)).map((one) => one.first_name)
    expect(await names('first_name,last_name')).toEqual(['Ivo', 'Owner'])
    expect(await names('-first_name,last_name')).toEqual(['Owner', 'Ivo'])
    // Without a last name comes first.
    expect(await names('last_name,first_name')).toEqual(['Owner', 'Ivo'])
  })
})

describe('the organization', () => {
  test('shows what clients read of it', async () => {
    const api = await client()
    await api.post('/custom_field/lead/', { name: 'Industry', type: 'text' })
    await member(api, 'user')
    const { body } = await api.get(`/organization/${api.organizationId}/`)
    expect(Object.keys(body)).toEqual(
      expect.arrayContaining([
        'id',
        'name',
        'currency',
        'currency_symbol',
        'status',
        'user_count',
        'leads_email',
        'trial_ends',
        'cancellation_date',
        'payment_fail_date',
        'billing_account_id',
        'created_by',
        'updated_by',
        'date_created',
        'date_updated',
        'lead_statuses',
        'opportunity_statuses',
        'pipelines',
        'lead_custom_fields',
        'memberships',
        'inactive_memberships',
      ]),
    )
    expect(body).toMatchObject({
      name: 'Northfold',
      currency: 'USD',
      currency_symbol: '$',
      user_count: 2,
      lead_custom_fields: [{ name: 'Industry' }],
      opportunity_statuses: [{ label: 'Active', type: 'active' }, { type: 'won' }, { type: 'lost' }],
      inactive_memberships: [],
    })
    const memberships = body.memberships as unknown as Json[]
    expect(memberships).toHaveLength(2)
    expect(memberships.find((one) => String(one.role_id) === 'user')).toMatchObject({
      user_first_name: 'Ivo',
      user_last_name: 'Lund',
      user_full_name: 'Ivo Lund',
      user_email: expect.stringContaining('@ajar.example'),
      role: 'user',
      permissions_granted: expect.any(Array),
    })
    const only = await api.get(`/organization/${api.organizationId}/?_fields=lead_statuses`)
    expect(only.body).toEqual({ lead_statuses: body.lead_statuses })
  })

  test('puts its lead statuses in order; those not named follow', async () => {
    const api = await client()
    const path = `/organization/${api.organizationId}/`
    const statuses = (await api.get(path)).body.lead_statuses as unknown as Json[]
    const [potential, , qualified, customer] = statuses
    const { body } = await api.put(path, { lead_statuses: [customer, { id: qualified?.id }] })
    const shown = (body.lead_statuses as unknown as Json[]).map((one) => one.label)
    expect(shown).toEqual(['Customer', 'Qualified', 'Potential', 'Bad Fit'])
    // A lead without a status gets the first.
    expect((await api.post('/lead/', { name: 'L' })).body.status_label).toBe('Customer')
    expect(potential?.label).toBe('Potential')
    expect((await api.put(path, { lead_statuses: statuses })).body.lead_statuses).toEqual(statuses)
  })

  test('changes its currency, also of what was there', async () => {
    const api = await client()
    const path = `/organization/${api.organizationId}/`
    const opportunity = (await api.post('/opportunity/', { value: 500, value_period: 'monthly' })).body
    expect(opportunity.value_formatted).toBe('$5 monthly')
    expect((await api.put(path, { currency: 'gbp' })).body).toMatchObject({ currency: 'GBP', currency_symbol: '£' })
    expect((await api.get(`/opportunity/${opportunity.id}/`)).body).toMatchObject({
      value_currency: 'GBP',
      value_formatted: '£5 monthly',
      value: 500,
    })
    expect((await api.get('/opportunity/')).body).toMatchObject({ total_value_monthly_formatted: '£5' })
    expect((await api.put(path, { currency: 'XQZ' })).body['field-errors']).toEqual({
      currency: 'Not a valid choice. Got: "XQZ".',
    })
  })

  test('has a name', async () => {
    const api = await client()
    const path = `/organization/${api.organizationId}/`
    expect((await api.put(path, { name: 'Southfold' })).body.name).toBe('Southfold')
    expect((await api.put(path, { name: ' ' })).body['field-errors']).toEqual({ name: 'This field is required.' })
  })
})
