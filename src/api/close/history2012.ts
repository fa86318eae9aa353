import { constant, readOnly, resource } from '../resource/resource.ts'
import { activityKinds } from './activity.ts'
import { integerOrNull, isoTime, string, stringOrNull } from './common.ts'

const words = Object.fromEntries(Object.entries(activityKinds).map(([kind, of]) => [kind, of.title]))

/**
 * A lead's activities as the first API showed them inside the lead: one flat shape with the keys of its examples, and
 * null where a kind has no such thing. The activities in full are at /activity/.
 */
export const historyOf2012 = resource('activity', {
  title: 'HistoryEntry',
  fields: {
    _type: readOnly('kind', { ...string, render: { words } }),
    id: readOnly('id', string),
    organization_id: readOnly('organizationId', string),
    lead_id: readOnly('leadId', string),
    contact_id: readOnly('contactId', stringOrNull),
    user_id: readOnly('userId', stringOrNull),
    date_created: readOnly('createdAt', isoTime),
    date_updated: readOnly('updatedAt', isoTime),
    is_new: constant(null),
    comments: constant([]),
    note: readOnly('text', stringOrNull),
    subject: readOnly('subject', stringOrNull),
    direction: readOnly('direction', stringOrNull),
    duration: readOnly('duration', integerOrNull),
    phone: readOnly('phone', stringOrNull),
    voicemail_url: readOnly('voicemailUrl', stringOrNull),
    voicemail_duration: readOnly('voicemailDuration', integerOrNull),
    source: readOnly('source', stringOrNull),
  },
})
