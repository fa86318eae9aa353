import { expect, test } from 'vitest'
import { readContentType } from './file.ts'

test.each([
  'text/plain',
  'text/html; charset=utf-8',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW',
  'multipart/form-data; boundary="a b=c"',
  'image/svg+xml;charset=UTF-8;x=y',
])('%s can be said again', (declared) => {
  expect(readContentType(` ${declared} `)).toBe(declared)
})

test.each([
  undefined,
  '',
  'pdf',
  'text/',
  'text/html; charset',
  'text/html\r\nSet-Cookie: x=y',
  'text/html; a="b"c"',
  'text/html; a=☃',
  'text/☃',
  `text/${'x'.repeat(300)}`,
  `text/html${'; a=b'.repeat(10_000)}x`,
])('%j cannot', (declared) => {
  expect(readContentType(declared)).toBeNull()
})
