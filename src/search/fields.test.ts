import { describe, expect, test } from 'vitest'
import { resolvePath } from '../domain/catalogue.ts'
import { fieldOf, fieldsOf } from './fields.ts'
import { groupIn, OBJECTS, objectOfJson, relatedTo } from './objects.ts'
import { OBJECT_TYPES } from './tree.ts'

describe.each(OBJECT_TYPES)('%s', (object) => {
  const meanings = fieldsOf(object).map(({ means }) => means)

  test('its fields are in the domain', () => {
    const { noun } = OBJECTS[object]
    const paths = meanings.flatMap((means) => (means.kind === 'path' ? [means.path] : []))
    expect(() => paths.map((path) => resolvePath(noun, path))).not.toThrow()
  })

  test('what it looks into is there', () => {
    const others = meanings.filter((means) => means.kind === 'inside' || means.kind === 'any')
    expect(others.filter((one) => !relatedTo(object).includes(one.object))).toEqual([])
    expect(others.filter((one) => fieldOf(one.object, one.name)?.name !== one.name)).toEqual([])
  })

  test('what it counts and sums up is there', () => {
    const smart = meanings.flatMap((means) => (means.kind === 'smart' ? [means.smart] : []))
    const counts = smart.filter((one) => one.kind === 'count')
    const edges = smart.flatMap((one) => (one.kind === 'edge' ? one.of.map((of) => ({ ...one, of })) : []))
    expect([...counts, ...edges].filter((one) => !relatedTo(object).includes(one.of))).toEqual([])
    expect(() => edges.map(({ of, path }) => resolvePath(OBJECTS[of].noun, path))).not.toThrow()
    expect(edges.filter(({ of, by }) => fieldOf(of, by) === undefined)).toEqual([])
  })

  test('each name is one field', () => {
    const names = fieldsOf(object).flatMap((field) => [field.name, ...field.aliases])
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
    expect(names.filter((name) => name !== name.toLowerCase())).toEqual([])
  })

  test('it is found by its names', () => {
    expect(objectOfJson(OBJECTS[object].json)).toBe(object)
    for (const related of relatedTo(object)) expect(groupIn(object, OBJECTS[related].group)).toBe(related)
  })
})

test('every keyword of the text language is a field of a lead', () => {
  const keywords = `name company display_name description url urls id status lead_status lead_status_id status_id
    original_lead_status created date_created updated date_updated created_by updated_by contact contacts contact_name
    title email email_address email_addresses phone phone_number phone_numbers location city state zip country address
    addresses calls emails notes tasks opportunities meetings activities sms_messages email_opened last_called
    last_emailed first_emailed last_contacted last_activity opportunity_value opportunity_status opportunity_confidence
    opportunity_user timezone_id`.split(/\s+/)

  expect(keywords.filter((name) => fieldOf('lead', name) === undefined)).toEqual([])
})

test('every smart field is a field of a lead', () => {
  const inTurn = (heads: string, tails: string) =>
    heads.split(' ').flatMap((head) => tails.split(' ').map((tail) => `${head}${tail}`))
  const names = [
    ...inTurn(
      'num_',
      `activities addresses calls incoming_calls outgoing_calls missed_calls contacts contact_urls email_addresses phone_numbers urls emails sent_emails outgoing_emails received_emails email_attachments sms sent_sms received_sms notes tasks completed_tasks incomplete_tasks meetings upcoming_meetings in_progress_meetings completed_meetings canceled_meetings declined_meetings declined_by_lead_meetings declined_by_org_meetings opportunities active_opportunities won_opportunities lost_opportunities annual_opportunities monthly_opportunities one_time_opportunities`,
    ),
    'times_communicated',
    ...inTurn('first_communication_ last_communication_', 'date type summary user_id user_name'),
    ...inTurn('last_activity_', 'date type user_id user_name'),
    ...inTurn('last_call_', 'created duration disposition note outcome_id user_id user_name'),
    ...inTurn('first_call_', 'created disposition note outcome_id user'),
    ...inTurn('first_ last_', 'incoming_call_date incoming_email_date incoming_sms_date outgoing_call_date'),
    ...inTurn('first_ last_', 'outgoing_email_date outgoing_sms_date sent_sms_date received_sms_date'),
    ...inTurn('last_email_', 'date from to cc bcc subject user attachments'),
    ...inTurn('first_email_', 'created from to cc bcc user template opens attachments'),
    ...inTurn('', 'first_emailed first_emailed_template email_last_opened first_source primary_email primary_phone'),
    ...inTurn('last_sms_', 'created date text user'),
    ...inTurn('last_note_', 'created by user'),
    ...inTurn('next_task_', 'date due_date text user_id user_name'),
    ...inTurn('', 'last_task_creator last_task_due last_complete_task_due_date last_complete_task_updated'),
    ...inTurn('', 'last_lead_status_change_date last_opportunity_status_change_date'),
    ...inTurn('first_opportunity_status_change_', 'old_status new_status'),
    ...inTurn('first_ last_', 'completed_meeting_outcome_id voicemail_duration'),
    ...inTurn('avg_ min_ max_ total_', 'annual_ annualized_ monthly_ one_time_').flatMap((head) =>
      inTurn(head, ' active_ won_ lost_').map((name) => `${name}opportunity_value`),
    ),
    ...inTurn('active_ won_ lost_ total_', 'opportunity_value_summary'),
    ...inTurn(
      'primary_opportunity_',
      'confidence created updated date_won period pipeline_id pipeline_name status status_label status_type user_id user_name value value_summary',
    ),
  ]

  expect(names.filter((name) => fieldOf('lead', name) === undefined)).toEqual([])
})
