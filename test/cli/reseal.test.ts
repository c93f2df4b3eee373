import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { keyring } from '../../src/sign-in/accounts/encryption.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

const OLD = 'the key of last year: long enough for it'
const NEW = 'the key of this year: long enough for it'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
})

async function reseal(env: Record<string, string>): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'src/cli/reseal.ts'], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: db.ownerUrl, ...env },
  })
  return stdout
}

test('after a change of SECRET_KEY one command seals every secret with the new one, and says what no key opens', async () => {
  const { owners, users } = db.world
  const before = keyring(OLD, [])
  const provider = { issuer: 'https://id.example', client_id: 'elanmalan', label: 'Logga in' }
  await db.owner('totp_secrets').insert({ user_id: users['eva.nordin']!, secret: before.seal('TOTP') })
  await db.owner('owner_oidc').insert({ owner_id: owners['NEL'], ...provider, client_secret: before.seal('client') })
  await db.owner('provider_proposals').insert([
    { owner_id: owners['NEL'], user_id: users['lena.frost']!, user_name: 'Lena Frost', ...provider },
    { owner_id: owners['VKN'], user_id: users['petra.wallin']!, user_name: 'Petra Wallin', ...provider },
  ])
  await db
    .owner('provider_proposals')
    .where({ owner_id: owners['VKN'] })
    .update({ client_secret: before.seal('next') })
  const service = { address: 'https://kis.example', header: 'X-Key', timeout_ms: 1000, updated_by_name: 'Lena Frost' }
  await db.owner('facility_services').insert([
    { owner_id: owners['NEL'], ...service, secret: before.seal('service') },
    { owner_id: owners['VKN'], ...service, secret: before.seal('another service') },
  ])

  expect(await reseal({ SECRET_KEY: NEW, SECRET_KEYS_BEFORE: OLD })).toBe(
    [
      'totp_secrets: 1 sealed anew, 0 that no key opens',
      'owner_oidc: 1 sealed anew, 0 that no key opens',
      'provider_proposals: 1 sealed anew, 0 that no key opens',
      'facility_services: 2 sealed anew, 0 that no key opens',
      '',
    ].join('\n'),
  )
  const { unseal } = keyring(NEW, [])
  const { rows } = await db.owner.raw<{ rows: { secret: Buffer }[] }>(
    `select secret from totp_secrets union all select client_secret from owner_oidc
     union all select client_secret from provider_proposals where client_secret is not null
     union all select secret from facility_services`,
  )
  expect(rows.map(({ secret }) => unseal(secret)).sort()).toEqual([
    'TOTP',
    'another service',
    'client',
    'next',
    'service',
  ])

  // Once more there is nothing to do; without the key they were sealed with it is said, and the command fails.
  expect(await reseal({ SECRET_KEY: NEW })).not.toMatch(/[1-9] (sealed|that)/)
  await expect(reseal({ SECRET_KEY: OLD })).rejects.toMatchObject({
    code: 1,
    stdout: expect.stringContaining('facility_services: 0 sealed anew, 2 that no key opens') as unknown,
  })
})
