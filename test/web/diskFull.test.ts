import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { root } from '../../src/config.ts'
import { webUrl } from '../../src/db/roles.ts'
import type { CaseRow } from '../../src/db/rowTypes.ts'
import { log } from '../../src/log.ts'
import { start } from '../../src/sign-in/accounts/sessions.ts'
import { newKey } from '../../src/web/once.ts'
import { aCase, actorsOf } from '../support/cases.ts'
import { afterFile } from '../support/cleanup.ts'
import { Client, testServer, type Answer } from '../support/client.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { freePort } from '../support/freePort.ts'
import { ownAs, smallDisk } from '../support/smallDisk.ts'

const WORDS = 'Det finns ingen plats kvar'

/** What no disk can make smaller. */
const pdfOf = (megabytes: number) => Buffer.concat([Buffer.from('%PDF-1.4\n'), randomBytes(megabytes * 1_000_000)])
const upload = (who: Client, kase: CaseRow, content: Buffer, headers: Record<string, string> = {}): Promise<Answer> =>
  who.post(
    `/cases/${kase.ref}/attachments`,
    { _key: newKey(), kind: 'OVR', file: new File([new Uint8Array(content)], 'ritning.pdf') },
    headers,
  )

describe('a disk that is full', () => {
  let db: TestDatabase
  let kase: CaseRow
  beforeAll(async () => {
    db = await testDatabase()
    kase = await aCase(actorsOf(db.world).amir, 'NY01')
  })
  const names = () => db.owner('attachments').where({ case_id: kase.id }).whereNull('deleted_at').pluck('id')

  const ofDatabase = smallDisk(14)
  if (typeof ofDatabase === 'string') test.skip(ofDatabase)
  else
    test('under the database is a 507 with a sentence, page and data, logged; what was taken is there, and goes on with room', async () => {
      const { rows } = await db.owner.raw<{ rows: [{ data_directory: string }] }>('show data_directory')
      ownAs(ofDatabase.at, rows[0].data_directory)
      const space = `small_${randomBytes(4).toString('hex')}`
      await db.owner.raw(`create tablespace ${space} location '${ofDatabase.at}'`)
      await db.owner.raw(`alter table attachment_chunks set tablespace ${space}`)
      afterFile(async () => {
        await db.owner.raw('alter table attachment_chunks set tablespace pg_default')
        await db.owner.raw(`drop tablespace ${space}`)
      })
      const { address } = await testServer()
      const amir = await new Client(address).signIn('amir.haddad')
      const taken = pdfOf(4)
      expect((await upload(amir, kase, taken)).status).toBe(303)
      const before = await names()
      const said = vi.spyOn(log, 'error').mockImplementation(() => undefined)

      const page = await upload(amir, kase, pdfOf(14))
      expect([page.status, page.body.includes(WORDS), page.body.includes('<html lang="sv">')]).toEqual([
        507,
        true,
        true,
      ])
      const data = await upload(amir, kase, pdfOf(14), { accept: 'application/json' })
      expect(data.status).toBe(507)
      expect((JSON.parse(data.body) as { error: string }).error).toContain(WORDS)
      const faults = said.mock.calls.map(([about]) => (about as unknown as { err: { code: string } }).err.code)
      expect(faults).toEqual(['53100', '53100'])
      said.mockRestore()

      expect(await names()).toEqual(before)
      expect((await amir.get(`/cases/${kase.ref}`)).status).toBe(200)
      const cookie = `session=${amir.cookie('session')!}`
      const file = await fetch(`${address}/cases/${kase.ref}/attachments/${before.at(-1)}`, { headers: { cookie } })
      expect(Buffer.from(await file.arrayBuffer()).equals(taken)).toBe(true)

      ofDatabase.grow(120)
      expect((await upload(amir, kase, pdfOf(14))).status).toBe(303)
      expect(await names()).toHaveLength(before.length + 1)
    })

  const ofProcess = smallDisk(3)
  if (typeof ofProcess === 'string') test.skip(ofProcess)
  else
    test('under the files on their way in is the same, and half a file is not left there', async () => {
      const port = await freePort()
      const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], {
        cwd: root,
        env: {
          ...process.env,
          NODE_ENV: 'test',
          LOG_LEVEL: 'silent',
          ROLE: 'web',
          PORT: String(port),
          DATA_DIR: ofProcess.at,
          DATABASE_URL: db.ownerUrl,
          WEB_DATABASE_URL: await webUrl(db.ownerUrl),
        },
        stdio: 'ignore',
      })
      afterFile(() => void child.kill('SIGKILL'))
      const address = `http://127.0.0.1:${port}`
      await expect
        .poll(() =>
          fetch(`${address}/healthz`).then(
            ({ status }) => status,
            () => 0,
          ),
        )
        .toBe(200)
      const amir = new Client(address)
      const userId = db.world.users['amir.haddad']!
      amir.carry('session', await start(userId, 3600, 'passkey', { userAgent: null, address: null }))
      const before = await names()
      const page = await upload(amir, kase, pdfOf(9))
      expect([page.status, page.body.includes(WORDS)]).toEqual([507, true])
      const data = await upload(amir, kase, pdfOf(9), { accept: 'application/json' })
      expect([data.status, data.body.includes(WORDS)]).toEqual([507, true])
      await expect.poll(() => readdirSync(path.join(ofProcess.at, 'tmp'))).toEqual([])
      expect(await names()).toEqual(before)
      expect((await upload(amir, kase, pdfOf(1))).status).toBe(303)
    })
})
