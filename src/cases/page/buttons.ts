import type { CaseOwner } from '../workflow/queries.ts'
import type { Actor, Tx } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import type { Button } from './views.ts'
import { refusal } from '../workflow/guards.ts'
import {
  fits,
  moveAddress,
  moves,
  movesFor,
  SAVING,
  SENDING,
  standsIn,
  TRANSITIONS,
  type Move,
  writingLabel,
} from '../../domain/workflow/status.ts'
import type { Translate } from '../../language/i18n.ts'

/** What this person can do here now, besides deciding; refused ones say why. */
export async function buttonsFor(
  tx: Tx,
  actor: Actor,
  kase: CaseRow,
  owner: CaseOwner,
  t: Translate,
): Promise<Button[]> {
  const open = movesFor(actor, kase)
  // What is written could not be sent anywhere.
  const isGone = actor.side === 'installer' && owner.deactivated_at !== null
  const buttons: Button[] = []
  if (!isGone && open.some((move) => SAVING.includes(move))) {
    buttons.push({
      move: 'save',
      label: t(writingLabel(kase)),
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
  if (sending && !isGone) {
    // What the person can see to is said on the page that sends.
    const guards = (TRANSITIONS[sending].guards ?? []).filter((guard) => guard !== 'contactable')
    const why = await refusal(guards, { tx, kase, owner, by: actor })
    buttons.push({
      move: sending,
      label: t('Granska och skicka'),
      icon: 'send',
      href: `/cases/${kase.ref}/review`,
      primary: false,
      grave: false,
      ...(why !== null && { why: t(why) }),
    })
  }
  for (const move of open.filter((each) => TRANSITIONS[each].place === 'page')) {
    const { guards = [], form, label, labelWhenHeld, icon, buttonIcon, primary = false, grave } = TRANSITIONS[move]
    const why = await refusal(guards, { tx, kase, owner, by: actor })
    if (why !== null && !primary) continue
    if (form === 'assignment' && kase.handler_id === actor.userId) continue
    buttons.push({
      move,
      label: t(kase.hold_reason !== null && labelWhenHeld ? labelWhenHeld : label),
      icon: buttonIcon ?? icon,
      href: hrefOf(kase, move),
      primary,
      grave: grave === true && !primary,
      ...(why !== null && { why: t(why) }),
    })
  }
  return buttons
}

/** A move that asks something first has a page; one that does not is done at once. */
function hrefOf(kase: CaseRow, move: Move): string | null {
  const { opens, atOnce } = TRANSITIONS[move]
  if (opens !== undefined) return `${opens}${kase.ref}`
  return atOnce ? null : moveAddress(kase.ref, move)
}
