import fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayAddress, parseAddresses, previewOf, quotedHtml, quotedText } from './emailText.ts'
import { currencySymbol, isCurrency } from './money.ts'
import { readPhone } from './phone.ts'
import { cleanHtml, htmlToPlain, isEmailAddress, isWebAddress, plainToHtml } from './text.ts'

test.each([
  ['7632225552', 'US', '+17632225552', '+1 763-222-5552', 'US'],
  ['8004445555', 'GB', '+448004445555', '+44 800 444 5555', 'GB'],
  ['+47 55 90 12 34', 'US', '+4755901234', '+47 55 90 12 34', 'NO'],
  ['(415) 623-6785 ext. 12', 'US', '+14156236785;ext=12', '+1 415-623-6785 ext. 12', 'US'],
  ['call 12', 'US', 'call 12', 'call 12', null],
])('%s in %s is kept as %s', (typed, country, phone, formatted, of) => {
  expect(readPhone('office', typed, country)).toEqual({
    type: 'office',
    phone,
    phone_formatted: formatted,
    country: of,
  })
})

test('a phone number has digits', () => {
  expect(readPhone('office', 'none', 'US')).toBeNull()
})

test('reading what was formatted gives the same number', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2_000_000_000, max: 9_999_999_999 }), (digits) => {
      const phone = readPhone(null, String(digits), 'US')
      expect(readPhone(null, phone?.phone_formatted ?? '', 'US')?.phone).toBe(phone?.phone)
    }),
  )
})

test('e-mail and web addresses', () => {
  expect(['a@b.example', "o'neil+x@mail.b.example", 'jürgen@köln.example'].every(isEmailAddress)).toBe(true)
  expect(['', 'a', 'a@', '@b', 'a b@c.example', `${'x'.repeat(300)}@b.example`].some(isEmailAddress)).toBe(false)
  expect(['https://b.example/x?y=1', 'b.example', 'http://localhost:3000'].every(isWebAddress)).toBe(true)
  expect(
    ['', 'not a url', 'javascript:alert(1)', 'javascript://b.example/%0aalert(1)', 'data:text/html,x'].some(
      isWebAddress,
    ),
  ).toBe(false)
})

test('plain text becomes rich text that says the same', () => {
  expect(plainToHtml('Wants blue')).toBe('<body><p>Wants blue</p></body>')
  expect(plainToHtml('')).toBe('<body><p></p></body>')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
      expect(htmlToPlain(plainToHtml(text))).toBe(text.trim())
    }),
  )
})

test('rich text loses whatever could run', () => {
  const html = cleanHtml(
    '<p onclick="x()">Hi<script>alert(1)</script><a href="javascript:x()">a</a><img src=x onerror=x></p>',
  )
  expect(html).toBe('<body><p>Hi<a>a</a><img src="x" /></p></body>')
  expect(cleanHtml(html)).toBe(html)
})

test('mail addresses are read with their names', () => {
  expect(parseAddresses('Mara Quist <mara@northfold.example>, ida@harbor.example')).toEqual([
    { name: 'Mara Quist', email: 'mara@northfold.example' },
    { name: '', email: 'ida@harbor.example' },
  ])
  expect(parseAddresses('nobody')).toEqual([])
  expect(parseAddresses(displayAddress('Quist, Mara "M"', 'm@n.example'))).toEqual([
    { name: 'Quist, Mara "M"', email: 'm@n.example' },
  ])
})

test('the quoted part of a mail is folded', () => {
  expect(quotedText('Yes.\n\nOn Monday Ida wrote:\n> Really?')).toEqual([
    { text: 'Yes.\n', expand: true },
    { text: 'On Monday Ida wrote:\n> Really?', expand: false },
  ])
  expect(quotedHtml('<p>Yes.</p><blockquote>Really?</blockquote>').map((part) => part.expand)).toEqual([true, false])
  expect(quotedText('On the way.')).toEqual([{ text: 'On the way.', expand: true }])
})

test('a preview is one short line and keeps whole characters', () => {
  expect(previewOf('  Hello\n\n world ')).toBe('Hello world')
  expect(previewOf('😀'.repeat(500)).isWellFormed()).toBe(true)
})

test('currencies have signs', () => {
  expect([currencySymbol('USD'), currencySymbol('GBP'), currencySymbol('EUR')]).toEqual(['$', '£', '€'])
  expect(isCurrency('USD') && !isCurrency('XXQ')).toBe(true)
})
