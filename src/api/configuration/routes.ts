import { z } from 'zod'
import { getJobInForce, listAreas, listJobs } from '../../cases/form/newCase.ts'
import { asActor, type Tx } from '../../db/actor.ts'
import type { JobType } from '../../domain/forms/definition.ts'
import { termsOf } from '../../domain/forms/terms.ts'
import type { Translate } from '../../language/i18n.ts'
import { NotFound } from '../../web/errors.ts'
import { routes } from '../../web/routes.ts'
import { API_ADDRESS, endpoint } from '../endpoint.ts'
import { PROBLEMS } from '../shared.ts'

const Condition = z
  .unknown()
  .meta({ description: 'true, or a condition over the answers: { field, is }, { all: […] } …' })

const FieldShape = {
  key: z.string(),
  label: z.string(),
  help: z.string().optional(),
  type: z.string(),
  required: Condition.optional(),
  when: Condition.optional(),
  options: z.array(z.object({ value: z.string(), label: z.string() })).optional(),
  unit: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  decimals: z.int().optional(),
  max_length: z.int().optional(),
  blank_allowed: z.boolean().optional(),
}
const RowField = z.object(FieldShape).meta({ id: 'RowField' })
const Field = z
  .object({ ...FieldShape, fields: z.array(RowField).optional(), max_rows: z.int().optional() })
  .meta({ id: 'Field' })

const Part = z
  .object({
    sections: z.array(
      z.object({
        key: z.string(),
        title: z.string(),
        optional: z.boolean(),
        when: Condition.optional(),
        fields: z.array(Field),
      }),
    ),
    files: z.array(z.object({ kind: z.string(), label: z.string(), required: Condition.optional() })),
  })
  .meta({ id: 'Form' })

const Owners = z
  .object({ owners: z.array(z.object({ code: z.string(), name: z.string(), takes_cases: z.boolean() })) })
  .meta({ id: 'Owners' })
const Configuration = z
  .object({
    owner: z.object({ code: z.string(), name: z.string() }),
    areas: z.array(z.object({ code: z.string(), name: z.string() })),
    jobs: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        flow: z.enum(['F', 'D', 'G']),
        type: z.object({ code: z.string(), name: z.string() }),
      }),
    ),
  })
  .meta({ id: 'Configuration' })
const JobRead = z
  .object({
    code: z.string(),
    name: z.string(),
    flow: z.enum(['F', 'D', 'G']),
    fuses: z.array(z.number()).meta({ description: 'What a field of type fuse can hold, in ampere.' }),
    notice: Part,
    consent: Part,
    completion: Part,
  })
  .meta({ id: 'JobType' })

const OwnerPath = z.object({ owner: z.string().max(20).meta({ example: 'NEL' }) })
const open = { for: 'party', right: 'none', scope: 'configuration:read' } as const

const owners = endpoint(
  {
    method: 'GET',
    path: '/owners',
    open,
    id: 'listOwners',
    tag: 'Configuration',
    summary: 'The network owners that the key can see: the own one, or those the company may send to',
    answers: { 200: { description: 'The network owners', schema: Owners }, ...PROBLEMS() },
  },
  async ({ res, actor }) => {
    const list = await asActor(actor, (tx) => ownersOf(tx, actor.companyId))
    res.json({ owners: list.map(({ code, name, takes_cases }) => ({ code, name, takes_cases })) })
  },
)

const configuration = endpoint(
  {
    method: 'GET',
    path: '/owners/:owner',
    open,
    id: 'getConfiguration',
    tag: 'Configuration',
    summary: 'Areas and job types of a network owner, as they are in force',
    params: OwnerPath,
    answers: { 200: { description: 'The configuration', schema: Configuration }, ...PROBLEMS(404) },
  },
  async ({ res, actor, params, t }) => {
    res.json(
      await asActor(actor, async (tx) => {
        const owner = await ownerCalled(tx, actor.companyId, params.owner)
        const areas = await listAreas(tx, owner.id)
        const jobs = await listJobs(tx, owner.id)
        return {
          owner: { code: owner.code, name: owner.name },
          areas: areas.map(({ code, name }) => ({ code, name })),
          jobs: jobs.map(({ code, name, flow, type_code, type_name }) => ({
            code,
            name: t(name),
            flow,
            type: { code: type_code, name: t(type_name) },
          })),
        }
      }),
    )
  },
)

const job = endpoint(
  {
    method: 'GET',
    path: '/owners/:owner/jobs/:job',
    open,
    id: 'getJobType',
    tag: 'Configuration',
    summary: 'A job type with the fields of its forms',
    params: OwnerPath.extend({ job: z.string().max(20).meta({ example: 'NY01' }) }),
    answers: { 200: { description: 'The job type', schema: JobRead }, ...PROBLEMS(404) },
  },
  async ({ res, actor, params, t }) => {
    const definition = await asActor(actor, async (tx) => {
      const owner = await ownerCalled(tx, actor.companyId, params.owner)
      const found = (await listJobs(tx, owner.id)).find(({ code }) => code === params.job)
      const row = found && (await getJobInForce(tx, owner.id, found.id))
      if (!row) throw new NotFound()
      return row.definition
    })
    res.json(jobOf(definition, actor.side === 'owner', t))
  },
)

interface OwnerLine {
  id: number
  code: string
  name: string
  takes_cases: boolean
}

/** Row security says which: a company sees more than it may send to, so its connections say which of them are told. */
async function ownersOf(tx: Tx, companyId: number | null): Promise<OwnerLine[]> {
  const query = tx('owners').orderByRaw('owners.name collate public.swedish')
  const columns = ['owners.id', 'owners.code', 'owners.name', tx.raw('owners.deactivated_at is null as takes_cases')]
  if (companyId === null) return (await query.whereRaw('owners.id = app.owner_id()').select(columns)) as OwnerLine[]
  return (await query
    .join('connections', 'connections.owner_id', 'owners.id')
    .where('connections.company_id', companyId)
    .where('connections.status', 'approved')
    .select(columns)) as OwnerLine[]
}

/** @throws NotFound also for one that the key has nothing to do with */
async function ownerCalled(tx: Tx, companyId: number | null, code: string): Promise<OwnerLine> {
  const owner = (await ownersOf(tx, companyId)).find((each) => each.code === code)
  if (!owner) throw new NotFound('Nätbolaget finns inte')
  return owner
}

function jobOf(job: JobType, isOwner: boolean, t: Translate): z.input<typeof JobRead> {
  const fieldOf = (field: JobType['notice']['sections'][number]['fields'][number]): z.input<typeof Field> => ({
    key: field.key,
    label: t(field.label),
    ...(field.help && { help: t(field.help) }),
    type: field.type,
    ...(field.required !== undefined && { required: field.required }),
    ...(field.when && { when: field.when }),
    ...(field.options && { options: field.options.map(({ value, label }) => ({ value, label: t(label) })) }),
    ...(field.unit && { unit: field.unit }),
    ...(field.min !== undefined && { min: field.min }),
    ...(field.max !== undefined && { max: field.max }),
    ...(field.decimals !== undefined && { decimals: field.decimals }),
    ...(field.maxLength !== undefined && { max_length: field.maxLength }),
    ...(field.blankAllowed && { blank_allowed: true }),
    ...(field.fields && { fields: field.fields.map(fieldOf) }),
    ...(field.maxRows !== undefined && { max_rows: field.maxRows }),
  })
  const partOf = (part: JobType['notice']): z.input<typeof Part> => ({
    sections: part.sections.map(({ key, title, optional, when, fields }) => ({
      key,
      title: t(title),
      optional: optional ?? false,
      ...(when && { when }),
      fields: fields.filter(({ ownerOnly }) => isOwner || !ownerOnly).map(fieldOf),
    })),
    files: part.attachments.map(({ kind, label, required }) => ({
      kind,
      label: t(label),
      ...(required !== undefined && { required }),
    })),
  })
  return {
    code: job.code,
    name: t(job.name),
    flow: job.flow,
    fuses: termsOf(job).ladder,
    notice: partOf(job.notice),
    consent: partOf(job.consent),
    completion: partOf(job.completion),
  }
}

export const configurationEndpoints = routes(API_ADDRESS).use(owners, configuration, job)
