import type { Request, Response } from 'express'
import { z } from 'zod'
import { NewCase } from '../../cases/workflow/forms.ts'
import { chooseForCase, listAreas, listJobs } from '../../cases/form/newCase.ts'
import { createCase } from '../../cases/workflow/create.ts'
import { getJob } from '../../cases/workflow/queries.ts'
import { getWritten } from '../../cases/workflow/unsent.ts'
import { asActor, type InstallerActor, type Tx } from '../../db/actor.ts'
import type { Translate } from '../../language/i18n.ts'
import { readForm, type FlatBody } from '../../web/forms.ts'
import { installerOf } from '../../web/guards.ts'
import { routes } from '../../web/routes.ts'
import { API_ADDRESS, endpoint } from '../endpoint.ts'
import { etagOf, expectedVersion, idempotently, matches, preconditionOf, requireVersion } from '../headers.ts'
import { faultsOf, invalid } from '../problem.ts'
import { CaseRef, PROBLEMS } from '../shared.ts'
import { writeAnswers } from './fill.ts'
import { ChangesQuery, listChanged } from './list.ts'
import { colleagueCalled } from './people.ts'
import { Answers, Case, CaseCreated, CasePage } from './schemas.ts'
import { tellCase } from './tell.ts'

const list = endpoint(
  {
    method: 'GET',
    path: '/cases',
    open: { for: 'party', right: 'read', scope: 'cases:read' },
    id: 'listCases',
    tag: 'Cases',
    summary: 'Cases by when they last changed, the oldest change first',
    description:
      'Begin with updated_since or nothing, then give the cursor of each answer in the next call. After the last page the same cursor gives what has changed since. A change may be told twice, never not at all: compare version.',
    query: ChangesQuery,
    answers: { 200: { description: 'A page of cases', schema: CasePage }, ...PROBLEMS(400) },
  },
  async ({ res, actor, query, t }) => {
    res.json(await asActor(actor, (tx) => listChanged(tx, actor, query, t)))
  },
)

const create = endpoint(
  {
    method: 'POST',
    path: '/cases',
    open: { for: 'installer', scope: 'cases:write' },
    id: 'createCase',
    tag: 'Cases',
    summary: 'Begin a case: a draft, with answers or without',
    body: CaseCreated,
    asks: ['idempotency'],
    answers: {
      201: { description: 'The draft', schema: Case, headers: ['ETag', 'Location'] },
      ...PROBLEMS(400, 409, 422),
    },
  },
  async ({ req, res, t, body }) => {
    const actor = installerOf(req)
    const { told, location, isReplayed } = await asActor(actor, async (tx) => {
      const done = await idempotently(tx, actor, req, () => begin(tx, actor, body, t))
      return { ...done, told: await tellCase(tx, actor, done.location, t) }
    })
    if (isReplayed) res.set('Idempotency-Replayed', 'true')
    answerWithCase(req, res.status(201).location(`${API_ADDRESS}/cases/${location}`), told)
  },
)

/** The page before the form and the form itself (cases/form/newCase.ts), with codes in place of ids. */
async function begin(
  tx: Tx,
  actor: InstallerActor,
  { answers, ...wanted }: z.output<typeof CaseCreated>,
  t: Translate,
): Promise<string> {
  const owner = await tx('owners').where({ code: wanted.owner }).first<{ id: number } | undefined>('id')
  const job = owner && (await listJobs(tx, owner.id)).find(({ code }) => code === wanted.job)
  const area = owner && (await listAreas(tx, owner.id)).find(({ code }) => code === wanted.area)
  const form: FlatBody = {
    owner: String(owner?.id ?? ''),
    job: String(job?.id ?? ''),
    area: String(area?.id ?? ''),
    postcode: wanted.postcode ?? '',
    reference: wanted.reference ?? '',
    copy: wanted.copy ?? '',
    files: wanted.copy_files ? 'ja' : '',
  }
  const input = readForm(NewCase, form)
  const misnamed = wanted.area !== undefined && !area ? { area: 'Välj nätområde.' } : {}
  if (!input.ok || 'area' in misnamed) {
    const errors = { ...misnamed, ...(input.ok ? {} : input.form.errors) }
    throw invalid(faultsOf(errors, '').map(({ detail, ...at }) => ({ ...at, detail: t(detail) })))
  }
  const chosen = await chooseForCase(tx, input.data, t)
  if ('errors' in chosen) throw invalid(faultsOf(chosen.errors, ''))
  const responsible =
    wanted.responsible === undefined ? actor.key?.contact : await colleagueCalled(tx, actor, wanted.responsible)
  if (!responsible) throw invalid([{ pointer: '/responsible', detail: t('Välj en kollega.') }])
  const { reference, postcode, files } = input.data
  const { kase } = await createCase(tx, actor, {
    ...chosen,
    reference,
    postcode,
    withFiles: files === 'ja',
    responsible,
  })
  if (answers) await writeAnswers(tx, actor, kase, await getJob(tx, kase), answers, t)
  return kase.ref
}

const read = endpoint(
  {
    method: 'GET',
    path: '/cases/:ref',
    open: { for: 'party', right: 'read', scope: 'cases:read' },
    id: 'getCase',
    tag: 'Cases',
    summary: 'One case, as its page shows it to the side of the key',
    description: 'Reading is logged, and does not count as opening: the case still waits for its people.',
    params: CaseRef,
    answers: {
      200: { description: 'The case', schema: Case, headers: ['ETag'] },
      304: { description: 'It is as If-None-Match says' },
      ...PROBLEMS(404),
    },
  },
  async ({ req, res, actor, params, t }) => {
    answerWithCase(req, res, await asActor(actor, (tx) => tellCase(tx, actor, params.ref, t)))
  },
)

const fill = endpoint(
  {
    method: 'PATCH',
    path: '/cases/:ref',
    open: { for: 'installer', scope: 'cases:write' },
    id: 'fillCase',
    tag: 'Cases',
    summary: 'Fill in answers: those that are named, the others stay',
    description:
      'Of the parts that can be edited now (editable). A JSON Merge Patch: null takes an answer away. Formats are checked, what is required is asked for when it is sent. Nothing is saved where anything is wrong.',
    params: CaseRef,
    body: z.strictObject({ answers: Answers }).meta({ id: 'Filling' }),
    asks: ['version'],
    answers: {
      200: { description: 'The case as it is now', schema: Case, headers: ['ETag'] },
      ...PROBLEMS(400, 404, 409, 412, 422, 428),
    },
  },
  async ({ req, res, params, body, t }) => {
    const actor = installerOf(req)
    const version = expectedVersion(req)
    const told = await asActor(actor, async (tx) => {
      await fillIn(tx, actor, params.ref, version, body.answers, t)
      return tellCase(tx, actor, params.ref, t)
    }).catch((error: unknown) => {
      throw preconditionOf(error, version)
    })
    answerWithCase(req, res, told)
  },
)

async function fillIn(
  tx: Tx,
  actor: InstallerActor,
  ref: string,
  version: number | undefined,
  answers: z.output<typeof Answers>,
  t: Translate,
): Promise<void> {
  const kase = await getWritten(tx, ref)
  requireVersion(kase, version)
  await writeAnswers(tx, actor, kase, await getJob(tx, kase), answers, t)
}

/** With its tag; nothing where the caller has it already. */
export function answerWithCase(req: Request, res: Response, told: z.input<typeof Case>): void {
  const etag = etagOf(told, told)
  res.set('ETag', etag)
  if (req.method === 'GET' && matches(req, etag)) res.status(304).end()
  else res.json(told)
}

export const caseEndpoints = routes(API_ADDRESS).use(list, create, read, fill)
