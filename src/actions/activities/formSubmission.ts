import { type FormSubmission, normalizedUrl } from '../../domain/formSubmission.ts'
import { isWebAddress } from '../../domain/text.ts'
import { type Context, change, type Written } from '../context.ts'
import { Problems } from '../problems.ts'
import { type ActivityDraft, activityOf, deleteActivity, filedUnder } from './activity.ts'

export type FormSubmissionDraft = ActivityDraft & {
  readonly formId?: string | null
  readonly formConfigurationId?: string | null
  readonly formName?: string | null
  readonly values?: Readonly<Record<string, unknown>> | null
  readonly valuesByName?: Readonly<Record<string, unknown>> | null
  readonly ipAddress?: string | null
  readonly origin?: string | null
  readonly sourceUrl?: string | null
}

/** Keeps what somebody sent through a form. */
export async function createFormSubmission(ctx: Context, draft: FormSubmissionDraft): Promise<Written> {
  return change(ctx, async (tx) => {
    const problems = new Problems()
    const lead = await filedUnder(ctx, tx, draft, problems)
    const { formId, sourceUrl = null } = draft
    if ((formId ?? '') === '') problems.add(['formId'], 'required')
    if (sourceUrl !== null && !isWebAddress(sourceUrl)) problems.add(['sourceUrl'], 'invalid_url')
    problems.settle()
    const submission: FormSubmission = {
      ...activityOf(ctx, 'formSubmission', lead?.id ?? '', draft),
      formId: formId ?? '',
      formConfigurationId: draft.formConfigurationId ?? formId ?? '',
      formName: draft.formName ?? null,
      values: draft.values ?? {},
      valuesByName: draft.valuesByName ?? {},
      ipAddress: draft.ipAddress ?? null,
      origin: draft.origin ?? null,
      sourceUrl,
      sourceUrlNormalized: sourceUrl === null ? null : normalizedUrl(sourceUrl),
    }
    tx.insert('formSubmission', submission)
    return submission.id
  })
}

export const deleteFormSubmission = deleteActivity('formSubmission')
