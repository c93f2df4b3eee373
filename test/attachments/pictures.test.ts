import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { JobHelpers } from 'graphile-worker'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { makePicture } from '../../src/attachments/picture.ts'
import { pictureTasks } from '../../src/attachments/pictureTasks.ts'
import { readConfig } from '../../src/config.ts'
import type { AttachmentRow, CaseRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { drainMail } from '../../src/worker/worker.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { jpeg, pdf } from '../support/files.ts'
import { photo } from '../support/photo.ts'

const input = (name: string) => readFile(new URL(`inputs/${name}`, import.meta.url))

/** What is seen, whatever the file says of which way is up. */
async function seen(picture: Buffer) {
  const { width, height, exif, format } = await sharp(picture).metadata()
  const { data, info } = await sharp(picture).raw().toBuffer({ resolveWithObject: true })
  const colour = (x: number, y: number) => {
    const at = (y * info.width + x) * info.channels
    return data[at]! > 128 ? 'red' : data[at + 2]! > 128 ? 'blue' : 'other'
  }
  return { format, size: [width, height], top: colour(8, 8), bottom: colour(info.width - 8, info.height - 8), exif }
}

const UPRIGHT = { format: 'jpeg', size: [64, 96], top: 'red', bottom: 'blue', exif: undefined }

describe('a picture to look at', () => {
  async function made(content: Buffer, mediaType: string) {
    const folder = await mkdtemp(path.join(tmpdir(), 'elanmalan-picture-'))
    try {
      await writeFile(path.join(folder, 'it'), content)
      const { large, small } = await makePicture(path.join(folder, 'it'), mediaType)
      return { large: large === null ? null : Buffer.from(large, 'base64'), small: Buffer.from(small, 'base64') }
    } finally {
      await rm(folder, { recursive: true })
    }
  }

  test('is a JPEG that stands upright in its pixels, of a HEIC as of a turned photo', async () => {
    expect(await seen((await made(await input('turned.heic'), 'image/heic')).large!)).toMatchObject(UPRIGHT)
    const turned = await made(await photo(6), 'image/jpeg')
    expect(await seen(turned.large!)).toMatchObject(UPRIGHT)
    expect(await seen(turned.small)).toMatchObject(UPRIGHT)
    expect(await seen((await made(await photo(8), 'image/jpeg')).large!)).toMatchObject({ top: 'blue', bottom: 'red' })
  })

  test('is the file itself where it is upright; its stamp is small', async () => {
    const { large, small } = await made(await photo(1, [2000, 1000]), 'image/jpeg')
    expect(large).toBeNull()
    expect(await seen(small)).toMatchObject({ size: [320, 160] })
    const glass = await sharp({ create: { width: 9, height: 9, channels: 4, background: '#0000' } })
      .png()
      .toBuffer()
    const { data } = await sharp((await made(glass, 'image/png')).small)
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(data[0]).toBeGreaterThan(250)
  })

  test.each<[string, string, () => Promise<Buffer>]>([
    ['a damaged HEIC', 'image/heic', async () => (await input('turned.heic')).subarray(0, 900)],
    ['a JPEG that is none', 'image/jpeg', async () => Promise.resolve(Buffer.from('%PDF-1.4 not a picture'))],
    [
      'a page of SVG',
      'image/png',
      async () => Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
    ],
    [
      'a bomb of 400 million pixels',
      'image/jpeg',
      async () => {
        const bomb = await photo(1)
        const frame = bomb.indexOf(Buffer.from([0xff, 0xc0]))
        for (const side of [5, 7]) bomb.writeUInt16BE(20_000, frame + side)
        return bomb
      },
    ],
  ])('cannot be made of %s, which is said for good', async (_what, mediaType, content) => {
    await expect(made(await content(), mediaType)).rejects.toMatchObject({ isFinal: true })
  })
})

describe('among the attachments', () => {
  let db: TestDatabase
  let amir: Client, eva: Client, petra: Client
  let kase: CaseRow
  beforeAll(async () => {
    db = await testDatabase()
    const { address } = await testServer()
    ;[amir, eva, petra] = (await Promise.all(
      ['amir.haddad', 'eva.nordin', 'petra.wallin'].map((name) => new Client(address).signIn(name)),
    )) as [Client, Client, Client]
    kase = await aCase.send(actorsOf(db.world).amir, await aCase(actorsOf(db.world).amir, 'NY01'))
    await work()
  })

  /** The jobs that are due; mail stays. */
  const work = () => drainMail(db.ownerUrl, { ...readConfig(), SMTP_URL: undefined, production: true })
  const newest = async () =>
    (await db.owner<AttachmentRow>('attachments').where({ case_id: kase.id }).orderBy('id', 'desc').first())!
  async function attach(name: string, content: Buffer): Promise<AttachmentRow & { at: string }> {
    const file = new File([new Uint8Array(content)], name)
    const form = { _key: newKey(), kind: 'OVR', file }
    const answer = await amir.post(`/cases/${kase.ref}/attachments`, form, { accept: 'application/json' })
    expect(answer.status).toBe(200)
    const row = await newest()
    return { ...row, at: `/cases/${kase.ref}/attachments/${row.id}` }
  }
  const itemOf = (page: string, id: number) =>
    new RegExp(`<li class="file" id="file-${id}">([^]*?)</li>`).exec(page)![1]!

  test('a HEIC is shown as JPEG, and downloaded as it came', async () => {
    const file = await attach('IMG_1.HEIC', await input('turned.heic'))
    expect(file).toMatchObject({ media_type: 'image/heic', picture: 'waiting' })
    const waits = await eva.get(`${file.at}?show=1`)
    expect([waits.status, waits.body.includes('Försök igen om en stund, eller ladda ner den.')]).toEqual([409, true])
    expect((await eva.get(`${file.at}?preview=1`)).status).toBe(204)
    expect((await eva.get(`/cases/${kase.ref}?file=${file.id}`)).body).toContain('Bilden görs om så att den kan visas.')

    await work()
    const shown = await fetched(eva, `${file.at}?show=1`)
    expect(shown.type).toBe('image/jpeg')
    expect(shown.disposition).toContain('inline; filename="IMG_1.jpg"')
    expect(await seen(shown.bytes)).toMatchObject(UPRIGHT)
    expect(await seen((await fetched(eva, `${file.at}?preview=1`)).bytes)).toMatchObject(UPRIGHT)
    const page = (await eva.get(`/cases/${kase.ref}?file=${file.id}`)).body
    expect(page).toContain(`<img src="${file.at}?show=1"`)
    expect(itemOf(page, file.id)).toContain(`<img src="${file.at}?preview=1"`)
    const original = await fetched(eva, file.at)
    expect([original.type, original.bytes.length]).toEqual(['image/heic', (await input('turned.heic')).length])
    expect(original.disposition).toContain('attachment; filename="IMG_1.HEIC"')
    for (const how of ['?show=1', '?preview=1', '']) expect((await petra.get(file.at + how)).status).toBe(404)
  })

  test.each([
    ['a photo that was held upright', 'hall.jpg', () => photo(6), UPRIGHT],
    ['a JPEG that is called HEIC', 'IMG_0001.HEIC', () => input('09-IMG_0001.HEIC'), { format: 'jpeg', size: [1, 1] }],
    ['a jfif', 'foto.jfif', () => input('10-foto.jfif'), { format: 'jpeg', size: [1, 1] }],
  ])('%s is looked at upright, and keeps nothing of where it was taken', async (_what, name, content, expected) => {
    const file = await attach(name, await content())
    await work()
    const shown = await fetched(eva, `${file.at}?show=1`)
    expect(await sharp(shown.bytes).metadata()).toMatchObject({ format: expected.format, width: expected.size[0] })
    if ('top' in expected) expect(await seen(shown.bytes)).toMatchObject(expected)
    expect(shown.bytes.includes('GPS')).toBe(false)
    expect((await eva.get(`${file.at}?preview=1`)).status).toBe(200)
  })

  test('one that cannot be shown says so, and is downloaded', async () => {
    const broken = Buffer.concat([(await input('turned.heic')).subarray(0, 1000), Buffer.alloc(300)])
    const file = await attach('trasig.heic', broken)
    await work()
    expect(await newest()).toMatchObject({ picture: 'failed' })
    expect((await eva.get(`/cases/${kase.ref}?file=${file.id}`)).body).toContain('Bilden kan inte visas här.')
    const shown = await eva.get(`${file.at}?show=1`)
    expect([shown.status, shown.body.includes('Ladda ner den i stället.')]).toEqual([409, true])
    expect((await fetched(eva, file.at)).bytes.length).toBe(broken.length)
  })

  test('a copy goes with its file, and comes for what was attached before there were any', async () => {
    const file = await attach('gammal.jpg', await photo(6))
    await db.owner('attachments').where({ id: file.id }).update({ picture: 'none' })
    await work()
    const chunks = () => db.owner('attachment_chunks').where({ attachment_id: file.id }).orderBy('seq').pluck('seq')
    expect(await chunks()).toEqual([0])
    await db.owner('attachments').where({ id: file.id }).update({ picture: 'waiting' })
    await pictureTasks['pictures']!({}, {} as JobHelpers)
    expect(await chunks()).toEqual([-2, -1, 0])
    await db.owner('attachments').where({ id: file.id }).update({ deleted_at: new Date() })
    expect(await chunks()).toEqual([])
  })

  test('what is no picture gets none', async () => {
    expect(await attach('plan.pdf', pdf)).toMatchObject({ picture: 'none' })
    expect(await attach('bild.jpg', jpeg)).toMatchObject({ picture: 'waiting' })
  })

  async function fetched(who: Client, address: string) {
    const { headers, bytes } = await who.get(address)
    return { type: headers.get('content-type'), disposition: headers.get('content-disposition') ?? '', bytes }
  }
})
