import type { Address } from '../../domain/values.ts'

/** Addresses as a draft gives them: all of them, or the parts of the first. */
export type AddressDraft = {
  readonly addresses?: readonly Address[]
  readonly street?: string | null
  readonly city?: string | null
  readonly state?: string | null
  readonly zipcode?: string | null
  readonly country?: string | null
}

const BLANK: Address = {
  label: 'business',
  address_1: null,
  address_2: null,
  city: null,
  state: null,
  zipcode: null,
  country: null,
}
const PARTS = ['street', 'city', 'state', 'zipcode', 'country'] as const

/** The addresses after a patch. An address that has lost its last part is gone. */
export function readAddresses(draft: AddressDraft, present: readonly Address[] = []): readonly Address[] {
  if (draft.addresses !== undefined) return draft.addresses
  if (PARTS.every((part) => draft[part] === undefined)) return present
  const [first = BLANK, ...rest] = present
  const { street, city, state, zipcode, country } = draft
  const changed: Address = {
    ...first,
    ...(street === undefined ? {} : lines(street)),
    ...(city === undefined ? {} : { city }),
    ...(state === undefined ? {} : { state }),
    ...(zipcode === undefined ? {} : { zipcode }),
    ...(country === undefined ? {} : { country }),
  }
  const { label: _label, ...parts } = changed
  return Object.values(parts).every((part) => part === null || part === '') ? rest : [changed, ...rest]
}

/** A street in one text: its first line, and what comes after. */
function lines(street: string | null): Pick<Address, 'address_1' | 'address_2'> {
  const [first = '', ...rest] = (street ?? '').split(/\r?\n/)
  return { address_1: first || null, address_2: rest.join('\n') || null }
}
