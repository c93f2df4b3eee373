import { hashPassword } from '../sign-in/accounts/passwords.ts'
import { useDatabase } from '../db/actor.ts'
import { connect } from '../db/bare.ts'
import { webUrl } from '../db/roles.ts'
import { seedDemoApplications } from '../../seeds/demoApplications.ts'
import { seedDemoFacilities } from '../../seeds/demoFacilities.ts'
import { seedDemoOperator } from '../../seeds/demoOperator.ts'
import { seedDemoCases } from '../../seeds/demoWorld.ts'
import { seedWorld } from '../../seeds/world.ts'

/** One for everybody in the demo world; shown at start and on the sign-in page, never in production. */
export const DEMO_PASSWORD = 'nordanvind-över-fjället'

/** The world of docs/domain.md chapter 9 and some sixty cases in every status, into an empty, migrated database. */
export async function seedDemo(ownerUrl: string): Promise<void> {
  const owner = connect(ownerUrl, { min: 0, max: 2 })
  const web = connect(webUrl(ownerUrl), { min: 0, max: 4 })
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
