import { beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { MailRow } from '../../src/db/rowTypes.ts'
import { mailboxIsOpen } from '../../src/mail/routes.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let db: TestDatabase
let browser: Client
let posting: Client
let id: number
beforeAll(async () => {
  db = await testDatabase()
  browser = new Client((await testServer()).address)
  posting = new Client((await testServer({ SMTP_URL: 'smtp://127.0.0.1:2525' })).address)
  const { amir, eva } = actorsOf(db.world)
  const kase = await aCase.send(amir, await aCase(amir, 'NY01'))
  await aCase.reject(eva, kase, 'Se <b>bilagan</b>')
  id = (await db.owner<MailRow>('mail_messages').first('id'))!.id
})

test('lists what was sent, newest first, fifty at a time', async () => {
  const { id: _, entry: __, ...mail } = (await db.owner('mail_messages').first())!
  const more = Array.from({ length: 60 }, (___, n) => ({
    ...mail,
    subject: `Mejl nummer ${n}.`,
    status: 'delivered' as const,
    message_id: `<${n}@elanmalan.example>`,
  }))
  await db.owner('mail_messages').insert(more)
  const first = await browser.get('/dev/mail')
  expect(first.status).toBe(200)
  expect(first.body).toContain('Mejl nummer 59.')
  expect(first.body).not.toContain('Mejl nummer 9.')
  const older = /\/dev\/mail\?before=\d+/.exec(first.body)![0]
  const second = await browser.get(older)
  expect(second.body).toContain('Mejl nummer 9.')
  expect(second.body).toContain('Avvisad föranmälan')
  expect(second.body).not.toContain('Mejl nummer 10.')
})

test('shows one mail', async () => {
  const page = await browser.get(`/dev/mail/${id}`)
  expect(page.status).toBe(200)
  expect(page.body).toContain('Avvisad föranmälan')
  expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*;frame-src 'self'$/)
})

test('shuts the HTML of a mail in: no script, nothing fetched, framed by us alone', async () => {
  const { status, body, headers } = await browser.get(`/dev/mail/${id}/html`)
  expect(status).toBe(200)
  expect(body).toContain('Se &lt;b&gt;bilagan&lt;/b&gt;')
  const policy = headers.get('content-security-policy')!
  expect(policy).toContain("default-src 'none';style-src 'unsafe-inline'")
  expect(policy).toContain('sandbox')
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src/)
  expect(headers.get('x-frame-options')).toBe('SAMEORIGIN')
})

test.each(['/dev/mail/999999', '/dev/mail/999999/html', '/dev/mail/x', '/dev/mail/99999999999999999999'])(
  '%s is not there',
  async (path) => expect((await browser.get(path)).status).toBe(404),
)

test('is closed in production, and where mail really leaves', async () => {
  const production = {
    NODE_ENV: 'production',
    DATABASE_URL: db.ownerUrl,
    PUBLIC_URL: 'https://elanmalan.example',
    SECRET_KEY: 'x'.repeat(32),
  }
  expect(mailboxIsOpen(readConfig(production))).toBe(false)
  expect(mailboxIsOpen(readConfig({ NODE_ENV: 'development', SMTP_URL: 'smtp://127.0.0.1:2525' }))).toBe(false)
  expect((await posting.get('/dev/mail')).status).not.toBe(200)
})
