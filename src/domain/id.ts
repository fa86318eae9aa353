const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const TIME_LENGTH = 8 // 62^8 ms reach the year 8889
const COUNTER_LENGTH = 3
const COUNTER_LIMIT = 62 ** COUNTER_LENGTH

/** Type prefixes and the length of what follows the underscore. */
const SHAPES = {
  organization: ['orga', 43],
  user: ['user', 43],
  membership: ['memb', 43],
  role: ['role', 43],
  apiKey: ['api', 22],
  leadStatus: ['stat', 43],
  opportunityStatus: ['stat', 43],
  pipeline: ['pipe', 22],
  customField: ['cf', 43],
  customActivityType: ['actitype', 22],
  customObjectType: ['cotype', 22],
  customObject: ['custobj', 43],
  lead: ['lead', 43],
  contact: ['cont', 43],
  opportunity: ['oppo', 43],
  activity: ['acti', 43],
  group: ['group', 22],
  task: ['task', 43],
  notification: ['noti', 43],
  case: ['case', 43],
  comment: ['comm', 43],
  commentThread: ['comthr', 43],
  folder: ['fold', 43],
  file: ['file', 43],
  content: ['data', 43],
  linkedFile: ['link', 43],
  integrationLink: ['ilink', 43],
  savedSearch: ['save', 43],
  upload: ['upl', 43],
  webhook: ['whsub', 22],
  webhookDelivery: ['whdel', 43],
  bulkEdit: ['bulkedit', 22],
  bulkDelete: ['bulkdelete', 22],
  bulkUndo: ['bulkundo', 22],
  bulkActionError: ['bulkerr', 22],
  export: ['expo', 22],
  event: ['ev', 22],
  request: ['req', 22],
} as const satisfies Record<string, readonly [string, number]>

export type IdKind = keyof typeof SHAPES
export type Ids = (kind: IdKind) => string

/**
 * A source of ids: prefix, `_`, then base62 in ASCII order: time in ms, a counter within the process, randomness.
 * So ids of one process sort in the order of their creation, and indexes on them grow at one end.
 * @param now milliseconds since 1970; the clock of the context
 */
export function idSource(now: () => number = Date.now): Ids {
  let last = 0
  let counter = 0
  return (kind) => {
    const time = Math.max(now(), last)
    if (time === last) counter += 1
    else counter = Math.floor(Math.random() * 1000)
    const overflow = counter >= COUNTER_LIMIT
    last = overflow ? time + 1 : time
    if (overflow) counter = 0
    const [prefix, length] = SHAPES[kind]
    const start = base62(last, TIME_LENGTH) + base62(counter, COUNTER_LENGTH)
    return `${prefix}_${start}${random(length - start.length)}`
  }
}

/** Random base62 text, from the platform's secure source. */
export function random(length: number): string {
  let text = ''
  while (text.length < length) {
    for (const byte of takeBytes(length - text.length)) {
      // 248 = 4 × 62: a byte above it would make the first letters likelier.
      if (byte < 248) text += ALPHABET[byte % 62]
    }
  }
  return text
}

// One call of the secure source costs more than the bytes it returns, so they are drawn 4 kB at a time.
const pool = new Uint8Array(4096)
let used = pool.length
function takeBytes(count: number): Uint8Array {
  if (used + count > pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  used += count
  return pool.subarray(used - count, used)
}

function base62(value: number, length: number): string {
  let text = ''
  let rest = value
  for (let i = 0; i < length; i++) {
    text = ALPHABET[rest % 62] + text
    rest = Math.floor(rest / 62)
  }
  return text
}
