import { createCipheriv, createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { isLocked } from '../../src/attachments/locked.ts'
import type { AttachmentRow, CaseRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { jpeg, pdf } from '../support/files.ts'

const input = (name: string) => readFileSync(new URL(`inputs/${name}`, import.meta.url))

let db: TestDatabase
let amir: Client
let kase: CaseRow
beforeAll(async () => {
  db = await testDatabase()
  amir = await new Client((await testServer()).address).signIn('amir.haddad')
  kase = await aCase(actorsOf(db.world).amir, 'NY01')
})

async function attach(name: string, content: Uint8Array) {
  const file = new File([new Uint8Array(content)], name)
  const form = { _key: newKey(), kind: 'SIT', file }
  const answer = await amir.post(`/cases/${kase.ref}/attachments`, form, { accept: 'application/json' })
  const row = await db.owner<AttachmentRow>('attachments').where({ case_id: kase.id }).orderBy('id', 'desc').first()
  return { ...(JSON.parse(answer.body) as { refused: string[]; added: { name: string }[] }), type: row?.media_type }
}

describe('the content says what a file is:', () => {
  test.each([
    ['a JPEG called HEIC', 'IMG_0001.HEIC', input('09-IMG_0001.HEIC'), 'IMG_0001.jpg', 'image/jpeg'],
    ['a JPEG called jfif', 'foto.jfif', input('10-foto.jfif'), 'foto.jpg', 'image/jpeg'],
    ['a JPEG called png', 'bild.png', input('12b-jpg-som-heter-png.png'), 'bild.jpg', 'image/jpeg'],
    ['a JPEG called jpeg', 'bild.JPEG', jpeg, 'bild.JPEG', 'image/jpeg'],
    ['a PDF after a line break', 'plan.pdf', input('11-pdf-radbryt-forst.pdf'), 'plan.pdf', 'application/pdf'],
    [
      'a PDF after what a scanner wrote',
      'skannad.pdf',
      Buffer.concat([Buffer.from('SKANNER 3000\r\n'.repeat(60)), pdf]),
      'skannad.pdf',
      'application/pdf',
    ],
  ])('%s', async (_what, name, content, stored, type) => {
    expect(await attach(name, content)).toMatchObject({ refused: [], added: [{ name: stored }], type })
  })

  test.each([
    ['a locked PDF', 'last.pdf', input('12-last-pdf.pdf'), 'låst med lösenord'],
    ['an empty file', 'tom.pdf', new Uint8Array(), 'Filen är tom'],
    ['a PDF that begins too late', 'sen.pdf', Buffer.concat([Buffer.alloc(2000, 0x20), pdf]), 'går inte att ta emot'],
    ['a page that names a PDF', 'sida.pdf', Buffer.from('<html>%PDF-1.4</html>'), 'går inte att ta emot'],
  ])('%s is told at once, and not stored', async (_what, name, content, words) => {
    const answer = await attach(name, content)
    expect(answer.added).toEqual([])
    expect(answer.refused[0]).toContain(words)
  })
})

describe('a PDF with passwords', () => {
  const PADDING = Buffer.from('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A', 'hex')
  const owner = Buffer.alloc(32, 7)
  const id = Buffer.alloc(16, 3)
  function rc4(key: Buffer, data: Buffer): Buffer {
    const box = Array.from({ length: 256 }, (_, n) => n)
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + box[i]! + key[i % key.length]!) % 256
      ;[box[i], box[j]] = [box[j]!, box[i]!]
    }
    let [i, j] = [0, 0]
    return Buffer.from(
      Array.from(data, (byte) => {
        i = (i + 1) % 256
        j = (j + box[i]!) % 256
        ;[box[i], box[j]] = [box[j]!, box[i]!]
        return byte ^ box[(box[i]! + box[j]!) % 256]!
      }),
    )
  }
  const md5 = (...parts: Buffer[]) => createHash('md5').update(Buffer.concat(parts)).digest()
  const flags = Buffer.from('fcffffff', 'hex')
  const padded = (password: string) => Buffer.concat([Buffer.from(password, 'latin1'), PADDING]).subarray(0, 32)

  function revision2(password: string): Buffer {
    return rc4(md5(padded(password), owner, flags, id).subarray(0, 5), PADDING)
  }
  function revision3(password: string): Buffer {
    let key = md5(padded(password), owner, flags, id)
    for (let n = 0; n < 50; n++) key = md5(key)
    let made = rc4(key, md5(PADDING, id))
    for (let n = 1; n <= 19; n++) made = rc4(Buffer.from(Array.from(key, (byte) => byte ^ n)), made)
    return Buffer.concat([made, Buffer.alloc(16)])
  }
  function revision6(password: string): Buffer {
    const salt = Buffer.alloc(8, 5)
    const typed = Buffer.from(password)
    let key = createHash('sha256').update(typed).update(salt).digest()
    for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
      const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false)
      const made = cipher.update(Buffer.concat(Array.from({ length: 64 }, () => Buffer.concat([typed, key]))))
      const rest = Number(BigInt(`0x${made.subarray(0, 16).toString('hex')}`) % 3n)
      key = createHash(['sha256', 'sha384', 'sha512'][rest]!).update(made).digest()
      last = made.at(-1)!
    }
    return Buffer.concat([key.subarray(0, 32), salt, Buffer.alloc(8)])
  }
  const document = (revision: number, more: string, user: Buffer) =>
    Buffer.from(
      `%PDF-1.7\n5 0 obj\n<</Filter /Standard /V 2 /R ${revision} ${more} /P -4 /O <${owner.toString('hex')}> /U <${user.toString('hex')}>>>\nendobj\ntrailer <</Encrypt 5 0 R /ID [<${id.toString('hex')}><${id.toString('hex')}>]>>\n%%EOF`,
      'latin1',
    )

  test.each<[string, (password: string) => Buffer]>([
    ['RC4 of 40 bits', (password) => document(2, '', revision2(password))],
    ['RC4 of 128 bits', (password) => document(3, '/Length 128', revision3(password))],
    ['AES of 256 bits', (password) => document(6, '/Length 256', revision6(password))],
  ])('in %s is locked where it asks for one to be opened, and not where it only forbids printing', (_how, made) => {
    expect(isLocked(made('hemligt'))).toBe(true)
    expect(isLocked(made(''))).toBe(false)
  })

  test('is not looked for where nothing is encrypted or can be read', () => {
    expect(isLocked(pdf)).toBe(false)
    expect(isLocked(Buffer.from('%PDF-1.4 /Encrypt 9 0 R'))).toBe(false)
    expect(isLocked(Buffer.from('%PDF-1.4 /Encrypt <</Filter/Standard/R 3/O(/U('))).toBe(false)
  })
})
