import type { Contact } from '../../domain/contact.ts'
import type { Lead } from '../../domain/lead.ts'
import { type Context, type Transaction, touched } from '../context.ts'
import { leadFor } from './newLead.ts'
import { dropIfBare } from './takeAlong.ts'

const FILED = ['opportunity', 'case', 'task', 'activity'] as const

/** Takes someone out of a company: they and what is about them get a lead of their own. */
export async function moveToOwnLead(ctx: Context, tx: Transaction, contact: Contact, from: Lead): Promise<Lead> {
  const own = await leadFor(ctx, tx, contact)
  await moveContact(ctx, tx, contact, from, own)
  return own
}

/**
 * Moves a contact to another lead, with everything that is about them. From a lead of their own everything goes along,
 * and the lead, having lost its purpose, goes away.
 */
export async function moveContact(
  ctx: Context,
  tx: Transaction,
  contact: Contact,
  from: Lead,
  to: Lead,
): Promise<void> {
  tx.update('contact', { ...contact, leadId: to.id, ...touched(ctx) })
  for (const noun of FILED) {
    const ids = await refile(ctx, tx, noun, contact.id, from, to.id)
    if (noun === 'case') continue
    for (const said of ['commentThread', 'comment'] as const) {
      const rows = await tx.related<typeof said>(said, `${noun}Id`, ids)
      tx.update<typeof said>(said, ...rows.map((row) => ({ ...row, leadId: to.id })))
    }
  }
  if (!from.isCompany) {
    const objects = await tx.related('customObject', 'leadId', from.id)
    tx.update('customObject', ...objects.map((object) => ({ ...object, leadId: to.id, updatedAt: ctx.now })))
  }
  await tx.flush()
  await dropIfBare(tx, from)
}

type Filed = (typeof FILED)[number]

async function refile(
  ctx: Context,
  tx: Transaction,
  noun: Filed,
  contactId: string,
  from: Lead,
  leadId: string,
): Promise<string[]> {
  const rows = from.isCompany
    ? await tx.related<Filed>(noun, 'contactId', contactId)
    : await tx.related<Filed>(noun, 'leadId', from.id)
  const moved = rows.filter(isAboutPerson).map((row) => ({ ...row, leadId, contactId, updatedAt: ctx.now }))
  tx.update<Filed>(noun, ...moved)
  return moved.map(({ id }) => id)
}

// How the lead itself came to be and changed stays with it.
const isAboutPerson = (row: object) => !('kind' in row) || (row.kind !== 'created' && row.kind !== 'leadStatusChange')
