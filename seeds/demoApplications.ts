import type { Database } from '../src/db/bare.ts'
import { listOpenOwners } from '../src/companies/queries.ts'
import { register } from '../src/companies/registration.ts'
import { withSampleFile } from './demoFiles.ts'
import type { World } from './world.ts'

/** A company that waits for NEL's answer, with its certificate; and the agreement that those who are in have accepted. */
export async function seedDemoApplications(db: Database, world: World): Promise<void> {
  const owner = (await listOpenOwners(null)).find(({ code }) => code === 'NEL')!
  const application = {
    name: 'Nordljus Elteknik AB',
    org_number: '5599990065',
    address: 'Ängsstigen 9',
    postcode: '12347',
    city: 'Norrådal',
    phone: '+46701740614',
    email: 'info@nordljus-elteknik.example',
    compliance_name: 'Vera Nordh',
    compliance_type: 'A' as const,
    admin_name: 'Vera Nordh',
    admin_email: 'vera.nordh@nordljus-elteknik.example',
    admin_phone: '+46701740614',
    owner: owner.id,
    country: 'SE',
    message: 'Vi flyttar till Norrådal i vår och har tre montörer.',
    agreement: 'ja' as const,
  }
  await withSampleFile('INT', (file) => register(application, owner, { ...file, name: 'behörighetsintyg.pdf' }))
  const admins = { Bergströms: 'Karin Bergström', Solklart: 'Mira Dahl' }
  await db('agreement_acceptances').insert(
    Object.entries(admins).map(([company, name]) => ({
      company_id: world.companies[company as keyof typeof admins],
      version: 1,
      accepted_name: name,
    })),
  )
}
