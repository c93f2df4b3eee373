import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { asActor, type InstallerActor, type OwnerActor, type Tx } from '../db/actor.ts'
import { localDate } from '../domain/calendar/workdays.ts'
import { format } from '../language/format.ts'
import { record } from '../sign-in/accounts/events.ts'
import { maskTexts } from '../text/mask.ts'
import { day } from '../web/cursors.ts'
import { readForm, emptyForm } from '../web/forms.ts'
import { partyOf } from '../web/guards.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import type { Request, Response } from 'express'

/** What has happened between two days, as a file for who asks: a supervisor, a data protection officer. */
export const audit = routes(
  {
    '/company/privacy/audit': { for: 'installerAdmin' },
    '/owner/privacy/audit': { for: 'ownerAdmin' },
  },
  { proof: 'reads what the administrator may read, and is written down' },
)

/** Rows of a file; a shorter time is asked for where there are more. */
const MOST = 50_000

const WHEN = `(? ::timestamp at time zone 'Europe/Stockholm') and (? ::timestamp + interval '1 day') at time zone 'Europe/Stockholm'`

/** Each of five columns: when, who, what, of what, from where. Row level security says whose rows they are. */
export const LOGS = {
  cases: {
    label: 'Händelser i ärenden',
    sql: `select e.at, e.actor_name as who, e.action as what, c.ref as about, e.side as more
      from case_events e join cases c on c.id = e.case_id where e.at between ${WHEN} order by e.id limit ${MOST + 1}`,
  },
  reads: {
    label: 'Vem som har öppnat ärenden',
    sql: `select r.at, r.user_name as who, 'opened' as what, c.ref as about, '' as more
      from case_reads r left join cases c on c.id = r.case_id where r.at between ${WHEN} order by r.at, r.case_id limit ${MOST + 1}`,
  },
  security: {
    label: 'Säkerhetshändelser',
    sql: `select e.at, coalesce(e.by_name, u.name) as who, e.event as what, u.name as about, concat_ws(' ', e.method, e.address) as more
      from security_events e join users u on u.id = e.user_id where e.at between ${WHEN} order by e.id limit ${MOST + 1}`,
  },
} as const

export type LogName = keyof typeof LOGS

const Wanted = z
  .object({
    what: z.enum(Object.keys(LOGS) as [LogName, ...LogName[]], 'Välj en logg.'),
    from: day(),
    to: day(),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'Sista dagen är före den första.' })

audit.get('/', {}, async (req, res) => show(req, res, emptyForm))

audit.post('/', {}, async (req, res) => {
  const actor = partyOf(req)
  const input = readForm(Wanted, req.body)
  if (!input.ok) return show(req, res.status(422), input.form)
  const { what, from, to } = input.data
  const rows = await asActor(
    actor,
    async (tx) => {
      await record(tx, actor.userId, 'audit-exported', { req, method: `${what} ${from}–${to}` })
      return listRows(tx, what, from, to)
    },
    { kind: 'long' },
  )
  if (rows.length > MOST) {
    const errors = { to: 'Det är fler än 50 000 rader. Välj en kortare tid.' }
    return show(req, res.status(422), { values: input.data, errors })
  }
  const { t } = res.locals
  const lines = maskTexts(rows).map(({ at, ...row }) => [format.dateTime(at), row.who, row.what, row.about, row.more])
  const head = [t('När'), t('Vem'), t('Vad'), t('Ärende eller konto'), t('Övrigt')]
  res
    .set('Content-Disposition', `attachment; filename="logg-${what}-${from}--${to}.csv"`)
    .type('text/csv; charset=utf-8')
  const options = { delimiter: ';', record_delimiter: 'windows', escape_formulas: true, bom: true } as const
  res.send(stringify([head, ...lines], options))
})

interface Row {
  at: Date
  who: string
  what: string
  about: string | null
  more: string
}

async function listRows(tx: Tx, what: LogName, from: string, to: string): Promise<Row[]> {
  const { rows } = await tx.raw<{ rows: Row[] }>(LOGS[what].sql, [from, to])
  return rows
}

async function show(req: Request, res: Response, form: Form): Promise<void> {
  const actor: InstallerActor | OwnerActor = partyOf(req)
  const today = await asActor(actor, (tx) => Promise.resolve(localDate(tx.now)))
  const { t } = res.locals
  await render(res, 'privacy/audit', {
    title: t('Loggar som fil'),
    side: actor.side,
    base: req.baseUrl,
    logs: Object.entries(LOGS).map(([value, { label }]) => ({ value, label: t(label) })),
    form: { ...form, values: { from: today, to: today, ...form.values } },
    key: '',
  })
}
