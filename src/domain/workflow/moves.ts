import type { Flow } from '../forms/definition.ts'
import { ACTIVE } from './statuses.ts'
import type { Transition } from './transition.ts'

/** How long a decision can be taken back; its mail waits as long. */
export const UNDO_SECONDS = 60
/** The same where many cases were changed and no mail is sent: time to read through what was done. */
const TEN_MINUTES = 600

const ALL: readonly Flow[] = ['F', 'D', 'G']

// The whole workflow (docs/domain.md 2.4): all facts of a move. Buttons, pages, guards, the log, the mails and bulk read
// this table and nothing else (docs/howto/add-a-move.md).
// prettier-ignore
const table = {
  create: {
    row: 'T01', by: ['installer'], flow: ALL, from: [null], to: 'draft', form: 'newCase', guards: ['connected'], effects: ['reassign'],
    label: 'Skapa anmälan', log: 'Ärendet skapat', place: 'nowhere', icon: 'plus',
  },
  register: {
    row: 'T02', by: ['owner'], right: 'register', flow: ALL, from: [null], to: { F: 'submitted', G: 'submitted', D: 'completed' }, form: 'newCase', effects: ['manual', 'send', 'startClock', 'tell'], mail: 'M07',
    label: 'Registrera manuellt', log: 'Manuellt registrerat av nätbolaget', place: 'nowhere', icon: 'pencil',
  },
  save: {
    row: 'T03', by: ['installer'], flow: ALL, from: ['draft', 'notice_rejected', 'completion_rejected'], to: 'same', form: 'notice',
    label: 'Spara', log: 'Sparat', place: 'form', icon: 'pencil',
  },
  submit: {
    row: 'T04', by: ['installer'], flow: ['F', 'G'], from: ['draft'], to: 'submitted', form: 'notice', guards: ['ownerInUse', 'connected', 'contactable'], effects: ['send', 'startClock'], mail: 'M08',
    label: 'Skicka föranmälan', log: 'Föranmälan skickad', place: 'review', icon: 'send',
  },
  submitDirect: {
    row: 'T05', by: ['installer'], flow: ['D'], from: ['draft'], to: 'completed', form: 'both', guards: ['ownerInUse', 'connected', 'contactable'], effects: ['send', 'startClock'], mail: 'M08',
    label: 'Skicka färdiganmälan', log: 'Färdiganmälan skickad', place: 'review', icon: 'send',
  },
  withdraw: {
    row: 'T06', by: ['installer'], flow: ['F', 'G'], from: ['submitted'], to: 'draft', form: 'optionalReason', guards: ['untouched', 'withdrawalAllowed'], effects: ['endRemoval', 'unsend', 'clearHold'], mail: 'M09', grave: true,
    label: 'Återkalla', log: 'Föranmälan återkallad', place: 'page', icon: 'undo',
    hint: 'Anmälan går tillbaka till utkast och nätbolaget ser den inte längre. Du kan skicka den igen.',
  },
  assign: {
    row: 'T07', by: ['owner'], flow: ALL, from: ['submitted', 'completed'], to: 'same', form: 'assignment', effects: ['assign'], mail: 'M21', undo: true,
    label: 'Ta ärende', log: 'Handläggare vald', place: 'page', icon: 'user', atOnce: true,
    hint: 'Din kollega får ärendet i sin inkorg och ett mejl, och blir kontakt för installatören.',
    done: { when: 'named', yes: 'Ärendet har fått sin handläggare.', no: 'Ärendet är ditt.' },
    bulk: { take: { label: 'Ta', seconds: TEN_MINUTES }, assign: { label: 'Tilldela', seconds: UNDO_SECONDS } },
  },
  approve: {
    row: 'T08', by: ['owner'], flow: ['F'], from: ['submitted'], to: 'consented', form: 'consent', guards: ['notHeld', 'quoteAnswered', 'fourEyes'], effects: ['endRemoval', 'take', 'consent', 'tell'], mail: 'M01', undo: true, decides: { part: 'notice', as: 'approved' },
    label: 'Godkänn', log: 'Föranmälan godkänd', place: 'decision', icon: 'check-circle', buttonIcon: 'check',
    done: { when: 'mailed', yes: 'Godkänd. Installatören får mejl.', no: 'Godkänd. Företaget har ingen att mejla.' },
  },
  approveAndClose: {
    row: 'T09', by: ['owner'], flow: ['G'], from: ['submitted'], to: 'closed', form: 'consent', guards: ['notHeld', 'quoteAnswered', 'fourEyes'], effects: ['endRemoval', 'take', 'consent', 'releaseOrder', 'tell'], mail: 'M01', undo: true, decides: { part: 'notice', as: 'approved' },
    label: 'Godkänn och arkivera', log: 'Godkänd och arkiverad', place: 'decision', icon: 'check-circle', buttonIcon: 'check',
  },
  reject: {
    row: 'T10', by: ['owner'], flow: ['F', 'G'], from: ['submitted'], to: 'notice_rejected', form: 'rejection', effects: ['endRemoval', 'take', 'countRejection', 'clearHold', 'tell'], mail: 'M02', grave: true, undo: true, decides: { part: 'notice', as: 'rejected' },
    label: 'Avvisa', log: 'Föranmälan avvisad', place: 'decision', icon: 'return',
    done: { when: 'mailed', yes: 'Avvisad. Installatören får mejl.', no: 'Avvisad. Företaget har ingen att mejla.' },
  },
  resubmit: {
    row: 'T11', by: ['installer'], flow: ['F', 'G'], from: ['notice_rejected'], to: 'submitted', form: 'notice', guards: ['ownerInUse', 'mayFinish', 'contactable'], effects: ['endRemoval', 'send', 'startClock'], mail: 'M08', onPaper: true,
    label: 'Skicka föranmälan', log: 'Föranmälan skickad igen', place: 'review', icon: 'send',
  },
  saveCompletion: {
    row: 'T12', by: ['installer'], flow: ['F'], from: ['consented'], to: 'same', form: 'completion',
    label: 'Spara', log: 'Färdiganmälan sparad', place: 'form', icon: 'pencil',
  },
  complete: {
    row: 'T13', by: ['installer'], flow: ['F'], from: ['consented'], to: 'completed', form: 'completion', guards: ['ownerInUse', 'mayFinish', 'consentLasts', 'contactable'], effects: ['endRemoval', 'send', 'startClock'], mail: 'M08', onPaper: true,
    label: 'Skicka färdiganmälan', log: 'Färdiganmälan skickad', place: 'review', icon: 'send',
  },
  revokeConsent: {
    row: 'T14', by: ['owner'], admin: true, flow: ['F'], from: ['consented'], to: 'submitted', form: 'reason', guards: ['revocationAllowed'], effects: ['voidConsent', 'startClock', 'tell'], mail: 'M03', grave: true, undo: true,
    label: 'Återta medgivande', log: 'Medgivande återtaget', place: 'page', icon: 'pencil', buttonIcon: 'trash',
    hint: 'Medgivandet upphör att gälla och ärendet kommer tillbaka i kön. Installatören får ett mejl.',
  },
  acceptCompletion: {
    row: 'T15', by: ['owner'], flow: ['F', 'D'], from: ['completed'], to: 'closed', form: 'acceptance', guards: ['notHeld', 'fourEyes'], effects: ['endRemoval', 'take', 'releaseOrder', 'tell'], mail: 'M04', undo: true, decides: { part: 'completion', as: 'approved' },
    label: 'Godkänn färdiganmälan', log: 'Färdiganmälan godkänd', place: 'decision', icon: 'check-circle', buttonIcon: 'check',
    bulk: { accept: { label: 'Godkänn färdiganmälningar', seconds: UNDO_SECONDS } },
  },
  rejectCompletion: {
    row: 'T16', by: ['owner'], flow: ['F', 'D'], from: ['completed'], to: 'completion_rejected', form: 'rejection', effects: ['endRemoval', 'take', 'countRejection', 'clearHold', 'tell'], mail: 'M05', grave: true, undo: true, decides: { part: 'completion', as: 'rejected' },
    label: 'Avvisa', log: 'Färdiganmälan avvisad', place: 'decision', icon: 'return',
    done: { when: 'mailed', yes: 'Avvisad. Installatören får mejl.', no: 'Avvisad. Företaget har ingen att mejla.' },
  },
  recomplete: {
    row: 'T17', by: ['installer'], flow: ['F', 'D'], from: ['completion_rejected'], to: 'completed', form: 'completion', guards: ['ownerInUse', 'mayFinish', 'contactable'], effects: ['endRemoval', 'send', 'startClock'], mail: 'M08', onPaper: true,
    label: 'Skicka färdiganmälan', log: 'Färdiganmälan skickad igen', place: 'review', icon: 'send',
  },
  archive: {
    row: 'T18', by: ['owner', 'system'], flow: ALL, from: ['closed'], to: 'archived', form: 'none', guards: ['settled'], grave: true, undo: true,
    label: 'Slutarkivera', log: 'Slutarkiverat', place: 'page', icon: 'archive', primary: true,
    hint: 'Ärendet går alltid att läsa men kan inte ändras, kopieras eller återöppnas. Du kan ångra i en minut.',
    bulk: { archive: { label: 'Slutarkivera', seconds: TEN_MINUTES } },
  },
  reopen: {
    row: 'T19', by: ['owner'], admin: true, flow: ALL, from: ['closed'], to: { F: 'completed', D: 'completed', G: 'submitted' }, form: 'reason', effects: ['startClock', 'tell'], mail: 'M06', undo: true,
    label: 'Återöppna', log: 'Ärendet återöppnat', place: 'page', icon: 'undo',
    hint: 'Ärendet kommer tillbaka i kön. Installatören får ett mejl med din motivering.',
  },
  discard: {
    row: 'T20', by: ['installer'], flow: ALL, from: ['draft'], to: 'cancelled', form: 'none', grave: true,
    label: 'Radera utkast', log: 'Utkast raderat', place: 'page', icon: 'trash', onForm: true,
    hint: 'Utkastet läggs bland dina arkiverade ärenden och kan inte skickas. Nätbolaget får inget veta.',
    back: 'Det går inte att ångra.',
  },
  remove: {
    row: 'T21', by: ['installer'], flow: ALL, from: ['notice_rejected', 'completion_rejected'], to: 'cancelled', form: 'optionalReason', effects: ['requestRemoval', 'clearHold'], mail: 'M09', grave: true,
    label: 'Avbryt ärendet', log: 'Ärendet avbrutet av installatören', place: 'page', icon: 'trash', onForm: true,
    hint: 'Ärendet avbryts och läggs i arkivet. Nätbolaget får ett mejl. Det kan inte skickas igen, men kopieras.',
    back: 'Det går inte att ångra.',
  },
  abandon: {
    row: 'T22', by: ['installer'], flow: ['F'], from: ['consented'], to: 'cancelled', form: 'reason', guards: ['noOpenOrder'], effects: ['requestRemoval', 'clearHold'], mail: 'M09', grave: true,
    label: 'Avstå från medgivandet', log: 'Installatören avstod från medgivandet', place: 'page', icon: 'trash', onForm: true,
    hint: 'Medgivandet används inte och ärendet avbryts. Nätbolaget får ett mejl. Det går inte att ångra.',
  },
  requestRemoval: {
    row: 'T23', by: ['installer'], flow: ALL, from: ['submitted', 'completed', 'consented'], to: 'same', form: 'reason', guards: ['ownerInUse', 'notRequested', 'orderIfConsented'], effects: ['requestRemoval'], mail: 'M09',
    label: 'Begär borttagning', log: 'Borttagning begärd', place: 'page', icon: 'trash',
    hint: 'Nätbolaget får din begäran och avbryter ärendet eller svarar varför inte.',
  },
  cancel: {
    row: 'T24', by: ['owner'], flow: ALL, from: ACTIVE, to: 'cancelled', form: 'reason', effects: ['clearHold', 'tell'], mail: 'M06', grave: true, undo: true,
    label: 'Avbryt ärendet', log: 'Ärendet avbrutet av nätbolaget', place: 'page', icon: 'x-circle', buttonIcon: 'trash',
    hint: 'Ärendet avbryts för installatören, som får ett mejl med din motivering.',
    back: 'Nätbolagets administratör kan återuppta ärendet inom 90 dagar.',
  },
  refuseRemoval: {
    row: 'T25', by: ['owner'], flow: ALL, from: ACTIVE, to: 'same', form: 'reason', guards: ['removalRequested'], effects: ['endRemoval', 'tell'], mail: 'M06', undo: true,
    label: 'Avslå borttagning', log: 'Begäran om borttagning avslagen', place: 'page', icon: 'pencil',
    hint: 'Ärendet fortsätter som vanligt. Installatören får ett mejl med din motivering.',
  },
  resume: {
    row: 'T26', by: ['owner'], admin: true, flow: ALL, from: ['cancelled'], to: 'previous', form: 'reason', guards: ['recentlyCancelled'], effects: ['endRemoval', 'startClock', 'tell'], mail: 'M06', undo: true,
    label: 'Återuppta', log: 'Ärendet återupptaget', place: 'page', icon: 'undo',
    hint: 'Ärendet får tillbaka den status det hade. Installatören får ett mejl med din motivering.',
  },
  hold: {
    row: 'T27', by: ['owner', 'system'], flow: ALL, from: ACTIVE, to: 'same', form: 'hold', effects: ['hold'], mail: 'M10', undo: true,
    label: 'Väntläge', log: 'Väntläge ändrat', place: 'page', icon: 'pause', labelWhenHeld: 'Ändra väntläge',
    hint: 'Tiden för beslut står still och ärendet kan inte godkännas så länge. Installatören ser orsaken.',
    done: { when: 'held', yes: 'Ärendet är i väntläge.', no: 'Väntläget är avslutat.' },
    bulk: { hold: { label: 'Väntläge', seconds: UNDO_SECONDS } },
  },
  changeResponsible: {
    row: 'T28', by: ['installer'], flow: ALL, from: ['draft', ...ACTIVE, 'closed'], to: 'same', form: 'responsible', effects: ['reassign'], mail: 'M18',
    label: 'Byt ansvarig', log: 'Ansvarig installatör bytt', place: 'page', icon: 'user',
    hint: 'Mejl om ärendet går till den nya ansvariga från och med nu.',
    back: 'Du kan byta tillbaka när du vill.',
  },
  copy: {
    row: 'T29', by: ['installer'], flow: ALL, from: ['draft', ...ACTIVE, 'closed', 'cancelled'], to: 'same', form: 'newCase',
    label: 'Kopiera anmälan', log: 'Kopierad', place: 'page', icon: 'copy', opens: '/cases/new?copy=',
  },
  mark: {
    row: 'T30', by: ['owner', 'system'], right: 'mark', flow: ALL, from: [...ACTIVE, 'closed'], to: 'same', form: 'marks', effects: ['mark'], undo: true,
    label: 'Ändra symboler', log: 'Symboler ändrade', place: 'symbols', icon: 'pencil',
    done: 'Symbolerna är ändrade.',
    bulk: { mark: { label: 'Ändra symboler', seconds: TEN_MINUTES } },
  },
  autoApprove: {
    row: 'T31', by: ['system'], flow: ['F', 'G'], from: ['submitted'], to: { F: 'consented', G: 'closed' }, form: 'none', guards: ['notHeld', 'notRequested'], effects: ['endRemoval', 'consent', 'releaseOrder', 'tell'], mail: 'M01', decides: { part: 'notice', as: 'approved' },
    label: 'Godkänd automatiskt', log: 'Godkänd automatiskt', place: 'nowhere', icon: 'check-circle',
  },
  extendConsent: {
    row: 'T32', by: ['owner'], flow: ['F'], from: ['consented'], to: 'same', form: 'extension', effects: ['extendConsent', 'tell'], mail: 'M06', undo: true,
    label: 'Förläng medgivande', log: 'Medgivandet förlängt', place: 'page', icon: 'calendar',
    hint: 'Medgivandet gäller i övrigt som det är. Installatören får ett mejl om den nya dagen.',
  },
  autoAccept: {
    row: 'T33', by: ['system'], flow: ['F', 'D'], from: ['completed'], to: 'closed', form: 'none', guards: ['notHeld', 'notRequested'], effects: ['releaseOrder', 'tell'], mail: 'M04', decides: { part: 'completion', as: 'approved' },
    label: 'Färdiganmälan godkänd automatiskt', log: 'Färdiganmälan godkänd automatiskt', place: 'nowhere', icon: 'check-circle',
  },
} as const satisfies Record<string, Transition>

export type Move = keyof typeof table
/** What can be taken back: a move, or a note that was written to many cases at once. */
export type Undoable = Move | 'note'
export const TRANSITIONS: Record<Move, Transition> = table
export const moves = Object.keys(table) as Move[]

const those = (holds: (row: Transition) => boolean): readonly Move[] => moves.filter((move) => holds(TRANSITIONS[move]))

/** Saves what is written in the edit form; sends it, one for each status it is written at. */
export const SAVING = those(({ place }) => place === 'form')
export const SENDING = those(({ place }) => place === 'review')
/** After these what the installer has written is what the owner has before it; by hand it is written by the owner. */
export const SENDS = those(({ effects }) => effects?.includes('send') === true)
/** Approvals and rejections, of people and of the owner's rules. */
export const DECISIONS = those(({ decides }) => decides !== undefined)
export const REJECTIONS = those(({ decides }) => decides?.as === 'rejected')
/** The moves by which a person lets an installer go on: what two decide together where four eyes are wanted. */
export const CONSENTS = those(({ place, decides }) => place === 'decision' && decides?.as === 'approved')

type BulkOf<M> = M extends { bulk: infer Deeds } ? keyof Deeds : never
/** What can be done to many cases at once. */
export type Deed = { [M in Move]: BulkOf<(typeof table)[M]> }[Move]
export const DEEDS = Object.fromEntries(
  moves.flatMap((move) => Object.entries(TRANSITIONS[move].bulk ?? {}).map(([deed, row]) => [deed, { ...row, move }])),
) as Record<Deed, { label: string; seconds: number; move: Move }>
