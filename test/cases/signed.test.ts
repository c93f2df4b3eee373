import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signed } from '../../src/language/actor.ts'
import { translators } from '../../src/language/i18n.ts'
import { personNameProblem } from '../../src/text/names.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { Client, hidden, testServer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { pdf } from '../support/files.ts'
import fc from 'fast-check'

// Issue 14: a name is all that the log shows, so an installer signs as somebody at the network owner.

const INSTALLER = 'Eva Nordin (installatör, Bergströms Elservice AB)'
const OWNER = 'Eva Nordin (nätbolag, Norrådalens Elnät AB)'

let db: TestDatabase
let amir: Client
let eva: Client
beforeAll(async () => {
  db = await testDatabase()
  const { address } = await testServer()
  amir = await new Client(address).signIn('amir.haddad')
  eva = await new Client(address).signIn('eva.nordin')
  // The name itself is anybody's: two people may be called the same.
  await amir.post('/profile', { name: 'Eva Nordin', phone: '070-174 06 05', locale: 'sv', start_page: '/inbox' })
})
beforeEach(() => db.owner('mail_messages').delete())

const actors = () => {
  const all = actorsOf(db.world)
  return { ...all, amir: { ...all.amir, name: 'Eva Nordin' } }
}
const text = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
const writes = async (who: Client, ref: string) => {
  const page = hidden((await who.get(`/cases/${ref}/notes/new`)).body)
  return who.post(`/cases/${ref}/notes`, {
    ...page,
    subject: 'Godkänt',
    body: 'Godkänt av nätbolaget.',
    audience: 'shared',
  })
}

describe('A11: an installer who is called as a handläggare does not pass for one', () => {
  test('in log, notes, files, print and the page of what is to be put right: side and company stand after each name', async () => {
    const { amir: installer, eva: handler } = actors()
    const kase = await aCase.send(installer, await aCase(installer, 'NY01'))
    expect((await writes(amir, kase.ref)).status).toBe(303)
    expect((await writes(eva, kase.ref)).status).toBe(303)
    await amir.post(`/cases/${kase.ref}/attachments`, {
      kind: 'OVR',
      file: new File([new Uint8Array(pdf)], 'intyg.pdf', { type: 'application/pdf' }),
    })
    await aCase.reject(handler, kase)
    for (const who of [amir, eva]) {
      for (const page of [`/cases/${kase.ref}`, `/cases/${kase.ref}/log`, `/cases/${kase.ref}/print`]) {
        const told = text((await who.get(page)).body)
        expect(told, page).toContain(INSTALLER)
        expect(told, page).toContain(OWNER)
      }
      const { body } = await who.get(`/cases/${kase.ref}/log`)
      const log = text(body.slice(body.indexOf('<main'), body.indexOf('</main>')))
      expect(log.replaceAll(INSTALLER, '').replaceAll(OWNER, '')).not.toContain('Eva Nordin')
    }
    const edit = text((await amir.get(`/cases/${kase.ref}/edit`)).body)
    expect(edit).toContain(OWNER)
  })

  test('in mail: of a note, a decision, and what the installer did', async () => {
    const { amir: installer, eva: handler } = actors()
    await db.owner('owners').where({ id: db.world.owners.NEL }).update({ mail_received: true, mail_withdrawn: true })
    const kase = await aCase.send(installer, await aCase(installer, 'NY01'))
    await writes(eva, kase.ref)
    await aCase.reject(handler, kase)
    const letters = await db.owner('mail_messages').orderBy('id').select('template', 'text')
    const of = (template: string) => letters.find((each) => each.template === template)!.text
    expect(of('M08')).toContain(`${INSTALLER} skickade en föranmälan`)
    expect(of('M11')).toContain(`${OWNER} skrev en notering`)
    expect(of('M11')).toContain(`${OWNER} skriver:`)
    expect(of('M02')).toContain(`${OWNER} avvisade din föranmälan`)
  })

  test('no name that is accepted ends like a signature of the other side', () => {
    const t = translators.sv
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.constantFrom('', OWNER.slice(10)),
        (typed, end) => {
          const name = typed + end
          if (personNameProblem(name) !== null) return
          const shown = signed(t, name, 'installer', 'Bergströms Elservice AB')
          expect(shown.indexOf('(')).toBe(name.length + 1)
          expect(shown.endsWith(' (installatör, Bergströms Elservice AB)')).toBe(true)
        },
      ),
    )
  })
})
