import { createCase } from '../../src/cases/workflow/create.ts'
import { perform } from '../../src/cases/workflow/perform.ts'
import { getOwner } from '../../src/cases/workflow/queries.ts'
import type { Move } from '../../src/domain/workflow/status.ts'
import { asActor, type InstallerActor, type OwnerActor } from '../../src/db/actor.ts'
import type { Audience, CaseRow, JobTypeRow } from '../../src/db/rowTypes.ts'
import { addFiles } from '../../src/attachments/queries.ts'
import { insertNote } from '../../src/notes/queries.ts'
import { completionFor, consentFor, noticeFor, type Place } from '../../seeds/demoAnswers.ts'
import { withSampleFile } from '../../seeds/demoFiles.ts'
import { PEOPLE, type World } from '../../seeds/world.ts'

/** Tolvan Tolvansson, who has asked for electricity at Berget 1:23 (docs/domain.md S1). */
export const tolvan: Place = {
  street: 'Bergsvägen 3',
  postcode: '12345',
  city: 'Norrådal',
  property: 'Berget 1:23',
  orderer: 'Tolvan Tolvansson',
  identity: '191212121212',
  phone: '+46701740620',
  email: 'tolvan@kund.example',
  facilityId: '735999000100000029',
  meter: 'MT-48211',
}

/** The people of the world as the program knows them when they are signed in. */
export function actorsOf(world: World) {
  const person = (username: string) => {
    const { name, admin } = PEOPLE.find((each) => each.username === username)!
    return { userId: world.users[username]!, username, name, locale: 'sv' as const, isAdmin: admin ?? false }
  }
  const installer = (username: string, company: keyof World['companies'], tenantName: string): InstallerActor => ({
    ...person(username),
    side: 'installer',
    companyId: world.companies[company],
    ownerId: null,
    tenantName,
  })
  const owner = (username: string, code: keyof World['owners'], tenantName: string): OwnerActor => ({
    ...person(username),
    side: 'owner',
    sets: PEOPLE.find((each) => each.username === username)!.sets ?? ['H'],
    companyId: null,
    ownerId: world.owners[code],
    tenantName,
  })
  return {
    amir: installer('amir.haddad', 'Bergströms', 'Bergströms Elservice AB'),
    sofia: installer('sofia.lindqvist', 'Bergströms', 'Bergströms Elservice AB'),
    karin: installer('karin.bergstrom', 'Bergströms', 'Bergströms Elservice AB'),
    mira: installer('mira.dahl', 'Solklart', 'Solklart Installation AB'),
    eva: owner('eva.nordin', 'NEL', 'Norrådalens Elnät AB'),
    johan: owner('johan.ek', 'NEL', 'Norrådalens Elnät AB'),
    lena: owner('lena.frost', 'NEL', 'Norrådalens Elnät AB'),
    britt: owner('britt.olsson', 'NEL', 'Norrådalens Elnät AB'),
    kerstin: owner('kerstin.lund', 'NEL', 'Norrådalens Elnät AB'),
    mats: owner('mats.strand', 'NEL', 'Norrådalens Elnät AB'),
    lars: owner('lars.wik', 'NEL', 'Norrådalens Elnät AB'),
    petra: owner('petra.wallin', 'VKN', 'Västkustens Nät AB'),
  }
}

async function create(by: InstallerActor, jobCode: string, extra: { note?: string } = {}): Promise<CaseRow> {
  return asActor(by, async (tx) => {
    const { id } = (await tx('owners').where({ code: 'NEL' }).first('id')) as { id: number }
    const owner = await getOwner(tx, id)
    const job = (await tx<JobTypeRow>('job_types').where({ owner_id: owner.id, code: jobCode }).first())!
    const area = (await tx('areas').where({ code: 'NRD' }).first('id')) as { id: number }
    const { kase } = await createCase(tx, by, { owner, job, areaId: area.id, reference: 'Order 4471', source: null })
    const notice = { ...kase.notice, ...noticeFor(job.definition, tolvan, tx.now) }
    const saved = await perform(tx, by, kase.ref, 'save', { notice })
    await withSampleFile('SIT', (file) => addFiles(tx, by, saved, [{ kind: 'SIT', file }]))
    if (extra.note) await insertNote(tx, by, saved, { subject: 'Obs', body: extra.note, audience: 'all' })
    return saved
  })
}

/** Moves of a case made directly, for arranging what a test is about. */
export const aCase = Object.assign(create, {
  send: (by: InstallerActor, kase: CaseRow) =>
    asActor(by, async (tx) => {
      const job = (await tx<JobTypeRow>('job_types').where({ id: kase.job_type_id }).first())!
      const direct = kase.flow === 'D'
      const completion = direct ? completionFor(job.definition, kase, tolvan, tx.now) : {}
      return perform(tx, by, kase.ref, direct ? 'submitDirect' : 'submit', direct ? { completion } : {})
    }),
  approve: (by: OwnerActor, kase: CaseRow) =>
    asActor(by, async (tx) => {
      const job = (await tx<JobTypeRow>('job_types').where({ id: kase.job_type_id }).first())!
      return perform(tx, by, kase.ref, 'approve', { consent: consentFor(job.definition, kase) })
    }),
  reject: (by: OwnerActor, kase: CaseRow, comment = 'Situationsplanen saknas') =>
    asActor(by, (tx) =>
      perform(tx, by, kase.ref, kase.status === 'completed' ? 'rejectCompletion' : 'reject', {
        comment,
        details: { codes: ['BIL'], fields: ['fastighet'], attachments: ['SIT'] },
        reasons: ['Bilaga saknas eller är oläslig'],
      }),
    ),
  complete: (by: InstallerActor, kase: CaseRow) =>
    asActor(by, async (tx) => {
      const job = (await tx<JobTypeRow>('job_types').where({ id: kase.job_type_id }).first())!
      return perform(tx, by, kase.ref, 'complete', { completion: completionFor(job.definition, kase, tolvan, tx.now) })
    }),
  move: (by: InstallerActor | OwnerActor, kase: CaseRow, move: Move, comment?: string) =>
    asActor(by, (tx) => perform(tx, by, kase.ref, move, comment ? { comment } : {})),
  note: (by: InstallerActor | OwnerActor, kase: CaseRow, audience: Audience, body: string) =>
    asActor(by, (tx) => insertNote(tx, by, kase, { subject: 'Obs', body, audience })),
})
