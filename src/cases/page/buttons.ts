import type { Actor, Tx } from '../../db/actor.ts'
import type { CaseRow, OwnerRow } from '../../db/rowTypes.ts'
import type { Button } from '../views.ts'
import { refusal } from '../workflow/guards.ts'
import { SENDING } from '../form/editPage.ts'
import { fits, moveAddress, moves, movesFor, standsIn, TRANSITIONS, type Move } from '../../domain/workflow/status.ts'
import type { Translate } from '../../language/i18n.ts'

/** Moves that have their own place on the page: the edit form, the decision panel, the symbols panel. */
const ELSEWHERE: Move[] = [
  'save',
  'saveCompletion',
  'submit',
  'submitDirect',
  'resubmit',
  'complete',
  'recomplete',
  'approve',
  'approveAndClose',
  'reject',
  'acceptCompletion',
  'rejectCompletion',
  'mark',
]

const ICONS: Partial<Record<Move, string>> = {
  assign: 'user',
  archive: 'archive',
  copy: 'copy',
  changeResponsible: 'user',
  requestRemoval: 'trash',
  withdraw: 'undo',
  reopen: 'undo',
  resume: 'undo',
  hold: 'pause',
}

/** What this person can do here now, besides deciding; refused ones say why. */
export async function buttonsFor(
  tx: Tx,
  actor: Actor,
  kase: CaseRow,
  owner: OwnerRow,
  t: Translate,
): Promise<Button[]> {
  const open = movesFor(actor, kase)
  const buttons: Button[] = []
  if (open.some((move) => move === 'save' || move === 'saveCompletion')) {
    buttons.push({
      move: 'save',
      label: t('Redigera'),
      icon: 'pencil',
      href: `/cases/${kase.ref}/edit`,
      primary: true,
      grave: false,
    })
  }
  const paper = moves.find((move) => standsIn(actor, kase, move) && fits(move, kase))
  if (paper) {
    buttons.push({
      move: paper,
      label: t('Fyll i åt installatören'),
      icon: 'hand',
      href: `/owner/register/${kase.ref}`,
      primary: true,
      grave: false,
    })
  }
  const sending = open.find((move) => SENDING.includes(move))
  if (sending) {
    buttons.push({
      move: sending,
      label: t('Granska och skicka'),
      icon: 'send',
      href: `/cases/${kase.ref}/review`,
      primary: false,
      grave: false,
    })
  }
  for (const move of open.filter((each) => !ELSEWHERE.includes(each))) {
    const why = await refusal(TRANSITIONS[move].guards ?? [], { tx, kase, owner, by: actor })
    if (why !== null && move !== 'archive') continue
    if (move === 'assign' && kase.handler_id === actor.userId) continue
    buttons.push({
      move,
      label: move === 'hold' && kase.hold_reason ? t('Ändra väntläge') : t(TRANSITIONS[move].label),
      icon: ICONS[move] ?? (TRANSITIONS[move].grave ? 'trash' : 'pencil'),
      href: hrefOf(kase, move),
      primary: move === 'archive',
      grave: TRANSITIONS[move].grave === true && move !== 'archive',
      ...(why !== null && { why: t(why) }),
    })
  }
  return buttons
}

/** A move that asks something first has a page of its own; taking a case is done at once. */
function hrefOf(kase: CaseRow, move: Move): string | null {
  if (move === 'copy') return `/cases/new?copy=${kase.ref}`
  return move === 'assign' ? null : moveAddress(kase.ref, move)
}
