import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { embeddedPreview } from '../../src/attachments/preview.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { jpeg } from '../support/files.ts'

/** A photo as a camera writes it: 200 kB, turned a quarter, with a small picture of itself inside. */
function photo({ start = 58, length = jpeg.length } = {}): Buffer {
  const entry = (tag: number, type: number, value: number) => {
    const bytes = Buffer.alloc(12)
    bytes.writeUInt16BE(tag, 0)
    bytes.writeUInt16BE(type, 2)
    bytes.writeUInt32BE(1, 4)
    if (type === 3) bytes.writeUInt16BE(value, 8)
    else bytes.writeUInt32BE(value, 8)
    return bytes
  }
  const directory = (entries: Buffer[], next: number) => {
    const [count, after] = [Buffer.alloc(2), Buffer.alloc(4)]
    count.writeUInt16BE(entries.length)
    after.writeUInt32BE(next)
    return Buffer.concat([count, ...entries, after])
  }
  const tiff = Buffer.concat([
    Buffer.from('MM\0*\0\0\0\u0008', 'latin1'),
    directory([entry(0x0112, 3, 6)], 26),
    directory([entry(0x0201, 4, start), entry(0x0202, 4, length)], 0),
    Buffer.alloc(2),
    jpeg,
  ])
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 0])
  head.writeUInt16BE(body.length + 2, 4)
  return Buffer.concat([head, body, jpeg.subarray(2), Buffer.alloc(200_000)])
}

describe('the picture inside a photo', () => {
  test('is taken out, the same way up as the photo', () => {
    const preview = embeddedPreview(photo())!
    expect(preview.subarray(0, 4).toString('hex')).toBe('ffd8ffe1')
    expect(preview.readUInt8(31)).toBe(6)
    expect(preview.subarray(-jpeg.length + 2).equals(jpeg.subarray(2))).toBe(true)
  })

  test.each([
    ['a photo without one', jpeg],
    ['one that begins outside the photo', photo({ start: 70_000 })],
    ['one that ends outside it', photo({ length: 70_000 })],
    ['one that is no picture', photo({ start: 0 })],
    ['nothing at all', Buffer.alloc(0)],
  ])('%s gives none', (_, bytes) => {
    expect(embeddedPreview(bytes)).toBeNull()
  })

  test('whatever bytes stand there, nothing outside them is read', () => {
    const whole = photo().subarray(0, 400)
    const damage = fc.array(fc.tuple(fc.nat(399), fc.nat(255)), { maxLength: 12 })
    fc.assert(
      fc.property(damage, fc.nat(400), (changes, end) => {
        const bytes = Buffer.from(whole)
        for (const [at, value] of changes) bytes.writeUInt8(value, at)
        const preview = embeddedPreview(bytes.subarray(0, end))
        expect(preview === null || preview.length < 500).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('in the list of attachments', () => {
  let db: TestDatabase
  let amir: Client, eva: Client, petra: Client
  beforeAll(async () => {
    db = await testDatabase()
    const { address } = await testServer()
    amir = await new Client(address).signIn('amir.haddad')
    eva = await new Client(address).signIn('eva.nordin')
    petra = await new Client(address).signIn('petra.wallin')
  })

  test('a photo is seen small and opened by one link; only opening it is told in the log', async () => {
    const { ref } = await aCase(actorsOf(db.world).amir, 'BE07')
    const file = new File([photo()], 'central.jpg', { type: 'image/jpeg' })
    await amir.post(`/cases/${ref}/attachments`, { _key: newKey(), kind: 'FOT', file }, { accept: 'application/json' })
    await aCase.send(actorsOf(db.world).amir, (await db.owner('cases').where({ ref }).first()) as never)
    const { id } = (await db.owner('attachments').where({ name: 'central.jpg' }).first('id')) as { id: number }
    const page = await eva.get(`/cases/${ref}`)
    const item = new RegExp(`<li class="file" id="file-${id}">([^]*?)</li>`).exec(page.body)![1]!
    expect(item).toContain(`src="/cases/${ref}/attachments/${id}?preview=1"`)
    expect([...item.matchAll(/<a (?![^>]*aria-hidden)[^>]*>/g)].map(([tag]) => /href="([^"]*)"/.exec(tag)![1])).toEqual(
      [`/cases/${ref}?file=${id}#viewer`, `/cases/${ref}/attachments/${id}`],
    )
    const preview = await eva.get(`/cases/${ref}/attachments/${id}?preview=1`)
    expect([preview.status, preview.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect(Number(preview.headers.get('content-length'))).toBeLessThan(1000)
    expect((await petra.get(`/cases/${ref}/attachments/${id}?preview=1`)).status).toBe(404)
    const plan = (await db.owner('attachments').where({ kind: 'SIT' }).first('id')) as { id: number }
    expect((await eva.get(`/cases/${ref}/attachments/${plan.id}?preview=1`)).status).toBe(204)
    const fetched = () => db.owner('case_events').where({ action: 'file-downloaded' }).count('* as n').first()
    expect(await fetched()).toEqual({ n: 0 })
    await eva.get(`/cases/${ref}/attachments/${id}?show=1`)
    expect(await fetched()).toEqual({ n: 1 })
  })
})
