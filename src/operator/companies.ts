import { z } from 'zod'
import { tellAdmins } from '../sign-in/accounts/alerts.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { asActor, type OperatorActor, type Tx } from '../db/actor.ts'
import type { CompanyRow } from '../db/rowTypes.ts'
import type { Translate } from '../language/i18n.ts'
import { promiseAccountMail } from '../mail/accountMail.ts'
import { Conflict, NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { formPage } from '../web/formPage.ts'
import { operatorOf } from '../web/guards.ts'
import { id } from '../web/ids.ts'
import { keyOf, once } from '../web/once.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { likeNumber, likeOf } from '../text/like.ts'
import { listOperatorEvents, writeEvent } from './events.ts'

/** The companies of the platform, and blocking them everywhere: /operator/companies */
export const companies = routes('/operator/companies', { for: 'operator', proof: asksProof() })

export type CompanyLine = Pick<CompanyRow, 'id' | 'name' | 'org_number' | 'city' | 'status'>
const COLUMNS = ['id', 'name', 'org_number', 'city', 'status'] as const

const Query = z.object({ q: z.string().trim().max(100).catch(''), only: z.literal('blocked').nullable().catch(null) })
const MOST_SHOWN = 200

companies.get('/', {}, async (req, res) => {
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
  const like = `%${likeOf(q)}%`
  const found = tx<CompanyRow>('companies').where((some) =>
    some.whereILike('name', like).orWhereILike('org_number', `%${likeNumber(q)}%`),
  )
  if (only) void found.where({ status: only })
  return found
    .orderByRaw(`status <> 'blocked', name collate public.swedish`)
    .limit(MOST_SHOWN + 1)
    .select(...COLUMNS)
}

const CompanyPath = z.object({ id: id() })

const Block = z.object({
  reason: z
    .string()
    .trim()
    .min(10, 'Skriv minst tio tecken, så att företaget förstår varför.')
    .max(1000, 'Texten är för lång.'),
})

const company = formPage({
  actor: operatorOf,
  view: 'operator/company',
  schema: Block,
  load: ({ tx, req }) => getCompany(tx, CompanyPath.parse(req.params).id),
  draw: async ({ tx }, { id, ...row }) => ({
    title: row.name,
    company: { id, ...row },
    connections: (await tx('connections as n')
      .join('owners as o', 'o.id', 'n.owner_id')
      .where({ 'n.company_id': id })
      .whereNot({ 'n.status': 'draft' })
      .orderByRaw('o.name collate public.swedish')
      .select('o.name as owner', 'n.status')) as ConnectionLine[],
    events: (await listOperatorEvents(tx, { company_id: id })).events,
  }),
  save: async ({ tx, actor, base }, { reason }, { id }) => {
    await settle(tx, actor, id, 'company-blocked', reason)
    return { to: `${base}/${id}`, said: 'Företaget är spärrat på hela plattformen.' }
  },
})

companies.get('/:id', {}, company.show)
companies.post('/:id/block', {}, company.save)
companies.post('/:id/unblock', {}, async (req, res) => {
  const operator = operatorOf(req)
  const { id } = CompanyPath.parse(req.params)
  const location = await asActor(operator, (tx) =>
    once(tx, operator, keyOf(req), async () => {
      await settle(tx, operator, id, 'company-unblocked', '')
      return `${req.baseUrl}/${id}`
    }),
  )
  flash(res, 'success', 'Spärren är hävd.')
  res.redirect(303, location)
})

/** Row, log and mail in one. The people of a blocked company are out at the same moment (app.end_company_sessions). */
async function settle(
  tx: Tx,
  operator: OperatorActor,
  id: number,
  event: 'company-blocked' | 'company-unblocked',
  reason: string,
): Promise<void> {
  const company = await getCompany(tx, id)
  if ((company.status === 'blocked') === (event === 'company-blocked')) {
    throw new Conflict('Någon annan hann före. Läs om sidan.')
  }
  await (event === 'company-blocked' ? tx('companies').where({ id }).update({ status: 'blocked' }) : open(tx, id))
  await writeEvent(tx, operator, event, { company_id: id, subject: company.name, ...(reason && { reason }) })
  await tellCompany(tx, operator, company, event, reason)
  const what = (t: Translate) =>
    event === 'company-blocked' ? t('Ert företag är spärrat i Elanmälan') : t('Ert företag är öppet igen i Elanmälan')
  await tellAdmins(tx, { company_id: id, owner_id: null }, { what, by: operator.name })
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
