import type { Request, Response } from 'express'
import { z } from 'zod'
import { asActor, type Side } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import { Conflict } from '../../web/errors.ts'
import { flash } from '../../web/flash.ts'
import { emptyForm, readForm, type FlatBody } from '../../web/forms.ts'
import { actorOf } from '../../web/guards.ts'
import { backBeside, takeKept } from '../../web/kept.ts'
import { keeper } from '../../sign-in/accounts/keptForms.ts'
import { keyOf, newKey, once } from '../../web/once.ts'
import type { Form } from '../../web/pages.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { conflictOf, type Refused } from '../page/conflict.ts'
import { CasePath, MOVE_FORMS } from './forms.ts'
import { readMove, type Posted } from './readMove.ts'
import { showCase } from '../page/casePage.ts'
import { withConsentRows } from '../page/consentRows.ts'
import { onlyFillsRows } from '../../domain/forms/consentRows.ts'
import { membersFor } from '../../teams/queries.ts'
import { refusal } from './guards.ts'
import { NOT_NOW } from './moveRequest.ts'
import { perform } from './perform.ts'
import { arrive, presenceInWords } from '../page/presence.ts'
import { getCase, getJob, getOwner, listColleagues, listEvents } from './queries.ts'
import { listTexts, onlyInserts, withChosenTexts } from '../page/standardTexts.ts'
import {
  fits,
  moveAddress,
  moves,
  movesFor,
  TRANSITIONS,
  UNDO_SECONDS,
  type Move,
  type MoveForm,
  type Place,
} from '../../domain/workflow/status.ts'

/** Written with the edit form, by creating, or by the platform: never posted here. */
const NOT_HERE: MoveForm[] = ['notice', 'completion', 'both', 'newCase']
/** Posted from the case page itself: errors come back there. */
const ON_PAGE: Place[] = ['decision', 'symbols']

/** Moves that hand the case to a person of the own side. */
const NAMES_SOMEBODY: MoveForm[] = ['responsible', 'assignment']

/** Asks for a text, which some may leave out. */
const ASKS: MoveForm[] = ['reason', 'optionalReason', 'hold', 'extension']

/** Every move of a case is posted to an address of its own; those that ask something first have a page there. */
export const moveRoutes = moves.flatMap((move) => {
  const { by, admin, right = 'decide', form } = TRANSITIONS[move]
  const side = by.find((each) => each !== 'system')
  if (side === undefined || NOT_HERE.includes(form)) return []
  const room = routes(moveAddress(':ref', move), { for: admin ? `${side}Admin` : side, right, proof: 'cases' })
  // A completion is approved without anything to fill in, so that it can be done from a page of its own too.
  if (!isOnPage(move) || form === 'acceptance') {
    room.get('/', {}, (req, res) =>
      askFirst(req, res, move, { ...emptyForm, values: takeKept(req, res)?.values ?? {} }),
    )
  }
  return [room.post('/', {}, (req, res) => make(req, res, move))]
})

async function make(req: Request, res: Response, move: Move): Promise<void> {
  const { ref } = CasePath.parse(req.params)
  const actor = actorOf(req)
  const body = await withConsentRows(actor, ref, await withChosenTexts(actor, ref, req.body as FlatBody))
  const again = (form: Form) => (isOnPage(move) ? showCase(req, res, form) : askFirst(req, res, move, form))
  if (onlyInserts(body) || onlyFillsRows(body)) return again({ values: body, errors: {} })

  const input = readForm(MOVE_FORMS[TRANSITIONS[move].form] as z.ZodType<Posted>, body)
  if (!input.ok) {
    res.status(422)
    return again(input.form)
  }
  const did: { case?: CaseRow } = {}
  const outcome = await asActor(actor, async (tx) => {
    const read = await readMove({ tx, actor, ref, move, posted: input.data, body, t: res.locals.t })
    if (!read.ok) return read
    const location = await once(tx, actor, keyOf(req), async () => {
      did.case = await perform(tx, actor, ref, move, { ...read.input, undoable: true })
      return afterwards(ref)
    })
    return { ok: true as const, location }
  }).catch((error: unknown) => refusedOr(error, move, body))
  if ('refused' in outcome) return showRefused(req, res.status(409), outcome.refused)
  if (!outcome.ok) {
    res.status(422)
    return again(outcome.form)
  }
  // A form that is posted once more has been told of before, and may have been undone since.
  if (did.case) say(res, actor.side, did.case, move, input.data.handler !== undefined)
  res.redirect(303, await backBeside(req, res, keeper, outcome.location))
}

/** Where a decision leads: back to its case. The one place to change when the next case of the list is to follow. */
function afterwards(ref: string): string {
  return `/cases/${ref}`
}

function isOnPage(move: Move): boolean {
  return ON_PAGE.includes(TRANSITIONS[move].place)
}

/** The case has moved on, or a rule says no: what was typed comes back with what has happened. */
function refusedOr(error: unknown, move: Move, body: FlatBody): { refused: Refused } {
  if (!(error instanceof Conflict)) throw error
  return { refused: { message: error.message, move, body } }
}

/** On the page it was posted from when it can still be done, else on the case as it is now. */
export async function showRefused(req: Request, res: Response, refused: Refused): Promise<void> {
  const { ref } = CasePath.parse(req.params)
  const actor = actorOf(req)
  const { move, body } = refused
  const typed = { values: body, errors: {} }
  if (isOnPage(move)) return showCase(req, res, typed, refused)
  const kase = await asActor(actor, (tx) => getCase(tx, ref))
  const isOpen = TRANSITIONS[move].form !== 'none' && movesFor(actor, kase).includes(move)
  return isOpen ? askFirst(req, res, move, typed, refused) : showCase(req, res, emptyForm, refused)
}

async function askFirst(req: Request, res: Response, move: Move, form: Form, refused?: Refused): Promise<void> {
  const { ref } = CasePath.parse(req.params)
  const actor = actorOf(req)
  const { t } = res.locals
  const transition = TRANSITIONS[move]
  const { hint = 'Det här skrivs i aktivitetsloggen.', back = [] } = transition
  const page = await asActor(actor, async (tx) => {
    const kase = await getCase(tx, ref)
    const about = async () => ({
      kase,
      actor,
      events: await listEvents(tx, kase.id),
      job: await getJob(tx, kase),
      owner: (await getOwner(tx, kase.owner_id)).name,
    })
    const colleagues = NAMES_SOMEBODY.includes(transition.form) ? await listColleagues(tx, actor) : []
    const team = transition.form === 'assignment' ? await membersFor(tx, kase.area_id) : null
    const owner = await getOwner(tx, kase.owner_id)
    const { guards = [] } = transition
    return {
      kase,
      why: fits(move, kase) ? await refusal(guards, { tx, kase, owner, by: actor }) : NOT_NOW,
      colleagues: team ? colleagues.filter(({ id }) => team.has(id)) : colleagues,
      texts: await listTexts(tx, actor, kase),
      present: actor.side === 'owner' ? presenceInWords(await arrive(tx, actor, kase, null), t) : null,
      conflict: refused ? conflictOf(refused, await about(), true, t) : null,
    }
  })
  await render(res, 'cases/move', {
    title: `${t(transition.label)} – ${page.kase.ref}`,
    ...page,
    move,
    label: t(transition.label),
    text: [hint, back]
      .flat()
      .map((each) => t(each))
      .join(' '),
    grave: transition.grave === true,
    why: page.why === null ? null : t(page.why),
    needsReason: transition.form === 'reason',
    asks: ASKS.includes(transition.form),
    form,
    key: newKey(),
  })
}

/** One line after the deed, with a button that takes it back where it can be. */
function say(res: Response, side: Side, kase: CaseRow, move: Move, named: boolean): void {
  const undo =
    TRANSITIONS[move].undo && side === 'owner'
      ? { href: `/cases/${kase.ref}/undo`, key: newKey(), until: Date.now() + UNDO_SECONDS * 1000 }
      : undefined
  // What the log says has its English; the same with a full stop would be another sentence without.
  const said = wordsFor(move, named, kase) ?? '{said}.'
  flash(res, 'success', said, { said: res.locals.t(TRANSITIONS[move].log) }, undo)
}

/** What is said of the move when it is done; null where the line in the log will do. */
function wordsFor(move: Move, named: boolean, kase: CaseRow): string | null {
  const { done } = TRANSITIONS[move]
  if (done === undefined) return null
  if (typeof done === 'string') return done
  // A company that the platform does not know has nobody to mail.
  const told = { mailed: kase.company_id !== null, named, held: kase.hold_reason !== null }
  return told[done.when] ? done.yes : done.no
}
