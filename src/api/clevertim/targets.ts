import type { Condition } from '../../search/listQuery.ts'
import type { Target } from '../resource/resource.ts'

// What numbers in bodies stand for.

/** A company is a lead; the lead of a person on their own is not one. */
export const companies: readonly Condition[] = [{ path: 'isCompany', op: 'eq', value: true }]
/** What someone wrote down, and e-mails. */
export const notes: readonly Condition[] = [{ path: 'kind', op: 'in', value: ['note', 'email'] }]

export const aCompany: readonly Target[] = [{ noun: 'lead', where: companies }]
/** Contacts and companies have their numbers in common. */
export const aCustomer: readonly Target[] = [{ noun: 'contact' }, ...aCompany]
export const aCase: readonly Target[] = [{ noun: 'case' }]
export const anOpportunity: readonly Target[] = [{ noun: 'opportunity' }]
export const aTask: readonly Target[] = [{ noun: 'task' }]
export const aNote: readonly Target[] = [{ noun: 'activity', where: notes }]
export const aUser: readonly Target[] = [{ noun: 'user' }]
export const aGroup: readonly Target[] = [{ noun: 'group' }]
export const aFolder: readonly Target[] = [{ noun: 'folder' }]
export const aFile: readonly Target[] = [{ noun: 'file' }]
export const aLinkedFile: readonly Target[] = [{ noun: 'linkedFile' }]
