import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emailKey, parseEmail, showEmail, suggestEmail } from '../../../../src/domain/forms/identifiers/email.ts'

const at = 'E-postadressen ska ha ett @.'
const before = 'Kontrollera delen före @ i e-postadressen: inga mellanslag, inga å, ä eller ö.'
const after = 'Kontrollera delen efter @ i e-postadressen, till exempel namn@foretag.se.'
const long = 'E-postadressen är för lång.'

describe('an e-mail address (docs/domain.md 4.7)', () => {
  test.each([
    ['anna@elfirma.example', 'anna@elfirma.example'],
    ['  Anna.Ek+jobb@ElFirma.Example \n', 'Anna.Ek+jobb@elfirma.example'],
    ["o'neill@mail.nat.example", "o'neill@mail.nat.example"],
    ['info@xn--rksmrgs-5wao1o.se', 'info@xn--rksmrgs-5wao1o.se'],
    ['info@Räksmörgås.se', 'info@xn--rksmrgs-5wao1o.se'],
    ['info@ra\u0308ksmo\u0308rga\u030as.se', 'info@xn--rksmrgs-5wao1o.se'],
    [`${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(53)}.example`, undefined],
  ])('%j passes and is stored as %s', (typed, stored) => {
    expect(parseEmail(typed)).toEqual({ ok: true, value: stored ?? typed })
  })

  test.each([
    ['rosie.x:alten.com', at],
    ['a@b', after],
    ['a b@c.se', before],
    ['a@b@c.se', at],
    ['@c.se', before],
    ['a@', after],
    ['', at],
    ['a@c .se', after],
    ['a@.se', after],
    ['a@c..se', after],
    ['a@c.se.', after],
    ['a@-c.se', after],
    ['a@192.168.0.1', after],
    ['a@[192.168.0.1]', after],
    ['å@c.se', before],
    ['.a@c.se', before],
    ['a..b@c.se', before],
    ['a\u0000@c.se', before],
    ['a@c.se\nBcc: b@c.se', at],
    ['a@c.se\nBcc', after],
    ['a@еxample.se', after],
    [`${'a'.repeat(65)}@c.se`, before],
    [`${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(54)}.example`, long],
    ['a'.repeat(1000), long],
  ])('%j is refused', (typed, message) => {
    expect(parseEmail(typed)).toEqual({ ok: false, message })
  })

  test.each([
    ['anna@gmial.com', 'anna@gmail.com'],
    ['anna@gmail.con', 'anna@gmail.com'],
    ['anna@hotmial.se', 'anna@hotmail.se'],
    ['anna@elfirma.cmo', 'anna@elfirma.com'],
  ])('%s passes with a warning, and %s is suggested (V19)', (typed, meant) => {
    expect(parseEmail(typed)).toEqual({
      ok: true,
      value: typed,
      warning: 'Är e-postadressen rätt stavad? Kontrollera delen efter @.',
    })
    expect(suggestEmail(typed)).toBe(meant)
    expect(suggestEmail(meant)).toBeUndefined()
  })

  test('two spellings of one address have one key', () => {
    expect(emailKey('Anna@elfirma.example')).toBe(emailKey('anna@elfirma.example'))
  })

  test('it is shown with å, ä and ö, but not with letters that only look Swedish', () => {
    expect(showEmail('info@xn--rksmrgs-5wao1o.se')).toBe('info@räksmörgås.se')
    expect(showEmail('a@xn--80ak6aa92e.com')).toBe('a@xn--80ak6aa92e.com')
    expect(showEmail('anna@elfirma.example')).toBe('anna@elfirma.example')
  })
})

test('any address that passes survives being shown and typed again', () => {
  const swedish = fc.stringMatching(/^[a-z]{1,5}@[a-zåäö0-9-]{1,12}\.se$/)
  fc.assert(
    fc.property(fc.oneof(fc.emailAddress(), swedish), (typed) => {
      const parsed = parseEmail(typed)
      fc.pre(parsed.ok)
      expect(parseEmail(showEmail(parsed.value))).toEqual(parsed)
    }),
  )
})
