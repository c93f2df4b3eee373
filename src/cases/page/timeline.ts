import type { CaseRow, EventRow, HoldReason } from '../../db/rowTypes.ts'
import type { Side } from '../../db/actor.ts'
import type { Removal, Stop, TimelineItem, ToFix } from './views.ts'
import type { JobType } from '../../domain/forms/definition.ts'
import { maskTexts } from '../../text/mask.ts'
import { calledInWords, pointInWords } from '../../domain/forms/pointed.ts'
import { fieldsOf } from '../../domain/forms/schema.ts'
import { pointsOf } from '../workflow/points.ts'
import type { LogRow, RejectionReason } from '../workflow/queries.ts'
import { lastRejection, standing } from '../workflow/rejections.ts'
import { isRevoked, TRANSITIONS, UNCONSENTED, type Move, type Part, type Status } from '../../domain/workflow/status.ts'
import { HOLD_REASONS } from '../symbols/table.ts'
import type { Sign } from '../../language/actor.ts'
import type { Translate } from '../../language/i18n.ts'

/** What is logged beside the moves of the status table. */
const EVENTS: Record<string, { text: string; icon: string }> = {
  note: { text: 'Notering skriven', icon: 'message' },
  'file-added': { text: 'Bilaga tillagd: {name}', icon: 'paperclip' },
  'file-removed': { text: 'Bilaga borttagen: {name}', icon: 'trash' },
  'file-outdated': { text: 'Bilaga markerad som inaktuell: {name}', icon: 'x-circle' },
  'file-restored': { text: 'Bilaga gäller igen: {name}', icon: 'paperclip' },
  'file-infected': { text: 'Bilaga borttagen, den innehöll skadlig kod: {name}', icon: 'alert' },
  'handed-over': { text: 'Handläggare vald', icon: 'user' },
  print: { text: 'Utskriven', icon: 'printer' },
  undo: { text: 'Ångrat: {what}', icon: 'undo' },
  proposal: { text: 'Godkännande föreslaget', icon: 'users' },
  'proposal-changed': { text: 'Förslag om godkännande ändrat', icon: 'users' },
  'proposal-refused': { text: 'Förslag om godkännande avslaget', icon: 'return' },
  'proposal-withdrawn': { text: 'Förslag om godkännande tillbakataget', icon: 'undo' },
  'facility-asked': { text: 'Anläggningsdata sökta: {name}, statuskod {code}', icon: 'search' },
  'facility-fetched': { text: 'Anläggningsdata hämtade: {name}, skriv över: {overwrite}', icon: 'download' },
  'file-downloaded': { text: 'Bilaga hämtad: {name}', icon: 'download' },
  'network-prepared': { text: 'Nätuppgifter beredda', icon: 'plug' },
  'order-created': { text: 'Arbetsorder {name} skapad', icon: 'wrench' },
  'order-planned': { text: 'Arbetsorder {name} planerad', icon: 'calendar' },
  'order-released': { text: 'Arbetsorder {name} frisläppt', icon: 'wrench' },
  'order-reported': { text: 'Arbetsorder {name} rapporterad: utförd', icon: 'check-circle' },
  'order-deviating': { text: 'Arbetsorder {name} rapporterad: avvikelse', icon: 'alert' },
  'order-settled': { text: 'Avvikelsen på arbetsorder {name} är omhändertagen', icon: 'check' },
  'hold-set': { text: 'Gallringsstopp satt', icon: 'lock' },
  'hold-ended': { text: 'Gallringsstopp hävt', icon: 'lock' },
  'erased-identity': { text: 'Personnummer gallrade enligt nätbolagets regel', icon: 'trash' },
  'erased-files': { text: 'Bilagor gallrade enligt nätbolagets regel', icon: 'trash' },
  'erased-mails': { text: 'Mejl gallrade enligt nätbolagets regel', icon: 'trash' },
  'erased-request': { text: 'Ärendet gallrat på begäran', icon: 'trash' },
  'erased-cases': { text: 'Ärendet gallrat enligt nätbolagets regel', icon: 'trash' },
  'order-cancelled': { text: 'Arbetsorder {name} avbruten', icon: 'x-circle' },
}

/** The log as people read it, newest first; personal numbers are masked, in names of files too. */
export function timelineOf(events: LogRow[], t: Translate, sign: Sign): TimelineItem[] {
  return maskTexts(events).map((event) => {
    const known = EVENTS[event.action]
    const move = TRANSITIONS[event.action as Move] as (typeof TRANSITIONS)[Move] | undefined
    return {
      at: event.at,
      icon: known?.icon ?? move?.icon ?? 'pencil',
      text: copied(event, t) ?? t(inParticular(event) ?? known?.text ?? move?.log ?? event.action, params(event, t)),
      who: doersOf(event, t, sign),
      comment: event.comment,
      changes: (event.sitting ?? event.details.changes ?? []).map((change) => ({ ...change, label: t(change.label) })),
      said: saidWith(event, t),
      internal: event.audience !== 'all',
    }
  })
}

/** What else the line tells: of a rejection what it points at, of a resend what it left, of a paper case what the rules said. */
function saidWith(event: EventRow, t: Translate): string[] {
  const { points = [], untouched = [], overruled = [], removalEnded } = event.details
  return [
    ...points.map((point) => t('Att rätta: {what}', { what: pointInWords(point, t) })),
    ...untouched.map((point) => t('Utpekat men oförändrat: {what}', { what: pointInWords(point, t) })),
    ...overruled.map(({ message, params: told }) => `${t('Lämnat så')}: ${t(message, told)}`),
    ...(removalEnded === true && event.action !== 'refuseRemoval' ? [t(removalInWords(event))] : []),
  ]
}

/** A copy is told of in both cases, each with the number of the other (docs/domain.md 2.8). */
function copied({ action, details }: EventRow, t: Translate): string | null {
  const { copiedFrom, copiedTo } = details
  if (action === 'create' && typeof copiedFrom === 'string') return t('Kopierad från {number}', { number: copiedFrom })
  if (action === 'copy' && typeof copiedTo === 'string') return t('Kopierad till {number}', { number: copiedTo })
  return null
}

function params({ details }: EventRow, t: Translate): Record<string, string | number> {
  const { name, code, overwrite, move, reason, until } = details
  const undone =
    (TRANSITIONS[move as Move] as (typeof TRANSITIONS)[Move] | undefined)?.log ?? EVENTS[String(move)]?.text
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof code === 'number' && { code }),
    ...(typeof overwrite === 'boolean' && { overwrite: t(overwrite ? 'ja' : 'nej') }),
    ...(typeof reason === 'string' && { reason: t(HOLD_REASONS[reason as HoldReason]) }),
    ...(typeof until === 'string' && { until }),
    ...(undone && { what: t(undone) }),
  }
}

/** To whom a case was given, what it waits for; rows from before that was logged say only that something changed. */
function inParticular({ action, details: { name, held, reason, until } }: EventRow): string | null {
  if ((action === 'assign' || action === 'handed-over') && name !== undefined)
    return name === '' ? 'Handläggare borttagen' : 'Handläggare: {name}'
  if (action === 'extendConsent' && until !== undefined) return 'Medgivandet förlängt till {until}'
  if (action !== 'hold' || held === undefined) return null
  if (!held) return 'Väntläget avslutat'
  return typeof reason !== 'string' ? null : until ? 'Väntläge: {reason}, till {until}' : 'Väntläge: {reason}'
}

/** Where two decided (cases/workflow/proposals.ts) the log tells both. */
function doersOf({ actor_name, side, details: { proposed } }: EventRow, t: Translate, sign: Sign): string {
  const name = sign(actor_name, side)
  return proposed ? t('{name}, efter förslag av {other}', { name, other: sign(proposed.name, 'owner') }) : name
}

/** The last rejection of a case that has come back: the text, the coded reasons, and links to what is to be put right. */
export function toFixOf(
  events: EventRow[],
  job: JobType,
  reasons: RejectionReason[],
  editAt: string,
  t: Translate,
  sign: Sign,
): ToFix | null {
  const rejection = lastRejection(events)
  if (!rejection) return null
  return {
    comment: rejection.comment ?? '',
    by: sign(rejection.actor_name, rejection.side),
    at: rejection.at,
    reasons: rejectionInWords(rejection, reasons, t),
    wrongType: (rejection.details.codes ?? []).includes('TYP'),
    fields: pointsOf(rejection, job).map(({ name, called, words }) => ({
      label: calledInWords(called, t),
      words,
      href: `${editAt}#${placeOf(name, job)}`,
    })),
  }
}

/** Where in the form an input stands: a row of a table by its first cell, a file nobody asked for among the others. */
function placeOf(name: string, { notice, completion }: JobType): string {
  const [key, row, part] = name.split('.')
  const forms = [notice, completion]
  if (key === 'file') {
    return forms.some(({ attachments }) => attachments.some(({ kind }) => kind === row)) ? name : 'section-files'
  }
  if (row === undefined || part !== undefined) return name
  const field = forms.flatMap(fieldsOf).find((each) => each.key === key)
  const first = field?.fields?.find(({ given }) => !given)
  return first ? `${name}.${first.key}` : name
}

/** How a request for removal ended with something else than its own answer (T25). */
function removalInWords({ action, side }: EventRow): string {
  if (side === 'installer') return 'Begäran om borttagning är tillbakatagen.'
  return isDecision(action, 'rejected')
    ? 'Begäran om borttagning är besvarad: installatören kan själv avbryta ärendet.'
    : 'Begäran om borttagning är avslagen.'
}

/** That the installer has asked for the case to be removed, while nobody has answered (T23), or how it was answered. */
export function removalOf(
  { removal_requested: asked, status }: CaseRow,
  events: EventRow[],
  sign: Sign,
): Removal | null {
  const told = standing(events)
  if (!asked) {
    // A refusal is read until the case goes on.
    const last = told.find(({ action, from_status: from, to_status: to }) => action === 'refuseRemoval' || from !== to)
    if (last?.action === 'refuseRemoval') return REQUESTED.includes(status) ? removal(last, sign, true) : null
    return last?.details['removalEnded'] === true && isDecision(last.action, 'approved')
      ? removal(last, sign, true)
      : null
  }
  const request = told.find(({ action }) => action === 'requestRemoval')
  return request && REQUESTED.includes(status) ? removal(request, sign, false) : null
}

const REQUESTED = TRANSITIONS.requestRemoval.from

function removal({ actor_name: name, side, at, comment }: EventRow, sign: Sign, refused: boolean): Removal {
  return { by: sign(name, side), at, comment: comment ?? '', refused }
}

/** Why nothing more may be done, to be read before anything else: the consent was withdrawn, or the case cancelled. */
export function stopOf(kase: CaseRow, events: EventRow[], side: Side, t: Translate, sign: Sign): Stop | null {
  const isOff = kase.status === 'cancelled'
  if (!isOff && !isRevoked(kase)) return null
  const event = standing(events).find(({ action, to_status: to, from_status: from }) =>
    isOff ? to === 'cancelled' && from !== 'cancelled' : action === 'revokeConsent',
  )
  if (!event) return null
  const { actor_name: name, at, comment } = event
  return {
    ...stopInWords(kase, event, side, t),
    grave: !isOff || event.side === 'owner',
    by: sign(name, event.side),
    at,
    comment: comment ?? '',
  }
}

function stopInWords(kase: CaseRow, event: EventRow, side: Side, t: Translate): Pick<Stop, 'title' | 'text'> {
  if (kase.status !== 'cancelled') {
    return {
      title: t('Medgivandet är återtaget'),
      text:
        side === 'installer'
          ? t('Stoppa arbetet. Det får inte göras förrän nätbolaget har gett ett nytt medgivande.')
          : t('Installatören ska ha stoppat arbetet. Det får inte göras förrän ni har gett ett nytt medgivande.'),
    }
  }
  if (event.side !== 'owner') {
    return {
      title:
        event.action === 'discard'
          ? t('Utkastet är raderat')
          : event.action === 'abandon'
            ? t('Installatören har avstått från medgivandet')
            : t('Installatören har avbrutit ärendet'),
      text: '',
    }
  }
  // What was consented to before is not any more.
  const began = kase.flow === 'F' && !UNCONSENTED.includes(event.from_status as Status)
  return {
    title: t('Nätbolaget har avbrutit ärendet'),
    text: began || kase.consent_revoked_at !== null ? t('Arbetet får inte göras på den här anmälan.') : '',
  }
}

/** A line of the log that tells of a decision: of any, or of that kind on that part. */
export function isDecision(action: string, as?: 'approved' | 'rejected', part?: Part): boolean {
  const decides = (TRANSITIONS[action as Move] as (typeof TRANSITIONS)[Move] | undefined)?.decides
  return decides !== undefined && (as ?? decides.as) === decides.as && (part ?? decides.part) === decides.part
}

/** Of which part a rejection was. */
export function rejectedPart({ action }: EventRow): Part {
  return TRANSITIONS[action as Move].decides!.part
}

export function rejectionInWords(rejection: EventRow, reasons: RejectionReason[], t: Translate): string[] {
  return (rejection.details.codes ?? []).map((code) => t(reasons.find((each) => each.code === code)?.text ?? code))
}
