import { shown } from '../resource/codec.ts'
import { constant, type EitherResource, readOnly, resource } from '../resource/resource.ts'
import { integerOrNull, isoTime, string, stringOrNull } from './common.ts'

// The first API answered a lead with its history inside. It knew four kinds of activity; each had these keys and few
// more.
const base = {
  id: readOnly('id', string),
  organization_id: readOnly('organizationId', string),
  lead_id: readOnly('leadId', string),
  contact_id: readOnly('contactId', stringOrNull),
  user_id: readOnly('userId', stringOrNull),
  date_created: readOnly('createdAt', isoTime),
  date_updated: readOnly('updatedAt', isoTime),
  is_new: constant(null),
  comments: constant([]),
} as const

const kinds = {
  note: resource('note', {
    title: 'Note',
    fields: { _type: constant('Note'), ...base, note: readOnly('text', stringOrNull) },
  }),
  call: resource('call', {
    title: 'Call',
    fields: {
      _type: constant('Call'),
      ...base,
      direction: readOnly('direction', stringOrNull),
      duration: readOnly('duration', integerOrNull),
      phone: readOnly('phone', stringOrNull),
      note: readOnly('text', stringOrNull),
      voicemail_url: readOnly('voicemailUrl', stringOrNull),
      voicemail_duration: readOnly('voicemailDuration', integerOrNull),
    },
  }),
  email: resource('email', {
    title: 'Email',
    fields: {
      _type: constant('Email'),
      ...base,
      direction: readOnly('direction', string),
      status: readOnly('status', string),
      subject: readOnly('subject', stringOrNull),
      sender: readOnly('sender', stringOrNull),
      to: readOnly('to', shown({ type: 'array' })),
      body_preview: readOnly('preview', string),
    },
  }),
  created: resource('created', {
    title: 'Created',
    fields: { _type: constant('Created'), ...base, source: readOnly('source', stringOrNull) },
  }),
} as const

/** A lead's activities as the API of 2012 showed them inside the lead. */
export const historyOf2012: EitherResource = { noun: 'activity', kinds }
