import { z } from 'zod'
import { isDate, localDate } from '../domain/calendar/workdays.ts'
import { asActor, type Tx } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { formPage } from '../web/formPage.ts'
import { operatorOf } from '../web/guards.ts'
import { id } from '../web/ids.ts'
import { newKey } from '../web/once.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { writeEvent } from './events.ts'

/** The agreement that companies accept, version by version: /operator/agreements */
export const agreements = routes('/operator/agreements', { for: 'operator', proof: 'the text of the agreement' })

export interface AgreementLine {
  version: number
  published_at: Date
  /** Not in force yet: can be withdrawn. */
  coming: boolean
  accepted: number
}

const LINES = `select a.version, a.published_at, a.published_at > app.now() as coming,
    (select count(*)::int from agreement_acceptances x join companies c on c.id = x.company_id
      where x.version = a.version and c.status = 'active') as accepted
  from agreements a order by a.version desc`

agreements.get('/', {}, async (req, res) => {
  const page = await asActor(operatorOf(req), async (tx) => ({
    list: (await tx.raw<{ rows: AgreementLine[] }>(LINES)).rows,
    companies: await countCompanies(tx),
  }))
  await render(res, 'operator/agreements', { title: res.locals.t('Användaravtal'), ...page })
})

async function countCompanies(tx: Tx): Promise<number> {
  const { rows } = await tx.raw<{ rows: [{ n: number }] }>(
    `select count(*)::int as n from companies where status = 'active'`,
  )
  return rows[0].n
}

const text = z
  .string()
  .trim()
  .min(100, 'Texten är för kort för att vara ett avtal.')
  .max(100_000, 'Texten är för lång.')
  .regex(/^[^\ufffd]*$/u, 'Texten innehåller tecken som inte går att spara.')

const NewVersion = z.object({
  body_sv: text,
  body_en: text,
  from: z.string().trim().refine(isDate, 'Ange datum som 2027-01-31.'),
})

agreements.form(
  '/new',
  {},
  formPage({
    actor: operatorOf,
    view: 'operator/new-agreement',
    schema: NewVersion,
    load: ({ tx }) => newestOf(tx),
    values: ({ body_sv, body_en }, { tx }) => ({ body_sv, body_en, from: localDate(tx.now) }),
    draw: ({ t }) => ({ title: t('Ny version av avtalet') }),
    save: async ({ tx, actor, base }, { from, ...bodies }) => {
      const today = localDate(tx.now)
      if (from < today) return { errors: { from: 'Välj i dag eller en senare dag.' } }
      // Two who publish at once get a number each, one after the other.
      await tx.raw(`select pg_advisory_xact_lock(hashtextextended('agreements', 0))`)
      const version = (await newestOf(tx)).version + 1
      const published_at = from === today ? tx.now : tx.raw(`?::date at time zone 'Europe/Stockholm'`, [from])
      await tx('agreements').insert({ version, ...bodies, published_at })
      await writeEvent(tx, actor, 'agreement-published', { subject: String(version) })
      return { to: base, said: 'Den nya versionen är sparad.' }
    },
  }),
)

const VersionPath = z.object({ version: id() })

agreements.get('/:version', {}, async (req, res) => {
  const { version } = VersionPath.parse(req.params)
  const page = await asActor(operatorOf(req), async (tx) => {
    const [agreement] = (await tx('agreements')
      .where({ version })
      .select('*', tx.raw('published_at > app.now() as coming'))) as AgreementText[]
    if (!agreement) throw new NotFound()
    return { agreement, ...(await listCompanies(tx, version)) }
  })
  const title = res.locals.t('Användaravtal, version {version}', { version })
  await render(res, 'operator/agreement', { title, key: newKey(), ...page })
})

/** Only before its day; the database refuses it afterwards. */
agreements.post('/:version/withdraw', {}, async (req, res) => {
  const operator = operatorOf(req)
  const { version } = VersionPath.parse(req.params)
  await asActor(operator, async (tx) => {
    const gone = await tx('agreements').where({ version }).whereRaw('published_at > app.now()').delete()
    if (gone === 0) throw new NotFound()
    await writeEvent(tx, operator, 'agreement-withdrawn', { subject: String(version) })
  })
  flash(res, 'success', 'Versionen är borttagen. Den hann inte börja gälla.')
  res.redirect(303, '/operator/agreements')
})

export interface AgreementText {
  version: number
  body_sv: string
  body_en: string
  published_at: Date
  coming: boolean
}

async function newestOf(tx: Tx): Promise<AgreementText> {
  return (await tx('agreements').orderBy('version', 'desc').first()) as AgreementText
}

const MOST_SHOWN = 500

interface Accepted {
  name: string
  accepted_name: string
  accepted_at: Date
}

async function listCompanies(tx: Tx, version: number): Promise<{ accepted: Accepted[]; lacking: string[] }> {
  const accepted = (await tx('agreement_acceptances as x')
    .join('companies as c', 'c.id', 'x.company_id')
    .where({ version })
    .orderBy('accepted_at', 'desc')
    .limit(MOST_SHOWN)
    .select('c.name', 'x.accepted_name', 'x.accepted_at')) as Accepted[]
  const lacking = (await tx('companies as c')
    .where({ status: 'active' })
    .whereRaw('not exists (select from agreement_acceptances x where x.company_id = c.id and x.version >= ?)', [
      version,
    ])
    .orderByRaw('name collate public.swedish')
    .limit(MOST_SHOWN)
    .pluck('name')) as string[]
  return { accepted, lacking }
}
