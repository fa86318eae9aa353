import { readPhone } from '../../domain/phone.ts'
import type { Context } from '../context.ts'
import { given } from '../patch.ts'
import type { Problems } from '../problems.ts'

/** The two numbers of a call or a message: the other side's and ours. */
export type PhonesDraft = { readonly phone?: string | null; readonly localPhone?: string | null }

/** The same as they are kept, with their layout and country. */
export type TwoPhones = {
  readonly phone: string | null
  readonly phoneFormatted: string | null
  readonly phoneCountry: string
  readonly localPhone: string | null
  readonly localPhoneFormatted: string | null
  readonly localPhoneCountry: string
}

export const NO_PHONES: TwoPhones = {
  phone: null,
  phoneFormatted: null,
  phoneCountry: '',
  localPhone: null,
  localPhoneFormatted: null,
  localPhoneCountry: '',
}

/** Both numbers after a patch; one without a prefix is of the organization's country. */
export async function readTwoPhones(
  ctx: Context,
  draft: PhonesDraft,
  present: TwoPhones,
  problems: Problems,
): Promise<TwoPhones> {
  const { organization } = await ctx.store.settings()
  const read = (field: keyof PhonesDraft) => {
    const typed = given(draft[field], present[field])
    if (typed === null || typed === '') return null
    const phone = readPhone(null, typed, organization.country)
    if (phone === null) problems.add([field], 'invalid_phone')
    return phone
  }
  const remote = read('phone')
  const local = read('localPhone')
  return {
    phone: remote?.phone ?? null,
    phoneFormatted: remote?.phone_formatted ?? null,
    phoneCountry: remote?.country ?? '',
    localPhone: local?.phone ?? null,
    localPhoneFormatted: local?.phone_formatted ?? null,
    localPhoneCountry: local?.country ?? '',
  }
}
