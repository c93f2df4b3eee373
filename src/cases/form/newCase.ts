import type { Request, Response } from 'express'
import { inForce } from '../../configuration/versions.ts'
import { asActor, type InstallerActor, type Tx } from '../../db/actor.ts'
import type { AreaRow, CaseRow, JobTypeRow, OwnerRow } from '../../db/rowTypes.ts'
import { jobWords } from '../../domain/forms/catalogue/jobWords.ts'
import { parsePostcode } from '../../domain/forms/identifiers/postcode.ts'
import { Conflict } from '../../web/errors.ts'
import { emptyForm, readForm } from '../../web/forms.ts'
import { installerOf } from '../../web/guards.ts'
import { id } from '../../web/ids.ts'
import { keyOf, newKey, once } from '../../web/once.ts'
import type { Form, Views } from '../../web/pages.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { areasAt, createCase } from '../workflow/create.ts'
import { CasePath, NewCase } from '../workflow/forms.ts'
import { getOwner, OWNER_COLUMNS } from '../workflow/queries.ts'
import type { Translate } from '../../language/i18n.ts'
import { fits } from '../../domain/workflow/status.ts'
import { getWritten } from '../workflow/unsent.ts'

/** Which network owner, job and area it is about: the page before the form. */
export const newCase = routes('/cases/new', { for: 'installer', proof: 'cases' })

newCase.get('/', {}, async (req, res) => {
  const { owner, copy, job, area, postcode } = req.query as Record<string, string | undefined>
  const values = Object.fromEntries(
    Object.entries({ owner, copy, job, area, postcode }).filter(([, value]) => typeof value === 'string'),
  )
  await showNew(req, res, { ...emptyForm, values: values as Form['values'] })
})

newCase.post('/', {}, async (req, res) => {
  const actor = installerOf(req)
  const { t } = res.locals
  const input = readForm(NewCase, req.body)
  if (!input.ok) {
    const where = await asActor(actor, (tx) => wrongPlace(tx, req.body, t))
    return showNew(req, res.status(422), { ...input.form, errors: { ...input.form.errors, ...where } })
  }

  const outcome = await asActor(actor, async (tx) => {
    const chosen = await chooseForCase(tx, input.data, t)
    if ('errors' in chosen) return chosen
    const location = await once(tx, actor, keyOf(req), async () => {
      const { reference, postcode, files } = input.data
      const { kase } = await createCase(tx, actor, { ...chosen, reference, postcode, withFiles: files === 'ja' })
      return `/cases/${kase.ref}/edit`
    })
    return { location }
  })
  if ('errors' in outcome) {
    return showNew(req, res.status(422), { values: { ...(req.body as Form['values']) }, errors: outcome.errors })
  }
  res.redirect(303, outcome.location)
})

/** T01's conditions: an approved connection, an active job type of that owner, and one of its areas. */
export async function chooseForCase(tx: Tx, wanted: (typeof NewCase)['_output'], t: Translate) {
  const owner = await openOwners(tx)
    .where('owners.id', wanted.owner)
    .first<OwnerRow | undefined>(OWNER_COLUMNS.map((column) => `owners.${column}`))
  if (!owner) return wrong('owner', t('Välj nätbolag.'))
  const job = await getJobInForce(tx, owner.id, wanted.job)
  if (!job) return wrong('job', t('Välj jobbtyp.'))
  const area = await chooseArea(tx, owner.id, wanted, t)
  if ('errors' in area) return area
  const source = wanted.copy === '' ? null : await copyable(tx, wanted.copy)
  return { owner, job, areaId: area.id, source }
}

/** What is wrong with the place, said together with what else is wrong. */
async function wrongPlace(tx: Tx, body: unknown, t: Translate): Promise<Record<string, string>> {
  const place = NewCase.pick({ owner: true, area: true, postcode: true }).safeParse(body)
  if (!place.success) return {}
  const area = await chooseArea(tx, place.data.owner, place.data, t)
  return 'errors' in area ? area.errors : {}
}

export async function chooseArea(
  tx: Tx,
  ownerId: number,
  wanted: { area: number | null; postcode: string },
  t: Translate,
) {
  const areas = await listAreas(tx, ownerId)
  const chosen = areas.find((area) => area.id === wanted.area)
  if (chosen) return chosen
  if (wanted.postcode === '')
    return areas.length === 1 ? areas[0]! : wrong('postcode', t('Ange postnummer eller välj nätområde.'))
  const postcode = parsePostcode(wanted.postcode)
  if (!postcode.ok) return wrong('postcode', t(postcode.message))
  const found = await areasAt(tx, ownerId, wanted.postcode)
  if (found.length === 1) return found[0]!
  return found.length === 0
    ? wrong(
        'postcode',
        t('Nätbolaget har inget nätområde på det postnumret. Välj nätområde i listan eller ett annat nätbolag.'),
      )
    : wrong('area', t('Postnumret ligger i flera nätområden. Välj ett av dem.'))
}

function wrong(name: string, message: string): { errors: Record<string, string> } {
  return { errors: { [name]: message } }
}

async function copyable(tx: Tx, ref: string): Promise<CaseRow> {
  const source = await getWritten(tx, ref)
  if (!fits('copy', source)) throw new Conflict('Ett slutarkiverat ärende kan inte kopieras.')
  return source
}

async function showNew(req: Request, res: Response, form: Form): Promise<void> {
  const actor = installerOf(req)
  const { t } = res.locals
  const page = await asActor(actor, (tx) => readPage(tx, actor, form))
  await render(res, 'cases/new', { title: t('Nytt ärende'), ...page, key: newKey() })
}

async function readPage(tx: Tx, actor: InstallerActor, form: Form): Promise<Omit<Views['cases/new'], 'title' | 'key'>> {
  const owners = await listOwners(tx)
  const source = CasePath.safeParse({ ref: form.values['copy'] })
  const copy = source.success ? await copyable(tx, source.data.ref) : null
  const asked = 'owner' in form.values ? id().safeParse(form.values['owner']).data : copy?.owner_id
  const ownerId = owners.find((owner) => owner.id === asked)?.id ?? (owners.length === 1 ? owners[0]!.id : null)
  const jobs = ownerId === null ? [] : await listJobs(tx, ownerId)
  // ?job=BE03 names a job type by its code (a suggestion), a posted form by its id.
  const job = jobs.find((each) => each.code === (form.values['job'] ?? copy?.job_code))
  const values = {
    ...form.values,
    ...(job && { job: String(job.id) }),
    ...(copy?.area_id && !form.values['area'] && { area: String(copy.area_id) }),
  }
  return {
    form: { ...form, values },
    owners,
    types: byType(jobs),
    // A copy goes to a job like its own: those lie open, in their type.
    recent: ownerId === null || copy !== null ? [] : await listRecentJobs(tx, actor, ownerId, jobs),
    areas: ownerId === null ? [] : await areasToChoose(tx, ownerId, form),
    ownerId,
    information: ownerId === null ? null : (await getOwner(tx, ownerId)).information,
    copyOf: copy && { ref: copy.ref },
  }
}

/** All of the owner's areas; where a postnummer lies in several, those. */
async function areasToChoose(tx: Tx, ownerId: number, { values, errors }: Form) {
  const postcode = values['postcode']
  const found = errors['area'] && typeof postcode === 'string' ? await areasAt(tx, ownerId, postcode) : []
  return found.length > 1 ? found : listAreas(tx, ownerId)
}

/** Jobs under their installation types, in the owner's order. */
export function byType(jobs: Awaited<ReturnType<typeof listJobs>>): Views['cases/new']['types'] {
  const types = new Map<string, Views['cases/new']['types'][number]>()
  for (const { id, code, name, flow, type_code, type_name } of jobs) {
    const type = types.get(type_code) ?? { code: type_code, name: type_name, jobs: [] }
    type.jobs.push({ id, code, name, flow, words: jobWords(code) })
    types.set(type_code, type)
  }
  return [...types.values()]
}

function listOwners(tx: Tx): Promise<{ id: number; name: string }[]> {
  return openOwners(tx).orderByRaw('owners.name collate public.swedish').select('owners.id', 'owners.name')
}

/** Those that take cases from the actor's company. */
function openOwners(tx: Tx) {
  return tx('owners')
    .join('connections', 'connections.owner_id', 'owners.id')
    .where('connections.status', 'approved')
    .whereNull('owners.deactivated_at')
}

/** The active job types of the newest configuration the owner published. */
export function listJobs(
  tx: Tx,
  ownerId: number,
): Promise<Pick<JobTypeRow, 'id' | 'code' | 'name' | 'flow' | 'type_code' | 'type_name'>[]> {
  return jobsInForce(tx, ownerId).orderBy('position').select('id', 'code', 'name', 'flow', 'type_code', 'type_name')
}

const MOST_RECENT = 4

/** The kinds of job that this person has last begun with the owner, newest first; the same kind of today's configuration. */
async function listRecentJobs(
  tx: Tx,
  { userId }: InstallerActor,
  ownerId: number,
  jobs: Awaited<ReturnType<typeof listJobs>>,
) {
  const begun = (await tx('cases')
    .where({ owner_id: ownerId, responsible_id: userId })
    .orderBy('last_event_at', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .select('job_code')) as { job_code: string }[]
  const codes = [...new Set(begun.map(({ job_code }) => job_code))]
  return codes.flatMap((code) => jobs.find((job) => job.code === code) ?? []).slice(0, MOST_RECENT)
}

/** One of them with its forms. */
export async function getJobInForce(tx: Tx, ownerId: number, id: number): Promise<JobTypeRow | undefined> {
  return jobsInForce(tx, ownerId).where({ id }).first()
}

function jobsInForce(tx: Tx, ownerId: number) {
  return tx<JobTypeRow>('job_types')
    .where({ owner_id: ownerId, active: true })
    .where('configuration_id', inForce(tx, ownerId))
}

export function listAreas(tx: Tx, ownerId: number): Promise<Pick<AreaRow, 'id' | 'code' | 'name'>[]> {
  return tx('areas').where({ owner_id: ownerId, ended_at: null }).orderBy('code').select('id', 'code', 'name')
}
