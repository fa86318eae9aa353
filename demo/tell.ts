import { users } from './company.ts'
import type { DemoActivity, DemoContact, DemoEmail, DemoLead } from './types.ts'

/** An e-mail as the story tells it: who it went to follows from the contact and the direction. */
type ToldEmail = Omit<DemoEmail, 'status' | 'from' | 'to'>
export type ToldActivity = Exclude<DemoActivity, DemoEmail> | ToldEmail
export type ToldLead = Omit<DemoLead, 'timeline'> & { readonly timeline: readonly ToldActivity[] }

/** Completes a lead as the files beside this one tell it, with what follows from the rest. */
export function tell(lead: ToldLead): DemoLead {
  return { ...lead, timeline: lead.timeline.map((told) => (told.kind === 'email' ? addressed(told, lead) : told)) }
}

function addressed(told: ToldEmail, lead: ToldLead): DemoEmail {
  const us = userMailbox(told.user)
  const them = contactMailbox(lead.contacts.find((contact) => contact.name === told.contact))
  return told.direction === 'incoming'
    ? { ...told, status: 'inbox', from: them, to: [us] }
    : { ...told, status: 'sent', from: us, to: [them] }
}

function userMailbox(key: string) {
  const user = users.find((one) => one.key === key)
  if (!user) throw new Error(`The story has no user ${key}.`)
  return `${user.firstName} ${user.lastName} <${user.email}>`
}

function contactMailbox(contact: DemoContact | undefined) {
  const email = contact?.emails[0]
  if (!contact || !email) throw new Error('The story writes to somebody without an address.')
  return `${contact.name} <${email.email}>`
}
