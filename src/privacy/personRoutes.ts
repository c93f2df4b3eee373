import type { Request, Response } from 'express'
import { z } from 'zod'
import { asActor, todayOf, type InstallerActor, type OwnerActor, type Tx } from '../db/actor.ts'
import { CLOSED, STATUSES } from '../domain/workflow/status.ts'
import { record } from '../sign-in/accounts/events.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { partyOf } from '../web/guards.ts'
import { idsOf, longId } from '../web/ids.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import type { Translate } from '../language/i18n.ts'
import { extractOf } from './extract.ts'
import {
  findAccounts,
  findCases,
  MOST_CASES,
  personSought,
  type FoundAccount,
  type FoundCase,
  type Sought,
} from './person.ts'

/** Somebody asks what is kept about them, or to be erased. By POST throughout: whom it is about stands in no address. */
export const person = routes(
  {
    '/company/privacy/person': { for: 'installerAdmin' },
    '/owner/privacy/person': { for: 'ownerAdmin' },
  },
  { proof: asksProof() },
)

type Party = InstallerActor | OwnerActor

person.get('/', {}, async (req, res) => show(req, res, emptyForm, null))

person.post('/', { proof: 'reads what the administrator may read' }, async (req, res) => {
  const read = await soughtIn(req)
  if (!read.ok) return show(req, res.status(422), read.form, null)
  const found = await asActor(partyOf(req), (tx) => find(tx, partyOf(req), read.data), { kind: 'long' })
  await show(req, res, { values: req.body as Form['values'], errors: {} }, found)
})

person.post('/extract', {}, async (req, res) => {
  const actor = partyOf(req)
  const read = await soughtIn(req)
  if (!read.ok) return show(req, res.status(422), read.form, null)
  const text = await asActor(
    actor,
    async (tx) => {
      const { cases, accounts } = await find(tx, actor, read.data)
      const ids = cases.map(({ id }) => id)
      // How many, and not of whom.
      await record(tx, actor.userId, 'extract-made', { req, method: String(ids.length) })
      return extractOf(tx, actor, { ids, accounts }, res.locals.t)
    },
    { kind: 'long' },
  )
  res.set('Content-Disposition', 'attachment; filename="registerutdrag.txt"').type('text/plain; charset=utf-8')
  res.send(`\ufeff${text}`)
})

const MOST_AT_ONCE = 50
const Erase = z.object({ cases: idsOf(longId()), accounts: idsOf() })

person.post('/erase', {}, async (req, res) => {
  const actor = partyOf(req)
  const input = Erase.parse(req.body ?? {})
  const done = await asActor(
    actor,
    async (tx) => {
      let n = 0
      for (const id of input.cases.slice(0, MOST_AT_ONCE)) n += await erased(tx, 'app.erase_on_request(?)', id)
      for (const id of input.accounts.slice(0, MOST_AT_ONCE)) n += await erased(tx, 'app.erase_account(?::int)', id)
      if (n > 0) await record(tx, actor.userId, 'erased-on-request', { req, method: String(n) })
      return n
    },
    { kind: 'long' },
  )
  const asked = input.cases.length + input.accounts.length
  if (done > 0) flash(res, 'success', '{n} post är gallrad.|{n} poster är gallrade.', { n: done })
  if (done < asked || asked === 0)
    flash(res, 'error', 'Allt kunde inte gallras. Öppna, stoppade och redan gallrade ärenden står kvar.')
  res.redirect(303, req.baseUrl)
})

async function erased(tx: Tx, call: string, id: number): Promise<number> {
  const { rows } = await tx.raw<{ rows: [{ done: boolean }] }>(`select ${call} as done`, [id])
  return rows[0].done ? 1 : 0
}

async function soughtIn(req: Request) {
  const today = await todayOf(partyOf(req))
  return readForm(personSought(today), req.body)
}

interface Found {
  cases: FoundCase[]
  accounts: FoundAccount[]
  more: boolean
}

async function find(tx: Tx, actor: Party, sought: Sought): Promise<Found> {
  const cases = await findCases(tx, actor.side, sought)
  const accounts = await findAccounts(tx, sought)
  return { cases: cases.slice(0, MOST_CASES), accounts, more: cases.length > MOST_CASES }
}

/** Why a case cannot be erased now; '' when it can. */
function obstacleTo(kase: FoundCase, side: Party['side'], t: Translate): string {
  if (kase.erased_at) return t('Redan gallrat')
  if (side === 'installer') return kase.sent ? t('Gallras av nätbolaget') : ''
  if (kase.held) return t('Gallringsstopp')
  if (!CLOSED.includes(kase.status)) return t('Pågår')
  return kase.open_orders > 0 ? t('Öppen arbetsorder') : ''
}

async function show(req: Request, res: Response, form: Form, found: Found | null): Promise<void> {
  const { side } = partyOf(req)
  const { t } = res.locals
  await render(res, 'privacy/person', {
    title: t('Registerutdrag och radering'),
    side,
    base: req.baseUrl,
    found: found && {
      more: found.more,
      cases: found.cases.map((kase) => ({
        id: kase.id,
        ref: kase.ref,
        job: t(kase.job_name),
        status: t(STATUSES[kase.status].label),
        obstacle: obstacleTo(kase, side, t),
      })),
      accounts: found.accounts.map(({ id, name, username, active }) => ({ id, name, username, active })),
    },
    form,
    key: '',
  })
}
