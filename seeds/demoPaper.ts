import { asActor, setClock, type OwnerActor } from '../src/db/actor.ts'
import type { JobTypeRow, OwnerRow } from '../src/db/rowTypes.ts'
import { registerCase } from '../src/manual-registration/register.ts'
import { saveTeam } from '../src/teams/queries.ts'
import { noticeFor, type Place } from './demoAnswers.ts'
import { withSampleFile } from './demoFiles.ts'
import type { World } from './world.ts'

/** A case that came by post from a company that nobody knows, two days ago. */
export async function seedPaperCase(
  actor: OwnerActor,
  shelf: { owner: OwnerRow; job: JobTypeRow },
  areaId: number,
  place: Place,
): Promise<void> {
  setClock(new Date(Date.now() - 2 * 86_400_000).toISOString())
  try {
    await withSampleFile('OVR', (file) =>
      asActor(actor, async (tx) => {
        const { intygande: _, upplysningar: __, ...answers } = noticeFor(shelf.job.definition, place, tx.now)
        await registerCase(tx, actor, {
          ...shelf,
          areaId,
          company: {
            company_id: null,
            company_name: 'Fjällbergs El och Larm',
            company_org_number: null,
            company_contact: 'Gösta Fjällberg, 070-174 06 90',
          },
          answers,
          blanks: [],
          said: [],
          reason: 'Kom per post. Gösta har ingen dator och fyller i resten när han är på plats.',
          files: [{ kind: 'OVR', file: { ...file, name: 'blankett.pdf' } }],
        })
      }),
    )
  } finally {
    setClock('')
  }
}

/** Who answers for which part of the valley. */
export async function seedTeams(admin: OwnerActor, world: World): Promise<void> {
  const people = (...names: string[]) => names.map((name) => world.users[name]!)
  const teams = [
    {
      name: 'Dalen',
      areas: [world.areas['NRD']!],
      members: people('eva.nordin', 'johan.ek', 'lena.frost', 'mats.strand'),
    },
    { name: 'Fjället', areas: [world.areas['NRF']!], members: people('johan.ek', 'lena.frost', 'britt.olsson') },
  ]
  for (const team of teams) await asActor(admin, (tx) => saveTeam(tx, admin, null, team))
}
