/** Values that live inside an object. They are kept as JSON under these very names. */

export type Address = {
  readonly label: string | null
  readonly address_1: string | null
  readonly address_2: string | null
  readonly city: string | null
  readonly state: string | null
  readonly zipcode: string | null
  readonly country: string | null
}

export type Email = { readonly type: string | null; readonly email: string; readonly is_unsubscribed: boolean }

/** `phone` is E.164 where the number could be understood, `phone_formatted` its international layout. */
export type Phone = {
  readonly type: string | null
  readonly phone: string
  readonly phone_formatted: string
  readonly country: string | null
}

export type Url = { readonly type: string | null; readonly url: string }

/** An account at a service such as LinkedIn. */
export type SocialId = { readonly type: string; readonly id: string }

/** Values of custom fields by field id. A field without a value has no key. */
export type CustomValues = { readonly [fieldId: string]: unknown }
