import { boolean, paragraph, text, texts } from '../resource/codec.ts'
import { oneOf } from '../resource/filter.ts'
import {
  aliased,
  constant,
  customValues,
  embedded,
  field,
  readOnly,
  reference,
  resource,
} from '../resource/resource.ts'
import {
  addresses,
  anything,
  aside,
  byDate,
  customer,
  emails,
  id,
  isoTime,
  phones,
  renderedLinks,
  stampsWithNames,
  string,
  stringOrNull,
  urls,
} from './common.ts'
import { contact } from './contact.ts'
import { historyOf2012 } from './history2012.ts'
import { opportunity } from './opportunity.ts'
import { leadTask } from './task.ts'

// A lead with ten thousand activities must not make its own answer useless; the whole history is at /activity/.
const NEWEST_ACTIVITIES = 100

/** Leads. Single answers also carry what the first API showed: `status`, `activities`. */
export const lead = (baseUrl: string) =>
  resource('lead', {
    path: '/lead/',
    title: 'Lead',
    description: 'Who you sell to: a company, or a person on their own.',
    methods: ['list', 'create', 'fetch', 'update', 'delete'],
    policy: { totals: 'count' },
    sought: true,
    fields: {
      id: readOnly('id', string),
      organization_id: readOnly('organizationId', string),
      name: field('name', text),
      display_name: readOnly('displayName', string),
      description: field('description', paragraph),
      url: field('url', text),
      html_url: readOnly('id', { ...string, render: { before: `${baseUrl}/lead/`, after: '/' } }),
      status_id: reference('statusId', id, 'status'),
      status_label: readOnly('status.label', string),
      status: aliased('status.label', 'statusLabel', text, { single: true }),
      addresses: field('addresses', addresses),
      contacts: embedded('contacts', contact, { writable: true }),
      opportunities: embedded('opportunities', opportunity),
      tasks: embedded('openTasks', leadTask),
      activities: embedded('activities', historyOf2012, { newest: NEWEST_ACTIVITIES, single: true }),
      contact_ids: readOnly('contactIds', texts),
      contacts_summary: readOnly('contactsSummary', string, aside),
      primary_email: readOnly('primaryEmail', anything, aside),
      primary_phone: readOnly('primaryPhone', anything, aside),
      primary_address_summary: readOnly('addressSummary', stringOrNull, aside),
      localtime: readOnly('localTime', stringOrNull, aside),
      recent_calls: readOnly('recentCalls', anything, aside),
      summaries: constant([], aside),
      source: readOnly('source', stringOrNull, { asked: true }),
      ...customer,
      is_company: readOnly('isCompany', boolean, { asked: true }),
      emails: field('emails', emails, { asked: true }),
      phones: field('phones', phones, { asked: true }),
      urls: field('urls', urls, { asked: true }),
      custom: readOnly('customByName', anything),
      'custom.cf_*': customValues({ creates: true }),
      integration_links: readOnly('integrationLinks', renderedLinks),
      ...stampsWithNames,
      date_created: field('createdAt', isoTime),
    },
    filters: { id: oneOf('id'), ...byDate.filters },
    orders: { ...byDate.orders, display_name: ['displayName'], name: ['displayName'] },
    defaultOrder: ['-createdAt'],
  })
