import { z } from 'zod'
import { MOVE_FORMS, Note } from '../cases/workflow/forms.ts'
import { listColleagues } from '../cases/workflow/queries.ts'
import { MARKS } from '../cases/symbols/symbols.ts'
import { localDate } from '../domain/calendar/workdays.ts'
import { asActor, type OwnerActor } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import { listTeams } from '../teams/queries.ts'
import { emptyForm, readForm, typed, type FlatBody } from '../web/forms.ts'
import type { Form } from '../web/pages.ts'
import type { BulkDeed, Marking, Receiver, Wish } from './actions.ts'
import type { AskedField } from './views.ts'

/** What has been said of a deed: what is wished when all of it has, what is asked for, and what was typed. */
export interface Said {
  wish: Wish | null
  fields: AskedField[]
  /** As it was posted, to be posted on. */
  carried: [name: string, value: string][]
  form: Form
}

const state = (...states: string[]) => z.enum(['', 'none', ...states]).catch('')
const Marks = z.object({
  ...(Object.fromEntries(
    Object.entries(MARKS).map(([group, { states }]) => [group, state(...Object.keys(states))]),
  ) as Record<keyof typeof MARKS, ReturnType<typeof state>>),
  documented: z.enum(['', 'yes', 'none']).catch(''),
})

/** Ends a hold; beside the reasons of one. */
const END = 'end'

/** `asked`: whether the page that asks has been posted, so that what is left out is an error. */
export async function readWish(actor: OwnerActor, deed: BulkDeed, body: FlatBody, t: Translate): Promise<Said> {
  const isAsked = body['asked'] === 'ja'
  switch (deed) {
    case 'assign':
      return assigned(actor, body, t)
    case 'mark':
      return marked(body, t)
    case 'hold':
      return held(actor, body, isAsked, t)
    case 'note':
      return noted(body, isAsked, t)
    default:
      return { wish: { deed }, fields: [], carried: [], form: emptyForm }
  }
}

async function assigned(actor: OwnerActor, body: FlatBody, t: Translate): Promise<Said> {
  const { people, teams } = await asActor(actor, async (tx) => ({
    people: await listColleagues(tx, actor),
    teams: await listTeams(tx),
  }))
  const { to, options } = receivers(people, teams, t)
  const said = String(body['handler'] ?? '')
  const receiver = to.get(said)
  return {
    wish: receiver ? { deed: 'assign', to: receiver } : null,
    fields: [{ key: 'handler', label: 'Ny handläggare', type: 'choice', options }],
    carried: receiver ? [['handler', said]] : [],
    form: { values: { handler: receiver ? said : '' }, errors: {} },
  }
}

/** Who may be given cases: colleagues by id, teams as 'team-3', and nobody. */
function receivers(people: { id: number; name: string }[], teams: { id: number; name: string }[], t: Translate) {
  const to = new Map<string, Receiver>([
    ...people.map((handler) => [String(handler.id), { handler, team: null }] as const),
    ...teams.map((team) => [`team-${team.id}`, { handler: null, team }] as const),
    ['none', { handler: null, team: null }],
  ])
  const options = [
    ...people.map(({ id: value, name }) => ({ value: String(value), label: name })),
    ...teams.map(({ id: value, name }) => ({ value: `team-${value}`, label: t('Team: {name}', { name }) })),
    { value: 'none', label: t('Ingen handläggare, i kön') },
  ]
  return { to, options }
}

function marked(body: FlatBody, t: Translate): Said {
  const marking = Marks.parse(body)
  const groups = Object.entries(MARKS).map(([key, { label, states }]) => ({
    key,
    label,
    options: [
      { value: 'none', label: t('Ingen') },
      ...Object.entries(states).map(([value, said]) => ({ value, label: t(said) })),
    ],
  }))
  const documented = [
    { value: 'yes', label: t('Ja') },
    { value: 'none', label: t('Nej') },
  ]
  const fields = [...groups, { key: 'documented', label: 'Dokumenterat', options: documented }].map((each) => ({
    ...each,
    type: 'choice' as const,
    options: [{ value: '', label: t('Oförändrat') }, ...each.options],
  }))
  const values: Record<string, string> = marking
  return {
    wish: Object.values(marking).some(Boolean) ? { deed: 'mark', marking: marking as Marking } : null,
    fields,
    carried: Object.entries(values),
    form: { values, errors: {} },
  }
}

const HELD = [
  { value: 'customer', label: 'Kunden' },
  { value: 'grid', label: 'Elnätet' },
  { value: 'permit', label: 'Tillstånd' },
  { value: 'quote', label: 'Offert' },
  { value: 'other', label: 'Annat' },
]

async function held(actor: OwnerActor, body: FlatBody, isAsked: boolean, t: Translate): Promise<Said> {
  const ends = body['reason'] === END
  const today = await asActor(actor, (tx) => Promise.resolve(localDate(tx.now)))
  const read = readForm(MOVE_FORMS.hold, { ...body, ...(ends && { reason: '', until: '' }) })
  const errors: Form['errors'] = read.ok ? {} : { ...read.form.errors }
  const { reason, until = '', comment = '' } = read.ok ? read.data : { reason: '' as const }
  if (read.ok && reason === '' && !ends) errors['reason'] = 'Välj vad ärendena väntar på.'
  if (read.ok && until !== '' && until <= today) errors['until'] = 'Välj en dag som kommer.'
  const isWhole = Object.keys(errors).length === 0
  const hold = reason === '' ? null : { reason, until: until === '' ? null : until }
  const reasons = [
    ...HELD.map(({ value, label }) => ({ value, label: t(label) })),
    { value: END, label: t('Avsluta väntläget') },
  ]
  return {
    wish: isWhole ? { deed: 'hold', hold, comment } : null,
    fields: [
      { key: 'reason', label: 'Vad väntar ärendena på', type: 'choice', options: reasons },
      { key: 'until', label: 'Väntläge till och med', type: 'date', help: UNTIL },
      { key: 'comment', label: 'Till installatören (om du vill)', type: 'longText' },
    ],
    carried: isWhole ? carry(body, 'reason', 'until', 'comment') : [],
    form: { values: typed(body), errors: isAsked ? errors : {} },
  }
}

const UNTIL = 'Väntläget avslutas automatiskt efter den dagen. Lämna tomt så gäller det tills någon avslutar det.'

function noted(body: FlatBody, isAsked: boolean, t: Translate): Said {
  const read = readForm(Note, body)
  const readers = [
    { value: 'internal', label: t('Bara nätbolaget') },
    { value: 'shared', label: t('Även installatören') },
  ]
  return {
    wish: read.ok
      ? { deed: 'note', note: { ...read.data, audience: read.data.audience === 'shared' ? 'all' : 'owner' } }
      : null,
    fields: [
      { key: 'subject', label: 'Ämne', type: 'text' },
      { key: 'body', label: 'Text', type: 'longText' },
      {
        key: 'audience',
        label: 'Vem får läsa',
        type: 'choice',
        options: readers,
        help: 'Välj själv. Inget är förvalt.',
      },
    ],
    carried: read.ok ? carry(body, 'subject', 'body', 'audience') : [],
    form: { values: typed(body), errors: isAsked && !read.ok ? read.form.errors : {} },
  }
}

function carry(body: FlatBody, ...names: string[]): Said['carried'] {
  return names.map((name) => [name, String(body[name] ?? '')])
}
