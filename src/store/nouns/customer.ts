import type { Around } from './table.ts'

/** SQL for what to call the person `n`; null where there is nobody. */
export const personName = (n: string) =>
  `coalesce(nullif(${n}.name, ''), ${n}.emails->0->>'email', ${n}.phones->0->>'phone_formatted', left(${n}.id, 0))`

/** SQL for the number of the company of the lead `l`; null for a person on their own. */
export const companyNumber = (l: string) => `case when ${l}.is_company then ${l}.number end`

/**
 * SQL for the number of whom a row with a lead and maybe a contact is about: the contact, or the company, or the person
 * on their own whose lead it is.
 */
export function customerNumber(t: string, { ref, relations }: Around): string {
  const [lead, contact] = [ref('lead'), ref('contact')]
  const contacts = relations.many('contact', 'lead')
  const person =
    contacts === undefined
      ? 'null'
      : `(select n.number from ${contacts} n where n.organization_id = ${t}.organization_id
          and n.lead_id = ${t}.lead_id and n.deleted_at is null order by n.created_at, n.id limit 1)`
  return `coalesce(${contact}.number, case when ${lead}.is_company then ${lead}.number else ${person} end)`
}
