import type { Request, Response } from 'express'
import { z } from 'zod'
import { localDate } from '../domain/calendar/workdays.ts'
import { asActor, asSystem, type OwnerActor, type Tx } from '../db/actor.ts'
import { showPhone } from '../domain/forms/identifiers/phone.ts'
import { COUNTRIES } from '../domain/forms/countries.ts'
import { showPostcode } from '../domain/forms/identifiers/postcode.ts'
import { signer } from '../language/actor.ts'
import { tenantOf } from '../sign-in/accounts/alerts.ts'
import { alikeInTenant } from '../sign-in/accounts/names.ts'
import { Conflict } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { receiveFiles } from '../web/uploads.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import {
  changeAdmission,
  changeCheckLimit,
  changeDemands,
  readDoors,
  REGISTER_LIMITS,
  replaceRegister,
} from './admission.ts'
import { countApplicants, listApplicants, Search } from './applicants.ts'
import { listCertificates, sendCertificate } from './certificates.ts'
import { CompanyPath, Reason } from './forms.ts'
import { tellCompany, tellNameAnswer, tellOfName } from './letters.ts'
import { similarNames } from './names.ts'
import { getApplicant, listConnectionEvents, ownerOf } from './queries.ts'

/** The network owner's side of applications, for the administrator and those with the set for it: /owner/companies */
export const applications = routes('/owner/companies', {
  for: 'owner',
  right: 'admit',
  proof: 'which companies may send notices: daily work; opens no account of the owner’s',
})

applications.get('/', { support: true }, async (req, res) => {
  const actor = ownerSideOf(req)
  const search = Search.parse(req.query)
  const page = await asActor(actor, async (tx) => ({
    ...(await listApplicants(tx, actor, search)),
    counts: await countApplicants(tx, actor, search),
    doors: await readDoors(tx, actor),
  }))
  await render(res, 'owners/companies', { title: res.locals.t('Företag'), search, ...page })
})

// How companies come in, and what is asked of them, is the administrator's alone to decide.
const admin = { for: 'ownerAdmin' } as const
applications.post('/admission', admin, changeAdmission)
applications.post('/demands', admin, changeDemands)
applications.post('/check-limit', admin, changeCheckLimit)
applications.post('/register', { ...admin, reads: receiveFiles(REGISTER_LIMITS) }, replaceRegister)

applications.get('/certificates/:file', {}, async (req, res) => {
  const { file } = z.object({ file: longId() }).parse(req.params)
  await sendCertificate(res, ownerSideOf(req), file)
})

applications.get('/:id', { support: true }, async (req, res) => showCompany(req, res, emptyForm))

interface Decision {
  decision: 'approved' | 'refused' | 'blocked'
  reason: string | null
  /** The state the decider had in sight: what somebody else decided meanwhile is never written over unseen. */
  seen: string
}
const FROM: Record<Decision['decision'], string[]> = {
  approved: ['applied', 'refused', 'blocked'],
  refused: ['applied'],
  blocked: ['approved'],
}
const Seen = z.object({ seen: z.string().max(20).catch('') })

const NameAnswer = z.object({ wanted: z.string().max(200).catch(''), answer: z.enum(['yes', 'no']).catch('no') })

/** To a company's new name: the one that the decider had in sight. What other owners know of it they are told. */
applications.post('/:id/name', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { id } = CompanyPath.parse(req.params)
  const { wanted, answer } = NameAnswer.parse(req.body)
  const yes = answer === 'yes'
  const before = await asActor(actor, async (tx) => {
    const company = await getApplicant(tx, actor, id)
    if (
      yes &&
      (await similarNames(tx, actor.tenantName, { id, names: [wanted] })).some((each) => each.org_number === null)
    )
      throw new Conflict('Namnet kan förväxlas med ert eget och kan inte godkännas.')
    const { rows } = await tx.raw<{ rows: [{ before: string | null }] }>(
      'select app.settle_company_name(?, ?, ?) as before',
      [id, wanted, yes],
    )
    const { before } = rows[0]
    if (before === null) throw new Conflict('Namnet har redan fått ett svar, eller ändrats igen.')
    await tx('connection_events').insert({
      company_id: id,
      owner_id: actor.ownerId,
      at: tx.now,
      side: 'owner',
      actor_name: actor.name,
      status: company.status === 'applied' ? 'applied' : 'approved',
      reason: res.locals.t(yes ? 'Nytt namn godkänt: {before} → {after}' : 'Nytt namn avslaget: {after}', {
        before,
        after: wanted,
      }),
    })
    await tellNameAnswer(tx, { company: { ...company, id }, owner: await ownerOf(tx, actor) }, wanted, yes)
    return before
  })
  if (yes) await tellOtherOwners(id, actor.ownerId, { before, after: wanted })
  flash(
    res,
    'success',
    yes ? 'Namnet är godkänt och företaget har fått besked.' : 'Namnet är avslaget och företaget har fått besked.',
  )
  res.redirect(303, `/owner/companies/${id}`)
})

async function tellOtherOwners(id: number, than: number, names: { before: string; after: string }): Promise<void> {
  await asSystem('auth', async (tx) => {
    const others = await tx('connections as n')
      .join('owners as o', 'o.id', 'n.owner_id')
      .where({ 'n.company_id': id })
      .whereIn('n.status', ['applied', 'approved'])
      .whereNot({ 'o.id': than })
      .select('o.id', 'o.name', 'o.email')
    const company = { id, name: names.after, email: null }
    for (const owner of others) await tellOfName(tx, { company, owner }, { ...names, settled: true })
  })
}

/** The owner has looked the company up at Elsäkerhetsverket and found it there. */
applications.post('/:id/checked', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { id } = CompanyPath.parse(req.params)
  await asActor(actor, async (tx) => {
    await getApplicant(tx, actor, id)
    await tx('connections')
      .where({ company_id: id, owner_id: actor.ownerId })
      .update({ register_checked_on: localDate(tx.now), register_checked_by_name: actor.name })
  })
  flash(res, 'success', 'Kontrollen är noterad.')
  res.redirect(303, `/owner/companies/${id}`)
})

applications.post('/:id/approve', {}, async (req, res) => {
  // A block is not lifted without saying why, as it was not set without.
  if (Seen.parse(req.body).seen !== 'blocked') return decide(req, res, 'approved', null)
  const input = readForm(Reason, req.body)
  if (!input.ok) return showCompany(req, res.status(422), input.form)
  await decide(req, res, 'approved', input.data.reason)
})
for (const [path, decision] of [
  ['refuse', 'refused'],
  ['block', 'blocked'],
] as const) {
  applications.post(`/:id/${path}`, {}, async (req, res) => {
    const input = readForm(Reason, req.body)
    if (!input.ok) return showCompany(req, res.status(422), input.form)
    await decide(req, res, decision, input.data.reason)
  })
}

async function decide(
  req: Request,
  res: Response,
  decision: Decision['decision'],
  reason: string | null,
): Promise<void> {
  const actor = ownerSideOf(req)
  const { id } = CompanyPath.parse(req.params)
  const { seen } = Seen.parse(req.body)
  const location = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      await settle(tx, actor, id, { decision, reason, seen })
      return `/owner/companies/${id}`
    }),
  )
  const isLifted = decision === 'approved' && seen === 'blocked'
  flash(res, 'success', isLifted ? 'Spärren är hävd och företaget har fått besked.' : DONE[decision])
  res.redirect(303, location)
}

const DONE: Record<Decision['decision'], string> = {
  approved: 'Företaget är godkänt och har fått besked.',
  refused: 'Ansökan är avslagen och företaget har fått besked.',
  blocked: 'Företaget är spärrat och har fått besked.',
}

/** Row, log and mail in one. Of two who decide at once the second finds that it is decided. */
async function settle(tx: Tx, actor: OwnerActor, id: number, { decision, reason, seen }: Decision): Promise<void> {
  const applicant = await getApplicant(tx, actor, id)
  const pair = { company_id: id, owner_id: actor.ownerId }
  const changed = await tx('connections')
    .where(pair)
    .where('status', seen)
    .whereIn('status', FROM[decision])
    .update({
      status: decision,
      reason: decision === 'approved' ? null : reason,
      decided_at: tx.now,
      decided_by_name: actor.name,
    })
  if (changed === 0) throw new Conflict('Ansökan har redan fått ett svar.')
  await tx('connection_events').insert({
    ...pair,
    at: tx.now,
    side: 'owner',
    actor_name: actor.name,
    status: decision,
    reason,
  })
  await tellCompany(tx, { company: applicant, owner: await ownerOf(tx, actor) }, decision, reason)
}

async function showCompany(req: Request, res: Response, form: Form): Promise<void> {
  const actor = ownerSideOf(req)
  const { id } = CompanyPath.parse(req.params)
  const page = await asActor(actor, async (tx) => {
    const company = await getApplicant(tx, actor, id)
    const pair = { company_id: id, owner_id: actor.ownerId }
    const sign = signer(res.locals.t, { company: company.name, owner: actor.tenantName })
    const { rows } = await tx.raw<{ rows: { name: string; phone: string | null; email: string | null }[] }>(
      'select * from app.company_contacts(?)',
      [id],
    )
    const elsewhere = await tx.raw<{ rows: [{ yes: boolean }] }>('select app.approved_elsewhere(?) as yes', [id])
    return {
      company: {
        ...company,
        phone: shown(company.phone),
        postcode: company.postcode && showPostcode(company.postcode),
        country: company.country === 'SE' ? '' : (COUNTRIES[company.country] ?? ''),
      },
      contacts: rows.map((person) => ({ ...person, phone: shown(person.phone) })),
      elsewhere: elsewhere.rows[0].yes,
      similar: await similarNames(tx, actor.tenantName, {
        id,
        names: [company.name, ...(company.wanted_name === null ? [] : [company.wanted_name])],
      }),
      people: await alikeInTenant(
        tx,
        tenantOf(actor),
        rows.map(({ name }) => ({ id: null, name })),
      ),
      certificates: await listCertificates(tx, pair),
      events: (await listConnectionEvents(tx, pair)).map((event) => ({
        ...event,
        by: sign(event.actor_name, event.side),
      })),
    }
  })
  await render(res, 'owners/company', { title: page.company.name, form, key: newKey(), ...page })
}

const shown = (phone: string | null) => phone && showPhone(phone)
