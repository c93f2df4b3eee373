import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { tellAdmins } from '../sign-in/accounts/alerts.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { asActor, type OperatorActor, type Tx } from '../db/actor.ts'
import type { CompanyRow } from '../db/rowTypes.ts'
import { promiseAccountMail } from '../mail/accountMail.ts'
import { Conflict, NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { operatorOf } from '../web/guards.ts'
import { id } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { listOperatorEvents, writeEvent } from './events.ts'

/** The companies of the platform, and blocking them everywhere: /operator/companies */
export const companies = Router()

export type CompanyLine = Pick<CompanyRow, 'id' | 'name' | 'org_number' | 'city' | 'status'>
const COLUMNS = ['id', 'name', 'org_number', 'city', 'status'] as const

const Query = z.object({ q: z.string().trim().max(100).catch(''), only: z.literal('blocked').nullable().catch(null) })
const MOST_SHOWN = 200

companies.get('/', async (req, res) => {
  const { q, only } = Query.parse(req.query)
  const list = await asActor(operatorOf(req), (tx) => listCompanies(tx, q, only))
  const shown = list.slice(0, MOST_SHOWN)
  await render(res, 'operator/companies', {
    title: res.locals.t('Företag'),
    list: shown,
    q,
    only,
    hasMore: list.length > MOST_SHOWN,
  })
})

function listCompanies(tx: Tx, q: string, only: 'blocked' | null): Promise<CompanyLine[]> {
  const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const found = tx<CompanyRow>('companies').where((some) =>
    some.whereILike('name', like).orWhereILike('org_number', like.replaceAll('-', '')),
  )
  if (only) void found.where({ status: only })
  return found
    .orderByRaw(`status <> 'blocked', name collate public.swedish`)
    .limit(MOST_SHOWN + 1)
    .select(...COLUMNS)
}

const CompanyPath = z.object({ id: id() })

companies.get('/:id', async (req, res) => showCompany(req, res, emptyForm))

const Block = z.object({
  reason: z
    .string()
    .trim()
    .min(10, 'Skriv minst tio tecken, så att företaget förstår varför.')
    .max(1000, 'Texten är för lång.'),
})

companies.post('/:id/block', asksProof(), async (req, res) => {
  const input = readForm(Block, req.body)
  if (!input.ok) return showCompany(req, res.status(422), input.form)
  await settle(req, res, 'company-blocked', input.data.reason)
})
companies.post('/:id/unblock', asksProof(), async (req, res) => settle(req, res, 'company-unblocked', ''))

/** Row, log and mail in one. The people of a blocked company are out at the same moment (app.end_company_sessions). */
async function settle(
  req: Request,
  res: Response,
  event: 'company-blocked' | 'company-unblocked',
  reason: string,
): Promise<void> {
  const operator = operatorOf(req)
  const { id } = CompanyPath.parse(req.params)
  const location = await asActor(operator, (tx) =>
    once(tx, operator, keyOf(req), async () => {
      const company = await getCompany(tx, id)
      if ((company.status === 'blocked') === (event === 'company-blocked')) {
        throw new Conflict('Någon annan hann före. Läs om sidan.')
      }
      await (event === 'company-blocked' ? tx('companies').where({ id }).update({ status: 'blocked' }) : open(tx, id))
      await writeEvent(tx, operator, event, { company_id: id, subject: company.name, ...(reason && { reason }) })
      await tellCompany(tx, operator, company, event, reason)
      await tellAdmins(
        tx,
        { company_id: id, owner_id: null },
        {
          what: (t) =>
            event === 'company-blocked'
              ? t('Ert företag är spärrat i Elanmälan')
              : t('Ert företag är öppet igen i Elanmälan'),
          by: operator.name,
        },
      )
      return `/operator/companies/${id}`
    }),
  )
  flash(res, 'success', event === 'company-blocked' ? 'Företaget är spärrat på hela plattformen.' : 'Spärren är hävd.')
  res.redirect(303, location)
}

/** Back to what it would have been: one whom an owner let in meanwhile gets its details now, as it would have then. */
async function open(tx: Tx, id: number): Promise<void> {
  await tx.raw(
    `update companies c set status = case when exists (select from connections n where n.company_id = c.id
       and n.status in ('approved', 'blocked', 'ended')) then 'active' else 'waiting' end where id = ?`,
    [id],
  )
  await tx.raw(
    `select app.enqueue_first_invitation(u.id) from users u join companies c on c.id = u.company_id
     where c.id = ? and c.status = 'active' and u.is_admin and u.active and not u.has_password`,
    [id],
  )
}

async function tellCompany(
  tx: Tx,
  operator: OperatorActor,
  company: CompanyRow,
  event: 'company-blocked' | 'company-unblocked',
  reason: string,
): Promise<void> {
  if (!company.email) return
  const blocked = event === 'company-blocked'
  const to = { name: null, email: company.email, locale: 'sv', company_id: company.id } as const
  await promiseAccountMail(tx, 'M20', to, (t) => ({
    subject: blocked ? t('Ert företag är spärrat i Elanmälan') : t('Ert företag är öppet igen i Elanmälan'),
    title: blocked ? t('Företaget är spärrat') : t('Spärren är hävd'),
    lead: [
      blocked
        ? t('{company} är spärrat i Elanmälan. Ingen hos er kan logga in förrän spärren hävs.', {
            company: company.name,
          })
        : t('{company} är inte längre spärrat i Elanmälan. Ni kan logga in som vanligt.', { company: company.name }),
    ],
    next: blocked ? t('Ärenden som redan är skickade finns kvar hos nätbolagen.') : '',
    ...(reason && { comment: { by: operator.name, text: reason } }),
    foot: t('Ni får mejlet för att det är företagets adress i Elanmälan.'),
  }))
}

async function getCompany(tx: Tx, id: number): Promise<CompanyRow> {
  const company = await tx<CompanyRow>('companies').where({ id }).first()
  if (!company) throw new NotFound()
  return company
}

export interface ConnectionLine {
  owner: string
  status: string
}

async function showCompany(req: Request, res: Response, form: Form): Promise<void> {
  const { id } = CompanyPath.parse(req.params)
  const page = await asActor(operatorOf(req), async (tx) => ({
    company: await getCompany(tx, id),
    connections: (await tx('connections as n')
      .join('owners as o', 'o.id', 'n.owner_id')
      .where({ 'n.company_id': id })
      .whereNot({ 'n.status': 'draft' })
      .orderByRaw('o.name collate public.swedish')
      .select('o.name as owner', 'n.status')) as ConnectionLine[],
    events: (await listOperatorEvents(tx, { company_id: id })).events,
  }))
  await render(res, 'operator/company', { title: page.company.name, form, key: newKey(), ...page })
}
