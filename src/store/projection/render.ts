import type { Render } from '../../domain/view.ts'
import { shapeSql } from './shape.ts'
import { literal, wordsSql } from './words.ts'

/**
 * SQL for the JSON of a value, for each way of printing there is. The session is in UTC, so an instant's own text
 * ends in +00:00 and only its length is left to decide.
 */
export function renderSql(render: Render, value: string): string {
  if (typeof render === 'object') {
    if ('shape' in render) return shapeSql(render.shape, `to_jsonb(${value})`)
    return 'words' in render ? wordsSql(value, render) : wrapSql(value, render)
  }
  switch (render) {
    case 'plain':
      return value
    case 'isoTime':
      // Six digits, or none: clients of the older API parse with one of two fixed patterns.
      return `to_char(${value}, case when date_trunc('second', ${value}) = ${value}
        then 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"' else 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"' end)`
    case 'isoTimeNoOffset':
      return `to_char(${value}, case when date_trunc('second', ${value}) = ${value}
        then 'YYYY-MM-DD"T"HH24:MI:SS' else 'YYYY-MM-DD"T"HH24:MI:SS.US' end)`
    case 'isoTimeZ':
      return `to_char(${value}, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
    case 'decimalText':
      return `round(${value} / 100.0, 2)::text`
    case 'midnightTime':
      return `to_char(${value}::date, 'YYYY-MM-DD"T00:00:00+00:00"')`
  }
}

const wrapSql = (value: string, { before, after }: { before: string; after: string }) =>
  `(${literal(before)} || ${value} || ${literal(after)})`
