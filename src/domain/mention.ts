/** How a span of rich text names somebody: editors differ in what they call it. */
export const MENTION_ATTRIBUTES = ['data-id', 'data-user-id', 'data-mention-id'] as const

const MENTION = new RegExp(`<span\\b[^>]*\\s(?:${MENTION_ATTRIBUTES.join('|')})="(user_[0-9A-Za-z]{1,60})"`, 'g')

/** The ids of the users that rich text mentions, each once, in the order of the text. */
export const mentionsIn = (html: string): readonly string[] => [
  ...new Set([...html.matchAll(MENTION)].map(([, id]) => id ?? '')),
]
