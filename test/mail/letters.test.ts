import { describe, expect, test } from 'vitest'
import type { MailName } from '../../src/domain/workflow/status.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { shortName } from '../../src/mail/addresses.ts'
import { explainFailure, failureOf } from '../../src/mail/failures.ts'
import { LETTERS } from '../../src/mail/letters.ts'
import { setMailOrigin } from '../../src/mail/outbox.ts'
import type { Reader } from '../../src/mail/recipients.ts'
import { drawMail } from '../../src/mail/templates.ts'
import { translators, type Language } from '../../src/language/i18n.ts'

const kase = {
  number: '2027-000123',
  ref: 'NEL-2027-000123',
  flow: 'F',
  status: 'submitted',
  sent: true,
  company_name: 'Bergströms Elservice AB',
  job_code: 'NY01',
  job_name: 'Ny anläggning',
  address: 'Bergsvägen 3, 123 45 Norrådal',
  reference: 'Order 4471',
  consent: {},
  consent_number: 'M-2027-000123',
  consent_valid_to: '2027-08-01',
  hold_reason: 'grid',
  hold_until: '2027-03-01',
  rejected_count: 1,
  due_on: '2027-02-15',
} as CaseRow

const names = Object.keys(LETTERS) as MailName[]
const amir = (lang: Language): Reader => ({
  name: 'Amir Haddad',
  email: 'amir@kund.example',
  lang,
  as: 'responsible',
  userId: 7,
  pace: 'now',
  after: null,
})

function draw(name: MailName, change: Partial<CaseRow> = {}, reader = amir('sv'), comment = 'Foto saknas') {
  const about = { ownerName: 'Norrådalens Elnät AB', comment, reasons: ['Bilaga saknas eller är oläslig'] }
  const at = new Date('2027-02-01T13:05:00Z')
  return drawMail({
    name,
    kase: { ...kase, ...change },
    about,
    reader,
    doer: { name: 'Eva Nordin', side: name === 'M08' ? 'installer' : 'owner' },
    at,
  })
}

describe.each(['sv', 'en'] as const)('every letter in %s', (lang) => {
  test.each(names)('%s is whole, says when and where, and shouts at nobody', async (name) => {
    const { subject, text, html } = await draw(name, {}, amir(lang))
    expect(subject).toMatch(/^\[Norrådalens Elnät\] (Ärende|Case) NEL-2027-000123: ./)
    expect(text).toContain('2027-02-01 14:05')
    for (const part of [text, html]) {
      expect(part).not.toMatch(/undefined|\[object|\{\w+\}|null/)
      expect(part).toContain('NY01 ')
      expect(part).toContain('Bergsvägen 3, 123 45 Norrådal')
      expect(part).toContain('Order 4471')
      expect(part).toContain('Foto saknas')
      expect(part).toContain('/cases/NEL-2027-000123')
    }
    expect(text).not.toContain('!')
    expect(text).not.toMatch(/&\w+;|\n{3}/)
    expect(html).toContain(`<html lang="${lang}">`)
    // Nothing is fetched when the mail is opened: no picture tells that it was read.
    expect(html).not.toMatch(/<(img|link|script|iframe)|url\(/)
  })
})

test('an English reader reads no Swedish sentence of ours', async () => {
  for (const name of names) {
    const { text } = await draw(name, {}, amir('en'))
    expect(text).not.toMatch(/ärendet|anmälan (är|har)|Mejlet|skriver|Hej/)
  }
})

test('an approval in the short flow says that the case is archived, and nothing of a consent', async () => {
  const { text } = await draw('M01', { flow: 'G', status: 'closed', consent_number: null })
  expect(text).toContain('Ärendet är godkänt och arkiverat.')
  expect(text).not.toContain('medgivande')
  expect(text).toContain('Du behöver inte göra något mer.')
  const answered = await draw('M01', { flow: 'G', status: 'closed', consent_number: null, consent: { x_ik3_max: 2.4 } })
  expect(answered.text).toContain('Värdena du bad om står i ärendet.')
})

test('the network owner’s changes are told apart', async () => {
  expect((await draw('M06', { status: 'cancelled' })).subject).toContain('Avbrutet av nätbolaget')
  expect((await draw('M06', { status: 'completed' })).text).toContain('Dess status är nu Färdiganmälan.')
  expect((await draw('M10', { hold_reason: null, hold_until: null })).text).toContain('tog ärendet ur väntläge')
})

test('a mailbox is told what came in, went away or is asked for', async () => {
  const box: Reader = {
    name: null,
    email: 'nrd@kund.example',
    lang: 'sv',
    as: 'area',
    userId: null,
    pace: 'now',
    after: null,
  }
  expect((await draw('M08', { status: 'completed' }, box)).subject).toContain('Inkommen färdiganmälan')
  expect((await draw('M08', {}, box)).text).toContain('Eva Nordin (installatör, Bergströms Elservice AB) skickade')
  expect((await draw('M09', { status: 'cancelled' }, box)).subject).toContain('Avbrutet av installatören')
  expect((await draw('M09', {}, box)).subject).toContain('Borttagning begärd')
  expect((await draw('M09', { status: 'draft', sent: false }, box)).text).not.toContain('/cases/')
})

test('a rejection without comment quotes nobody', async () => {
  expect((await draw('M02', {}, amir('sv'), ' \n')).text).not.toContain('skriver')
})

test('links begin with the configured address and nothing else', async () => {
  setMailOrigin('https://anmalan.kund.example/en/sida')
  expect((await draw('M02')).text).toContain('https://anmalan.kund.example/cases/NEL-2027-000123')
})

test.each([
  ['Norrådalens Elnät AB', 'Norrådalens Elnät'],
  ['Sjöbygdens Energi ek. för.', 'Sjöbygdens Energi'],
  ['ABB Nät', 'ABB Nät'],
])('%s is called %s for short', (name, short) => expect(shortName(name)).toBe(short))

describe('what went wrong', () => {
  test.each([
    [
      { code: 'EENVELOPE', responseCode: 550, response: '550 5.1.1 amir@kund.example unknown' },
      '550 5.1.1',
      true,
      false,
    ],
    [{ code: 'EENVELOPE', responseCode: 451, response: '451 4.7.1 later' }, '451 4.7.1', false, false],
    [{ code: 'EMESSAGE', responseCode: 554, response: '554 spam' }, '554', true, false],
    [{ code: 'EENVELOPE' }, 'EENVELOPE', true, false],
    // These are said of us, not of the mail: someone will mend them.
    [{ code: 'EAUTH', responseCode: 535, response: '535 5.7.8 no' }, '535 5.7.8', false, true],
    [{ code: 'EPROTOCOL', responseCode: 554, response: '554 no service' }, '554', false, true],
    [{ code: 'ESOCKET' }, 'ESOCKET', false, true],
    [new Error('strange'), 'ERROR', false, true],
  ])('%o', (error, code, permanent, away) => expect(failureOf(error)).toEqual({ code, permanent, away }))

  test('is explained without names', () => {
    expect(explainFailure(translators.sv, '550 5.1.1')).toBe(
      'adressen finns inte eller tar inte emot mejlet (550 5.1.1)',
    )
    expect(explainFailure(translators.sv, '451')).toContain('senare')
    expect(explainFailure(translators.en, 'ESOCKET')).toContain('did not answer')
  })
})
