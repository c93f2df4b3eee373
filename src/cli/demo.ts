import { hashPassword } from '../sign-in/accounts/passwords.ts'
import { useDatabase } from '../db/actor.ts'
import { connect, type Database } from '../db/bare.ts'
import { webUrl } from '../db/roles.ts'
import { seedDemoApplications } from '../../seeds/demoApplications.ts'
import { seedDemoFacilities } from '../../seeds/demoFacilities.ts'
import { seedDemoOperator } from '../../seeds/demoOperator.ts'
import { seedDemoCases } from '../../seeds/demoWorld.ts'
import { seedWorld } from '../../seeds/world.ts'

/** One for everybody in the demo world; shown at start and on the sign-in page, never in production. */
export const DEMO_PASSWORD = 'nordanvind-över-fjället'

/**
 * The world of docs/domain.md chapter 9 and some sixty cases in every status, into a migrated database that has nobody in
 * it. The program's own doors write it, in many transactions: one that was cut off is taken away and begun anew.
 */
export async function loadDemo(ownerUrl: string, say: () => void = () => undefined): Promise<void> {
  const db = connect(ownerUrl, { min: 0, max: 3 })
  try {
    await db.transaction(async (turn) => {
      // Of two that start on one database the second finds the world whole.
      await turn.raw(`select pg_advisory_xact_lock(hashtext('elanmalan demo world'))`)
      if (await db('applied_files').where(BEGUN).first('file')) await empty(db)
      else if (await db('users').first('id')) return
      say()
      await db('applied_files')
        .insert({ ...BEGUN, checksum: '' })
        .onConflict('file')
        .ignore()
      await seedDemo(ownerUrl)
      await db('applied_files').where(BEGUN).delete()
    })
  } finally {
    await db.destroy()
  }
}

/** Noted while the world is not whole: everything in the database is then ours to take away. */
const BEGUN = { file: 'the demo world, not whole' }

/** Has rows by a migration. */
const MIGRATED = ['agreements']

async function empty(db: Database): Promise<void> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> 'applied_files'
     and tablename not like 'knex\\_%' and not tablename = any(?)`,
    [MIGRATED],
  )
  const queue = ['graphile_worker._private_jobs', 'graphile_worker._private_job_queues']
  await db.raw(`truncate ${[...rows.map(({ name }) => name), ...queue].join(', ')} restart identity`)
}

async function seedDemo(ownerUrl: string): Promise<void> {
  const owner = connect(ownerUrl, { min: 0, max: 2 })
  const web = connect(await webUrl(ownerUrl), { min: 0, max: 4 })
  useDatabase(web)
  try {
    // Solklart works with all three owners, so that every list has life; Bergströms has two left to apply to (S7).
    const hash = await hashPassword(DEMO_PASSWORD)
    const world = await seedWorld(owner, hash, [
      ['Bergströms', 'NEL'],
      ['Solklart', 'NEL'],
      ['Solklart', 'VKN'],
      ['Solklart', 'SJB'],
    ])
    await seedDemoApplications(owner, world)
    await seedDemoCases(owner, world)
    await seedDemoFacilities(owner, world)
    await seedDemoOperator(owner, world, hash)
  } finally {
    await web.destroy()
    await owner.destroy()
  }
}
