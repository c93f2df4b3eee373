import { createCipheriv, createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { needsPassword } from '../../src/attachments/locked.ts'
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

async function attach(name: string, content: Uint8Array, more: Record<string, string> = {}) {
  const file = new File([new Uint8Array(content)], name)
  const form = { _key: newKey(), kind: 'SIT', file, ...more }
  const answer = await amir.post(`/cases/${kase.ref}/attachments`, form, { accept: 'application/json' })
  const row = await db.owner<AttachmentRow>('attachments').where({ case_id: kase.id }).orderBy('id', 'desc').first()
  return {
    ...(JSON.parse(answer.body) as { refused: string[]; told: string; added: { name: string }[] }),
    type: row?.media_type,
  }
}

describe('the content says what a file is:', () => {
  test.each([
    ['a JPEG called HEIC', 'IMG_0001.HEIC', input('09-IMG_0001.HEIC'), 'IMG_0001.jpg', 'image/jpeg'],
    ['a JPEG called jfif', 'foto.jfif', input('10-foto.jfif'), 'foto.jpg', 'image/jpeg'],
    ['a JPEG called png', 'bild.png', input('12b-jpg-som-heter-png.png'), 'bild.jpg', 'image/jpeg'],
    ['a JPEG called jpeg', 'bild.JPEG', jpeg, 'bild.JPEG', 'image/jpeg'],
    ['a JPEG that a scanner called PDF', 'ritning.PDF', jpeg, 'ritning.jpg', 'image/jpeg'],
    ['a PDF called jpg', 'intyg.jpg', pdf, 'intyg.pdf', 'application/pdf'],
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

describe('the place where a picture was taken', () => {
  /** EXIF that says which way is up and where: a directory with the pointer to that of the GPS. */
  function photo(little: boolean): Buffer {
    const exif = Buffer.alloc(100)
    const u16 = (value: number, at: number) => (little ? exif.writeUInt16LE(value, at) : exif.writeUInt16BE(value, at))
    const u32 = (value: number, at: number) => (little ? exif.writeUInt32LE(value, at) : exif.writeUInt32BE(value, at))
    exif.write(little ? 'II*\0' : 'MM\0*', 0, 'latin1')
    u32(8, 4)
    u16(2, 8)
    for (const [at, tag, type, count, value] of [
      [10, 0x0112, 3, 1, 0],
      [22, 0x8825, 4, 1, 40],
      [42, 0x0001, 2, 2, 0],
      [54, 0x0002, 5, 3, 70],
    ] as const) {
      u16(tag, at)
      u16(type, at + 2)
      u32(count, at + 4)
      u32(value, at + 8)
    }
    u16(6, 18)
    u16(2, 40)
    for (let n = 0; n < 6; n += 1) u32(n % 2 === 0 ? 59 : 1, 70 + n * 4)
    const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif])
    const xmp = Buffer.from('<x:xmpmeta><d exif:GPSLatitude="59,20N" dc:title="Mätarskåp"/></x:xmpmeta>')
    const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, body.length + 2])
    return Buffer.concat([head, body, Buffer.from([0xff, 0xe1, 0, xmp.length + 2]), xmp, jpeg.subarray(2)])
  }
  async function stored(): Promise<Buffer> {
    const { id } = (await db.owner('attachments').where({ case_id: kase.id }).orderBy('id', 'desc').first('id')) as {
      id: number
    }
    const chunks = (await db.owner('attachment_chunks').where({ attachment_id: id }).orderBy('seq')) as {
      bytes: Buffer
    }[]
    return Buffer.concat(chunks.map(({ bytes }) => bytes))
  }

  test.each([true, false])('is taken out, which way is up stays, and it is told', async (little) => {
    const before = photo(little)
    const answer = await attach('foto.jpg', before)
    expect(answer).toMatchObject({ refused: [], told: expect.stringContaining('GPS') as string })
    const after = await stored()
    expect(after).toHaveLength(before.length)
    expect(after.subarray(0, 52)).toEqual(before.subarray(0, 52))
    expect(after.subarray(52, 106)).toEqual(Buffer.alloc(54))
    expect(after.toString()).not.toContain('59,20N')
    expect(after.toString()).toContain('dc:title="Mätarskåp"')
  })

  test('stays where it is wanted, and a picture without one is as it was', async () => {
    const answer = await attach('foto.jpg', photo(true), { keep_position: 'ja' })
    expect(answer).toMatchObject({ refused: [], told: '' })
    expect(await stored()).toEqual(photo(true))
    expect(await attach('bild.jpg', jpeg)).toMatchObject({ told: '' })
    expect(await stored()).toEqual(jpeg)
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
    expect(needsPassword(made('hemligt'))).toBe(true)
    expect(needsPassword(made(''))).toBe(false)
  })

  test('is not looked for where nothing is encrypted or can be read', () => {
    expect(needsPassword(pdf)).toBe(false)
    expect(needsPassword(Buffer.from('%PDF-1.4 /Encrypt 9 0 R'))).toBe(false)
    expect(needsPassword(Buffer.from('%PDF-1.4 /Encrypt <</Filter/Standard/R 3/O(/U('))).toBe(false)
  })
})
