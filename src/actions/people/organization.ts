import { invalid, notFound } from '../../domain/errors.ts'
import { currencySymbol, isCurrency } from '../../domain/money.ts'
import { permit } from '../../domain/permission.ts'
import type { RateLimit } from '../../domain/rateLimit.ts'
import { type Context, change, touched, type Written } from '../context.ts'
import { differs, given } from '../patch.ts'

export type OrganizationDraft = {
  readonly name?: string | null
  readonly currency?: string | null
  /** Where its clocks are: an IANA name. */
  readonly timezone?: string | null
  /** How often each key may ask; null is without a limit. */
  readonly rateLimit?: RateLimit | null
  /** The lead statuses in their new display order. */
  readonly leadStatuses?: readonly { readonly id: string }[]
}

/** Renames the organization, changes its currency or the order of its lead statuses. */
export async function updateOrganization(ctx: Context, id: string, patch: OrganizationDraft): Promise<Written> {
  if (id !== ctx.actor.organizationId) throw notFound('organization', id)
  permit(ctx.actor, 'manage_organization')
  if (patch.name === null || patch.name === '') throw invalid([{ path: ['name'], code: 'required' }])
  const currency = patch.currency?.toUpperCase()
  if (currency !== undefined && !isCurrency(currency))
    throw invalid([{ path: ['currency'], code: 'not_a_choice', detail: currency }])

  const { timezone } = patch
  if (timezone === null || (timezone !== undefined && !(await ctx.store.knowsTimezone(timezone))))
    throw invalid([{ path: ['timezone'], code: 'not_a_choice', detail: timezone ?? '' }])

  return change(ctx, async (tx) => {
    const organization = await tx.get('organization', id)
    const changed = {
      ...organization,
      name: patch.name ?? organization.name,
      timezone: timezone ?? organization.timezone,
      rateLimit: given(patch.rateLimit, organization.rateLimit),
      currency: currency ?? organization.currency,
      currencySymbol: currencySymbol(currency ?? organization.currency),
    }
    if (differs(organization, changed)) tx.update('organization', { ...changed, ...touched(ctx) })
    if (patch.leadStatuses !== undefined) {
      const { leadStatuses } = await ctx.store.settings({ fresh: true })
      const order = patch.leadStatuses.map((one) => one.id)
      const place = (statusId: string) => (order.includes(statusId) ? order.indexOf(statusId) : order.length)
      const unknown = order.findIndex((statusId) => !leadStatuses.some((one) => one.id === statusId))
      if (unknown >= 0) throw invalid([{ path: ['leadStatuses', unknown], code: 'unknown_reference' }])
      const sorted = [...leadStatuses].sort((a, b) => place(a.id) - place(b.id))
      const moved = sorted.flatMap((status, position) =>
        status.position === position ? [] : [{ ...status, position, updatedAt: ctx.now }],
      )
      tx.update('leadStatus', ...moved)
    }
    return id
  })
}
