import { completionFor, noticeFor, type Place } from '../seeds/demoAnswers.ts'
import { publishCatalogue } from '../src/owners/firstConfiguration.ts'
import type { World } from '../seeds/world.ts'
import { WAITING } from '../src/domain/workflow/status.ts'
import { inList } from '../src/db/literals.ts'
import type { Database } from '../src/db/bare.ts'
import type { JobTypeRow } from '../src/db/rowTypes.ts'

const place: Place = {
  street: 'Gatan 1',
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

/**
 * The first thousand cases are those of the people who ask, so that every page is full in every house and only the size of
 * the house differs. The others are as in life, skewed: of 22 owners one (NEL) has three in ten, of 302 companies one
 * (Bergströms) has one in ten; nine of ten are archived. Written straight into the tables.
 */
export async function fillHouse(db: Database, world: World, size: number): Promise<void> {
  const owners = await moreOwners(db)
  await db.raw(
    `insert into companies (name, org_number) select 'Företag ' || n || ' AB', (5600000000 + n)::text from generate_series(1, 300) n`,
  )
  const companies = (await db('companies').orderBy('id').pluck('id')) as number[]
  await db.raw(
    `insert into connections (company_id, owner_id, status) select c.id, o.id, 'approved' from companies c, owners o on conflict do nothing`,
  )
  const job = (await db<JobTypeRow>('job_types').where({ owner_id: world.owners.NEL, code: 'BE03' }).first())!
  const notice = noticeFor(job.definition, place, new Date())
  const completion = completionFor(job.definition, { notice, consent: {} }, place, new Date())
  // Built at the end they are the same indexes, in a third of the time; and each case is indexed once, with its notes, two
  // at a time.
  const { rows: slow } = await db.raw<{ rows: { name: string; definition: string }[] }>(
    `select indexname as name, indexdef as definition from pg_indexes where indexdef like '%USING gin%'
       and tablename in ('cases', 'case_search')`,
  )
  for (const { name } of slow) await db.raw('drop index ??', [name])
  await db.raw(`alter table cases disable trigger search; alter table notes disable trigger search`)
  const base = baseOf(world, owners, companies)
  for (let from = 1; from <= size; from += 10_000) {
    await db.raw(CASES, {
      from,
      to: Math.min(size, from + 9_999),
      owners: owners as never,
      companies: companies as never,
      notice: JSON.stringify(notice),
      completion: JSON.stringify(completion),
      user: world.users['amir.haddad']!,
      base: base.length,
      baseOwners: base.map(({ owner }) => owner) as never,
      baseCompanies: base.map(({ company }) => company) as never,
      baseOpen: base.map(({ open }) => open) as never,
      tellers: ['eva.nordin', 'petra.wallin', 'amir.haddad', 'mira.dahl'].map((name) => world.users[name]!) as never,
    })
  }
  await db.raw(NOTES, [world.users['eva.nordin']!])
  await db.raw(FILES, [world.users['amir.haddad']!])
  await Promise.all([0, 1].map((half) => indexHalf(db, half)))
  await db.raw(`alter table cases enable trigger search; alter table notes enable trigger search`)
  for (const { definition } of slow) await db.raw(definition)
}

/** In batches: a statement that is silent for minutes is cut (src/db/guardedClient.ts). */
async function indexHalf(db: Database, half: number): Promise<void> {
  const { rows } = await db.raw<{ rows: [{ last: number }] }>('select max(id) as last from cases')
  for (let from = 0; from <= rows[0].last; from += 4_000) await db.raw(SEARCH, [half, from, from + 4_000])
}

interface Told {
  owner: number
  company: number
  open: boolean
}

/** Of each owner and company that is measured: enough open, own and archived cases for a page, at and with many others. */
function baseOf({ owners, companies }: World, allOwners: number[], allCompanies: number[]): Told[] {
  const measured = [
    { owner: owners.NEL, company: companies.Bergströms },
    { owner: owners.VKN, company: companies.Solklart },
  ]
  const companiesBeside = allCompanies.filter((id) => id !== companies.Bergströms && id !== companies.Solklart)
  const ownersBeside = allOwners.filter((id) => id !== owners.NEL && id !== owners.VKN)
  return measured.flatMap(({ owner, company }) => [
    ...many(100, { owner, company, open: true }),
    ...many(60, { owner, company, open: false }),
    ...companiesBeside.slice(0, 100).flatMap((other) => many(2, { owner, company: other, open: true })),
    ...companiesBeside.slice(0, 70).map((other) => ({ owner, company: other, open: false })),
    ...ownersBeside.flatMap((other, at) => many(at < 2 ? 25 : 1, { owner: other, company, open: true })),
  ])
}

function many(n: number, told: Told): Told[] {
  return Array.from({ length: n }, () => told)
}

async function moreOwners(db: Database): Promise<number[]> {
  for (let n = 0; n < 19; n++) {
    const code = `X${String.fromCharCode(65 + n)}X`
    const [row] = (await db('owners')
      .insert({ code, name: `Nät ${code}`, org_number: String(5_610_000_000 + n) })
      .returning('id')) as { id: number }[]
    await publishCatalogue(db, row!.id)
  }
  return (await db('owners').orderBy('id').pluck('id')) as number[]
}

const CASES = `
  with words as (select
      array['Andersson','Johansson','Karlsson','Nilsson','Eriksson','Larsson','Olsson','Persson','Svensson','Gustafsson','Pettersson','Jonsson',
        'Bergqvist','Lindgren','Axelsson','Bengtsson','Lundgren','Mattsson','Berglund','Fransson','Holm','Sandberg','Nyström','Ek'] as names,
      array['Bergsvägen','Storgatan','Skolgatan','Kyrkvägen','Ringvägen','Parkgatan','Sjövägen','Åkervägen','Ängsvägen','Björkgatan','Granvägen',
        'Tallvägen','Strandvägen','Industrigatan','Hamngatan','Södergatan','Norrgatan','Östergatan','Kvarngatan','Bruksgatan'] as streets),
  rows as (
    select n,
      coalesce((:baseOwners::int[])[n], (:owners::int[])[case when n % 10 < 3 then 1 else 2 + n % 21 end]) as owner_id,
      coalesce((:baseCompanies::int[])[n], (:companies::int[])[case when (n / 10) % 10 = 0 then 1 else 2 + (n * 7) % 301 end]) as company_id,
      coalesce(not (:baseOpen::boolean[])[n], n % 17 <> 0 and n % 10 <> 3) as archived,
      n <= :base as told,
      (array['submitted', 'submitted', 'consented', 'consented', 'notice_rejected', 'completed'])[
        1 + (case when n <= :base then n else n / 17 end) % 6] as open_status,
      -- So many of the told that a search for one fills its page in every house.
      case when n <= :base then names[1 + n % 2] else names[1 + (n * 13) % 24] end as surname, streets[1 + (n * 7 + n / 20) % 20] as street
    from words, generate_series(:from::int, :to::int) n)
  insert into cases (owner_id, company_id, company_name, number, ref, job_type_id, flow, type_name, job_code, job_name, status, turn, revision,
    submitted_at, created_by, notice, completion, reference, address, orderer, facility_id, meter_number, last_event_at, created_at,
    expected_on, due_on, area_id, handler_id, handler_name, responsible_id, responsible_name, rejected_count)
  select r.owner_id, r.company_id, c.name, '2027-' || lpad(n::text, 6, '0'), o.code || '-2027-' || lpad(n::text, 6, '0'),
    j.id, j.flow, j.type_name, j.code, j.name, case when archived then 'archived' else open_status end,
    case when not archived then case when open_status ${inList(WAITING)} then 'owner' else 'installer' end end, 1,
    now(), :user, m.notice, :completion::jsonb, 'Order ' || n, street || ' ' || n % 200, surname, '73599900010' || lpad(n::text, 7, '0'), 'MT-' || 100000 + n,
    timestamptz '2027-01-01' + n * interval '1 minute', timestamptz '2027-01-01' + n * interval '1 minute',
    case when n % 9 > 0 then app.today() - 20 + n % 90 end, case when not archived and open_status ${inList(WAITING)} then app.today() - 3 + n % case when told then 6 else 20 end end,
    (select a.id from areas a where a.owner_id = r.owner_id order by a.id offset n % 3 limit 1),
    h.id, h.name, p.id, p.name, case when n % case when told then 2 else 400 end = 1 then 1 else 0 end
  from rows r
  join companies c on c.id = r.company_id
  join owners o on o.id = r.owner_id
  join job_types j on j.owner_id = r.owner_id and j.code = (array['BE03', 'NY01', 'BE06', 'LA01', 'PR01', 'BE03'])[1 + n / 3 % 6]
  left join lateral (select u.id, u.name from users u where u.owner_id = r.owner_id
    order by (told and n % 4 < 2 and u.id = any (:tellers)) desc, u.id offset case when told and n % 4 < 2 then 0 else n % 5 end limit 1) h on true
  left join lateral (select u.id, u.name from users u where u.company_id = r.company_id
    order by (told and n % 4 < 3 and u.id = any (:tellers)) desc, u.id offset case when told and n % 4 < 3 then 0 else n / 10 % 3 end limit 1) p on true
  cross join lateral (select :notice::jsonb || jsonb_build_object('best_namn', 'Kund ' || surname || case when n % 10 = 2 then ' Sällsynt' || translate(n::text, '0123456789', 'abcdefghij') || 'z' else '' end,
    'anl_adress', street || ' ' || n % 200, 'fastighet', 'Stadsdel ' || n % 90 || ':' || n % 300, 'er_referens', 'Order ' || n,
    'anl_id', '73599900010' || lpad(n::text, 7, '0'), 'matarnummer', 'MT-' || 100000 + n,
    'upplysningar', case when n % 2 = 0 then 'Vid grävning visas kabeln av ' || surname else 'Nyckel finns hos grannen på ' || street end) as notice) m`

const NOTES = `
  insert into notes (case_id, owner_id, company_id, sent, audience, side, author_id, author_name, subject, body)
  select id, owner_id, company_id, sent, case when id % 2 = 0 then 'all' else 'owner' end, 'owner', coalesce(handler_id, ?),
    coalesce(handler_name, 'Eva Nordin'), 'Samtal', 'Ringde kunden om besiktning av skåpet, återkommer på måndag ' || number
  from cases where id % 4 = 0 or id <= 1000`

const FILES = `
  insert into attachments (case_id, owner_id, company_id, sent, audience, side, kind, name, media_type, size, sha256, uploaded_by, uploaded_by_name)
  select id, owner_id, company_id, sent, 'all', 'installer', 'SIT', 'situationsplan.pdf', 'application/pdf', 1, sha256(''), ?, 'Amir Haddad'
  from cases where id <= 1000 and id % 2 = 0 or id % 300 = 0`

const SEARCH = `select count(*) from (select app.index_case(id) from cases where id % 2 = ? and id > ? and id <= ?) indexed`
