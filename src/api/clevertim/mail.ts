import type { Shape } from '../../domain/view.ts'
import { type Codec, decodeList, isObject, type Path, type Report } from '../resource/codec.ts'
import { text } from './codecs.ts'

const recipients: Shape = {
  each: {
    object: {
      e: { key: 'email' },
      s: { key: 'state', as: { words: { sent: 's', bounced: 'b' } } },
      t: { key: 'reason' },
    },
  },
}

const RECIPIENT = {
  type: 'object',
  properties: { e: { type: 'string' }, s: { enum: ['s', 'b'] }, t: { type: ['string', 'null'] } },
} as const

const KEYS = { f: 'sender', s: 'subject', t: 'to', c: 'cc', b: 'bcc' } as const

/** An e-mail as a note shows it: from, subject, to, cc, bcc. A recipient may be written as an address alone. */
export const mail: Codec<'json'> = {
  types: ['json'],
  render: {
    shape: {
      object: {
        f: { key: KEYS.f },
        s: { key: KEYS.s },
        t: { key: KEYS.t, as: recipients },
        c: { key: KEYS.c, as: recipients },
        b: { key: KEYS.b, as: recipients },
      },
    },
  },
  decode(value, path, report) {
    if (value === '') return null
    if (!isObject(value)) return report(path, 'wrong_type', 'object')
    const given = Object.entries(KEYS).filter(([wire]) => Object.hasOwn(value, wire))
    if (given.length === 0) return null
    return Object.fromEntries(
      given.map(([wire, key]) => {
        const read = wire === 'f' || wire === 's' ? readText : readRecipients
        return [key, read(value[wire], [...path, key], report)]
      }),
    )
  },
  empty: null,
  schema: {
    type: ['object', 'null'],
    properties: {
      f: { type: ['string', 'null'] },
      s: { type: ['string', 'null'] },
      ...Object.fromEntries(['t', 'c', 'b'].map((list) => [list, { type: 'array', items: RECIPIENT }])),
    },
  },
  names: Object.fromEntries(Object.entries(KEYS).map(([wire, key]) => [key, wire])),
}

const readText = (value: unknown, path: Path, report: Report) =>
  value === null ? null : text.decode(value, path, report)

function readRecipients(value: unknown, path: Path, report: Report): unknown {
  if (value === null || value === '') return []
  return decodeList(value, path, report, (item, at) => {
    const address = isObject(item) ? item.e : item
    return typeof address === 'string' && address.trim() !== ''
      ? text.decode(address, at, report)
      : report(at, 'invalid_email')
  })
}
