/**
 * The shape of the demo story. It is plain data that knows nothing of the program: people, labels and fields go by the
 * names that the story gives them, and time by days before or after the day on which it is loaded.
 */
export type DemoStory = {
  readonly organization: {
    readonly name: string
    readonly currency: 'USD'
    readonly country: 'US'
    readonly timezone: string
    /** The number that its messages come from. */
    readonly phone: string
  }
  /** The first one is who the demo signs in as. */
  readonly users: readonly DemoUser[]
  readonly leadStatuses: readonly DemoLeadStatus[]
  readonly pipelines: readonly DemoPipeline[]
  readonly leadCustomFields: readonly DemoCustomField[]
  readonly leads: readonly DemoLead[]
}

export type UserKey = 'ingrid' | 'marcus' | 'priya' | 'tomas'

export type DemoUser = {
  readonly key: UserKey
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly role: 'admin' | 'superuser' | 'user' | 'restricteduser'
}

/** In the order in which they are offered; the first is what a new lead starts with. */
export type DemoLeadStatus = { readonly label: string }

export type DemoPipeline = {
  readonly name: string
  readonly statuses: readonly { readonly label: string; readonly type: 'active' | 'won' | 'lost' }[]
}

export type DemoCustomField = {
  readonly name: string
  readonly description: string
  readonly type: 'text' | 'number' | 'date' | 'choices' | 'user'
  readonly choices?: readonly string[]
  readonly acceptsMultipleValues?: boolean
}

/** A text, a number or choices as they are, a date by its distance from today, a user by key. */
export type DemoCustomValue =
  | string
  | number
  | readonly string[]
  | { readonly daysFromNow: number }
  | { readonly user: UserKey }

export type DemoLead = {
  readonly name: string
  /** The label of its status today, after every change in the timeline. */
  readonly status: string
  readonly createdDaysAgo: number
  readonly createdBy: UserKey
  readonly url: string
  readonly description: string
  readonly addresses: readonly DemoAddress[]
  /** By the name of the custom field. */
  readonly custom: { readonly [field: string]: DemoCustomValue }
  readonly contacts: readonly DemoContact[]
  readonly opportunities: readonly DemoOpportunity[]
  /** Oldest first. Nothing in it is older than the lead, and nothing happens today or later. */
  readonly timeline: readonly DemoActivity[]
}

export type DemoAddress = {
  readonly label: 'business' | 'mailing'
  readonly address_1: string
  readonly city: string
  readonly state?: string
  readonly zipcode: string
  readonly country: string
}

export type DemoContact = {
  /** Unique within its lead: the timeline and opportunities call people by it. */
  readonly name: string
  readonly title: string
  readonly emails: readonly { readonly type: 'office' | 'home'; readonly email: string }[]
  readonly phones: readonly { readonly type: 'office' | 'mobile'; readonly phone: string }[]
  readonly urls?: readonly { readonly type: 'url'; readonly url: string }[]
}

export type DemoOpportunity = {
  /** Unique within its lead: status changes call the opportunity by it. */
  readonly name: string
  readonly user: UserKey
  readonly contact: string
  readonly pipeline: string
  /** The label of its status today, after every change in the timeline. */
  readonly status: string
  readonly valueCents: number
  readonly period: 'one_time' | 'monthly' | 'annual'
  readonly confidence: number
  readonly note: string
  readonly createdDaysAgo: number
  /** When the sale is expected, or when it was won or lost, which is then in the past. */
  readonly closeDaysFromNow: number
}

/** `at` is the time of day, in UTC. */
type Happened = { readonly daysAgo: number; readonly at: `${number}:${number}`; readonly user: UserKey }

export type DemoNote = Happened & { readonly kind: 'note'; readonly text: string; readonly pinned?: boolean }

export type DemoCall = Happened & {
  readonly kind: 'call'
  readonly contact: string
  readonly direction: 'inbound' | 'outbound'
  /** Seconds; 0 where nobody answered. */
  readonly duration: number
  readonly disposition: 'answered' | 'no-answer' | 'vm-left'
  readonly text: string
}

export type DemoEmail = Happened & {
  readonly kind: 'email'
  readonly contact: string
  readonly direction: 'incoming' | 'outgoing'
  readonly status: 'inbox' | 'sent'
  readonly subject: string
  readonly body: string
  /** `Name <address>`, as in a mail header. */
  readonly from: string
  readonly to: readonly string[]
}

export type DemoSms = Happened & {
  readonly kind: 'sms'
  readonly contact: string
  readonly direction: 'inbound' | 'outbound'
  readonly text: string
}

export type DemoWhatsAppMessage = Happened & {
  readonly kind: 'whatsAppMessage'
  readonly contact: string
  readonly direction: 'incoming' | 'outgoing'
  /** With the marks of WhatsApp. */
  readonly markdown: string
}

export type DemoMeeting = Happened & {
  readonly kind: 'meeting'
  readonly contact: string
  readonly title: string
  readonly location: string
  readonly minutes: number
  /** What the user wrote down about it. */
  readonly text: string
}

export type DemoLeadStatusChange = Happened & {
  readonly kind: 'leadStatusChange'
  readonly from: string
  readonly to: string
}

export type DemoOpportunityStatusChange = Happened & {
  readonly kind: 'opportunityStatusChange'
  readonly opportunity: string
  readonly from: string
  readonly to: string
}

export type DemoActivity =
  | DemoNote
  | DemoCall
  | DemoEmail
  | DemoSms
  | DemoWhatsAppMessage
  | DemoMeeting
  | DemoLeadStatusChange
  | DemoOpportunityStatusChange
