import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { connect as dial } from 'node:net'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { distinct } from '../../src/attachments/send.ts'
import { readConfig } from '../../src/config.ts'
import type { AttachmentRow, CaseRow, EventRow } from '../../src/db/rowTypes.ts'
import { newKey } from '../../src/web/once.ts'
import { actorsOf, aCase } from '../support/cases.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { exe, jpeg, pdf } from '../support/files.ts'

let db: TestDatabase
let address: string
let draft: CaseRow, sent: CaseRow
let amir: Client, eva: Client, mira: Client
beforeAll(async () => {
  db = await testDatabase()
  address = (await testServer()).address
  const people = actorsOf(db.world)
  draft = await aCase(people.amir, 'NY01')
  sent = await aCase.send(people.amir, await aCase(people.amir, 'NY01'))
  amir = await new Client(address).signIn('amir.haddad')
  eva = await new Client(address).signIn('eva.nordin')
  mira = await new Client(address).signIn('mira.dahl')
})

const file = (name: string, content: Buffer) => new File([new Uint8Array(content)], name)

function upload(who: Client, kase: CaseRow, what: File, more: Record<string, string> = {}): Promise<Answer> {
  return who.post(`/cases/${kase.ref}/attachments`, { _key: newKey(), kind: 'OVR', file: what, ...more })
}

async function newest(kase: CaseRow): Promise<AttachmentRow> {
  return (await db.owner<AttachmentRow>('attachments').where({ case_id: kase.id }).orderBy('id', 'desc').first())!
}

const at = (kase: CaseRow, id: number) => `/cases/${kase.ref}/attachments/${id}`
const bytesOf = async (who: Client, url: string) => {
  const cookie = `session=${who.cookie('session') ?? ''}`
  return Buffer.from(await (await fetch(address + url, { headers: { cookie } })).arrayBuffer())
}

describe('a file that is attached', () => {
  test('keeps its åäö, comes back byte for byte, and is a download that no browser runs', async () => {
    expect((await upload(amir, draft, file('Ritning över källare (åäö).pdf', pdf))).location).toBe(
      `/cases/${draft.ref}#files`,
    )
    const stored = await newest(draft)
    expect(stored).toMatchObject({ name: 'Ritning över källare (åäö).pdf', media_type: 'application/pdf' })
    expect(await bytesOf(amir, at(draft, stored.id))).toEqual(pdf)
    const { headers } = await amir.get(at(draft, stored.id))
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="Ritning _ver k_llare (___).pdf"; filename*=UTF-8''Ritning%20%C3%B6ver%20k%C3%A4llare%20%28%C3%A5%C3%A4%C3%B6%29.pdf`,
    )
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
    expect(headers.get('cache-control')).toContain('no-store')
    expect(headers.get('content-length')).toBe(String(pdf.length))
  })

  test('may be looked at in place when it is a picture or a PDF; a PDF without the sandbox that blanks it', async () => {
    await upload(amir, draft, file('foto.jpg', jpeg))
    const photo = (await amir.get(`${at(draft, (await newest(draft)).id)}?show=1`)).headers
    expect(photo.get('content-disposition')).toMatch(/^inline/)
    expect(photo.get('content-security-policy')).toContain('sandbox')
    await upload(amir, draft, file('plan.pdf', pdf))
    const plan = (await amir.get(`${at(draft, (await newest(draft)).id)}?show=1`)).headers
    expect(plan.get('content-disposition')).toMatch(/^inline/)
    expect(plan.get('content-security-policy')).toMatch(/default-src 'none'/)
    expect(plan.get('content-security-policy')).not.toContain('sandbox')
  })

  test('of many megabytes is stored in pieces of one, whole', async () => {
    const big = Buffer.concat([pdf, randomBytes(5_300_000)])
    await upload(amir, draft, file('stor.pdf', big))
    const stored = await newest(draft)
    const chunks = (await db.owner('attachment_chunks').where({ attachment_id: stored.id }).orderBy('seq')) as {
      bytes: Buffer
    }[]
    expect(chunks).toHaveLength(6)
    expect(Math.max(...chunks.map((chunk) => chunk.bytes.length))).toBe(1_000_000)
    expect((await bytesOf(amir, at(draft, stored.id))).equals(big)).toBe(true)
  })

  test('twice by a double click is there once', async () => {
    const _key = newKey()
    const answers = await Promise.all([1, 2].map(() => upload(amir, draft, file('dubbel.pdf', pdf), { _key })))
    expect(answers.map((answer) => answer.status)).toEqual([303, 303])
    expect(await db.owner('attachments').where({ case_id: draft.id, name: 'dubbel.pdf' })).toHaveLength(1)
  })

  test('is told of in the log: the company’s own while the case is a draft, everybody’s when it is sent', async () => {
    await upload(amir, draft, file('a.pdf', pdf))
    await upload(amir, sent, file('b.pdf', pdf))
    const last = async (kase: CaseRow) =>
      (await db.owner<EventRow>('case_events').where({ case_id: kase.id }).orderBy('id', 'desc').first())!
    expect(await last(draft)).toMatchObject({ action: 'file-added', audience: 'company', actor_name: 'Amir Haddad' })
    expect(await last(sent)).toMatchObject({ action: 'file-added', audience: 'all', details: { name: 'b.pdf' } })
  })
})

describe('what cannot be attached', () => {
  const page = Buffer.from('<!doctype html><script>alert(1)</script>')
  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  test.each([
    ['a program called pdf', 'faktura.pdf', exe],
    ['a PDF called exe', 'faktura.exe', pdf],
    ['a page called pdf', 'sida.pdf', page],
    ['a page', 'sida.html', page],
    ['a drawing that holds a script', 'ritning.svg', drawing],
    ['a picture called docx', 'avtal.docx', jpeg],
    ['a file without an ending', 'pdf', pdf],
  ])('%s is refused by name, and nothing is stored', async (_what, name, content) => {
    const before = await db.owner('attachments').where({ case_id: draft.id })
    const answer = await upload(amir, draft, file(name, content))
    expect(answer.status).toBe(303)
    const shown = (await amir.get(`/cases/${draft.ref}`)).body
    expect(shown).toContain(`${name}: `)
    expect(shown).toContain('Filen går inte att ta emot')
    expect(await db.owner('attachments').where({ case_id: draft.id })).toHaveLength(before.length)
  })

  test('more than 20 MB is too large, and said so on a page', async () => {
    const answer = await upload(amir, draft, file('film.pdf', Buffer.concat([pdf, Buffer.alloc(20_000_000)])))
    expect([answer.status, answer.location]).toEqual([303, `/cases/${draft.ref}#files`])
    expect((await amir.get(`/cases/${draft.ref}`)).body).toContain('Högst 20 MB')
  })

  test('of more than thirty at once the rest is refused, and texts of many megabytes beside them are turned away', async () => {
    const body = new FormData()
    for (let i = 0; i < 31; i += 1) body.append('file', file(`${i}.pdf`, pdf))
    const full = await aCase(actorsOf(db.world).amir, 'NY01')
    body.append('_key', newKey())
    expect((await post(body, full)).redirected).toBe(true)
    expect(await db.owner('attachments').where({ case_id: full.id, deleted_at: null })).toHaveLength(30)
    const texts = new FormData()
    for (let i = 0; i < 10; i += 1) texts.append(`text${i}`, 'x'.repeat(2_000_000))
    expect((await post(texts)).status).toBe(413)
  })

  test('a form that is no form is answered as such', async () => {
    const garbled = await fetch(`${address}/cases/${draft.ref}/attachments`, {
      method: 'POST',
      headers: { ...ours(), 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nSIT',
    })
    expect(garbled.status).toBe(400)
  })

  const ours = () => ({ cookie: `session=${amir.cookie('session') ?? ''}`, 'sec-fetch-site': 'same-origin' })
  const post = (body: FormData, to = draft) =>
    fetch(`${address}/cases/${to.ref}/attachments`, { method: 'POST', headers: ours(), body })
})

describe('names from other machines', () => {
  test.each([
    ['..\\..\\windows\\plan.pdf', 'plan.pdf'],
    ['plan\u202Efdp.pdf', 'planfdp.pdf'],
    ['a\u0308nglar.pdf', 'änglar.pdf'],
    [`${'lång '.repeat(60)}.pdf`, `${'lång '.repeat(60).slice(0, 110)}.pdf`],
    ['"citat"; x=1.pdf', 'citat; x=1.pdf'],
  ])('%j is stored as %j, and goes into the header unharmed', async (name, safe) => {
    await upload(amir, draft, file(name, pdf))
    const stored = await newest(draft)
    expect(stored.name).toBe(safe)
    const said = (await amir.get(at(draft, stored.id))).headers.get('content-disposition')!
    expect(decodeURIComponent(said.split("''")[1]!)).toBe(safe)
    expect(said).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w%.!~-]+$/)
  })
})

describe('who reaches a file', () => {
  test('a stranger and another company meet the page that is not there, the owner’s handläggare only once it is sent', async () => {
    await upload(amir, draft, file('hemlig.pdf', pdf))
    const hidden = at(draft, (await newest(draft)).id)
    for (const who of [eva, mira]) expect((await who.get(hidden)).status).toBe(404)
    await upload(amir, sent, file('skickad.pdf', pdf))
    const shown = at(sent, (await newest(sent)).id)
    expect((await eva.get(shown)).status).toBe(200)
    expect((await mira.get(shown)).status).toBe(404)
    expect((await new Client(address).get(shown)).location).toMatch(/^\/sign-in/)
    // The right file of the wrong case is not there either.
    expect((await amir.get(at(draft, (await newest(sent)).id))).status).toBe(404)
  })

  test('the other side’s reading is logged, one’s own is not', async () => {
    const { id } = await newest(sent)
    const read = () => db.owner('case_events').where({ case_id: sent.id, action: 'file-downloaded' })
    const before = (await read()).length
    await amir.get(at(sent, id))
    expect(await read()).toHaveLength(before)
    await eva.get(at(sent, id))
    expect(await read()).toHaveLength(before + 1)
  })

  test('one removes one’s own and never the other side’s; what is removed is gone, and in the log', async () => {
    await upload(eva, sent, file('fran-natbolaget.pdf', pdf))
    const theirs = at(sent, (await newest(sent)).id)
    expect((await amir.post(`${theirs}/delete`, {})).status).toBe(404)
    expect((await mira.post(`${theirs}/delete`, {})).status).toBe(404)
    expect((await eva.post(`${theirs}/delete`, {})).status).toBe(303)
    expect((await eva.get(theirs)).status).toBe(404)
    expect(await db.owner('case_events').where({ case_id: sent.id, action: 'file-removed' })).toHaveLength(1)
  })

  test('the installer’s files stand while the owner has the case', async () => {
    await upload(amir, sent, file('star.pdf', pdf))
    const own = at(sent, (await newest(sent)).id)
    expect((await amir.post(`${own}/delete`, {})).status).toBe(409)
    expect((await amir.get(own)).status).toBe(200)
  })
})

describe('the temp folder', () => {
  const folder = path.join(readConfig().DATA_DIR, 'tmp')
  const left = async () => (await readdir(folder)).length

  test('holds nothing after an upload, a refusal or a form that was too large', async () => {
    await upload(amir, draft, file('a.pdf', pdf))
    await upload(amir, draft, file('a.pdf', exe))
    await upload(amir, draft, file('a.pdf', Buffer.concat([pdf, Buffer.alloc(20_000_000)])))
    await expect.poll(left).toBe(0)
  })

  test('holds nothing after an upload that was cut off, and the program goes on', async () => {
    const socket = dial(Number(new URL(address).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write(
      [
        `POST /cases/${draft.ref}/attachments HTTP/1.1`,
        'Host: x',
        `Cookie: session=${amir.cookie('session') ?? ''}`,
        'Sec-Fetch-Site: same-origin',
        'Content-Type: multipart/form-data; boundary=x',
        'Content-Length: 1000000',
        '',
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n',
        `%PDF-1.4 ${'x'.repeat(200_000)}`,
      ].join('\r\n'),
    )
    await expect.poll(left).toBe(1)
    socket.destroy()
    await expect.poll(left).toBe(0)
    expect((await amir.get('/inbox')).status).toBe(200)
  })
})

describe('script sends files one by one', () => {
  const json = { accept: 'application/json' }
  const sendOne = (who: Client, what: File, key = newKey()) =>
    who.post(`/cases/${draft.ref}/attachments`, { _key: key, kind: 'FOT', file: what }, json)

  test('and is told what was saved, what was refused and why; a repeated request saves once', async () => {
    const key = newKey()
    const first = await sendOne(amir, file('mätplats.jpg', jpeg), key)
    const { added } = JSON.parse(first.body) as { added: { id: number; name: string; size: number }[] }
    expect(added).toEqual([{ id: (await newest(draft)).id, name: 'mätplats.jpg', size: jpeg.length }])
    await sendOne(amir, file('mätplats.jpg', jpeg), key)
    expect((await newest(draft)).id).toBe(added[0]!.id)
    const refused = await sendOne(amir, file('virus.pdf', exe))
    expect(refused.status).toBe(422)
    expect(refused.body).toContain('virus.pdf: Filen går inte att ta emot')
    expect((await sendOne(mira, file('a.jpg', jpeg))).status).toBe(404)
  })
})

describe('all files in one', () => {
  test('holds each byte for byte, names once, and tells the log whose files the other side took', async () => {
    await upload(amir, sent, file('bild.jpg', jpeg))
    await upload(amir, sent, file('bild.jpg', jpeg))
    await upload(eva, sent, file('svar från nätbolaget.pdf', pdf))
    const url = `/cases/${sent.ref}/attachments/all.zip`
    const { headers } = await eva.get(url)
    expect(headers.get('content-disposition')).toContain(`filename="${sent.ref}.zip"`)
    const bytes = await bytesOf(eva, url)
    const names = [...bytes.toString('utf8').matchAll(/OVR [^\0]*?\.(?:jpg|pdf)/g)].map(([name]) => name)
    expect(names).toEqual(expect.arrayContaining(['OVR bild.jpg', 'OVR bild (2).jpg', 'OVR svar från nätbolaget.pdf']))
    expect(bytes.indexOf(jpeg)).toBeGreaterThan(0)
    expect(bytes.indexOf(pdf)).toBeGreaterThan(0)
    const log = await db.owner<EventRow>('case_events').where({ case_id: sent.id, action: 'file-downloaded' })
    expect(log.map(({ details }) => details['name'])).not.toContain('svar från nätbolaget.pdf')
    expect(log.length).toBeGreaterThanOrEqual(2)
    expect((await mira.get(url)).status).toBe(404)
  })

  test.each([
    [
      ['a.pdf', 'A.PDF', 'a (2).pdf', 'utan', 'utan'],
      ['a.pdf', 'A (2).PDF', 'a (2) (2).pdf', 'utan', 'utan (2)'],
    ],
    [[], []],
  ])('%j are called %j', (names, own) => {
    expect(distinct(names)).toEqual(own)
  })
})

describe('what was sent', () => {
  test('cannot be deleted any more, but said to hold no longer, and to hold again; both sides see which', async () => {
    const { amir: installer } = actorsOf(db.world)
    const kase = await aCase.send(installer, await aCase(installer, 'NY01'))
    const { id, name } = await newest(kase)
    expect((await amir.post(`${at(kase, id)}/delete`, { _key: newKey() })).status).toBe(409)
    const page = await amir.get(`/cases/${kase.ref}`)
    expect(page.body).toContain(`${at(kase, id)}/outdated`)
    expect(page.body).not.toContain(`${at(kase, id)}/delete`)
    expect((await amir.post(`${at(kase, id)}/outdated`, { _key: newKey() })).location).toBe(`/cases/${kase.ref}#files`)
    expect((await eva.get(`/cases/${kase.ref}`)).body).toContain('Inaktuell')
    expect((await eva.get(`/cases/${kase.ref}/log?what=files`)).body).toContain(
      `Bilaga markerad som inaktuell: ${name}`,
    )
    await amir.post(`${at(kase, id)}/outdated`, { _key: newKey() })
    expect((await eva.get(`/cases/${kase.ref}`)).body).not.toContain('Inaktuell')
  })

  test('is marked by its own side alone, and not in an archived case', async () => {
    const { amir: installer, eva: handler } = actorsOf(db.world)
    const kase = await aCase.send(installer, await aCase(installer, 'NY01'))
    const { id } = await newest(kase)
    for (const who of [eva, mira])
      expect((await who.post(`${at(kase, id)}/outdated`, { _key: newKey() })).status).toBe(404)
    await aCase.move(handler, kase, 'cancel', 'Avbryts efter samtal med kunden.')
    expect((await amir.post(`${at(kase, id)}/outdated`, { _key: newKey() })).status).toBe(409)
    expect((await newest(kase)).outdated_at).toBeNull()
  })

  test('does not answer a demand for that kind of file when it holds no longer', async () => {
    const { amir: installer, eva: handler } = actorsOf(db.world)
    const kase = await aCase.send(installer, await aCase(installer, 'NY01'))
    await amir.post(`${at(kase, (await newest(kase)).id)}/outdated`, { _key: newKey() })
    await aCase.reject(handler, kase)
    expect((await amir.get(`/cases/${kase.ref}/review`)).body).toContain('Bifoga')
  })
})
