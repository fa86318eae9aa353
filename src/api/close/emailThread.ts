import { constant, embedded, readOnly, resource } from '../resource/resource.ts'
import { base, listing } from './activityBase.ts'
import { anything, integerOrNull, string } from './common.ts'
import { slimEmail } from './email.ts'

// The rest of a long thread is in /activity/email/.
const NEWEST_EMAILS = 5

/** E-mails that answer each other. A thread comes with its first e-mail. */
export const emailThread = resource('emailThread', {
  path: '/activity/emailthread/',
  title: 'EmailThread',
  methods: ['list', 'fetch', 'delete'],
  ...listing,
  fields: {
    _type: constant('EmailThread'),
    ...base,
    latest_normalized_subject: readOnly('subject', string),
    n_emails: readOnly('emailCount', integerOrNull),
    participants: readOnly('participants', anything),
    latest_emails: embedded('latestEmails', slimEmail, { newest: NEWEST_EMAILS }),
  },
})
