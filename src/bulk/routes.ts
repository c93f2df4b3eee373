import { REFERENCE } from '../domain/caseReference.ts'
import { z } from 'zod'
import { listColleagues } from '../cases/workflow/queries.ts'
import { MARKS } from '../cases/symbols/symbols.ts'
import { asActor, type OwnerActor } from '../db/actor.ts'
import { flash } from '../web/flash.ts'
import { ownerSideOf } from '../web/guards.ts'
import type { Translate } from '../language/i18n.ts'
import { newKey } from '../web/once.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { DEEDS, type Deed } from '../domain/workflow/status.ts'
import type { Marking, Wish } from './actions.ts'
import { carryOut, tryOut, type Chosen } from './run.ts'
import { takeBackTogether } from './undo.ts'
import type { MarkChoice } from './views.ts'
import { id } from '../web/ids.ts'

/** Many cases chosen in a list, one thing done to all. It is shown before it is done. */
export const bulk = routes('/bulk', { for: 'owner', right: 'decide', proof: 'cases' })

/** As many as one reads through before saying yes. */
const MOST_CASES = 200

const several = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()))
const state = (...states: string[]) => z.enum(['', 'none', ...states]).catch('')

const Posted = z.object({
  deed: z.enum(Object.keys(DEEDS) as Deed[]),
  /** 'NEL-2027-000124', or with the version it was shown in: 'NEL-2027-000124:7'. */
  ref: several.transform((refs) => [...new Set(refs)].flatMap(chosenOf)),
  handler: id().optional().catch(undefined),
  ...(Object.fromEntries(
    Object.entries(MARKS).map(([group, { states }]) => [group, state(...Object.keys(states))]),
  ) as Record<keyof typeof MARKS, ReturnType<typeof state>>),
  documented: z.enum(['', 'yes', 'none']).catch(''),
  back: z
    .string()
    .max(2000)
    .regex(/^\/(inbox|cases|cases\/mine|archive)(\?\S*)?$/)
    .catch('/inbox'),
})
type Posted = z.infer<typeof Posted>

const CHOSEN = new RegExp(String.raw`^(${REFERENCE})(?::(.+))?$`)

function chosenOf(text: string): Chosen[] {
  const [, ref, written] = CHOSEN.exec(text) ?? []
  if (ref === undefined) return []
  if (written === undefined) return [{ ref }]
  const version = id().safeParse(written).data
  return version === undefined ? [] : [{ ref, version }]
}

/** First what to do with them, if that has to be said; then what will happen with each. */
bulk.post('/', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const posted = Posted.parse(req.body)
  const { deed, ref: chosen, back } = posted
  if (chosen.length === 0 || chosen.length > MOST_CASES) {
    flash(res, 'error', 'Välj 1–{n} ärenden i listan.', { n: MOST_CASES })
    res.redirect(303, back)
    return
  }
  const { wish, people } = await wishOf(posted, actor)
  const outcomes = wish && (await tryOut(actor, chosen, wish, res.locals.t))
  await render(res, 'bulk/ask', {
    title: res.locals.t(DEEDS[deed].label),
    deed,
    back,
    refs: chosen.map(({ ref }) => ref),
    chosen: outcomes ? outcomes.map(({ ref, version }) => `${ref}:${version}`) : [],
    count: chosen.length,
    people: deed === 'assign' ? people : [],
    marks: deed === 'mark' ? choicesOf(posted, res.locals.t) : [],
    handler: wish?.handler?.id ?? null,
    outcomes,
  })
})

bulk.post('/do', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const posted = Posted.parse(req.body)
  const { wish } = await wishOf(posted, actor)
  if (!wish) {
    res.redirect(303, posted.back)
    return
  }
  const batch = newKey()
  const outcomes = await carryOut(actor, posted.ref.slice(0, MOST_CASES), wish, batch, res.locals.t)
  await render(res, 'bulk/done', {
    title: res.locals.t(DEEDS[posted.deed].label),
    back: posted.back,
    deed: posted.deed,
    outcomes,
    batch,
    seconds: DEEDS[posted.deed].seconds,
  })
})

const Undoing = Posted.extend({ batch: z.string().regex(/^[\w-]{24}$/) })

bulk.post('/undo', {}, async (req, res) => {
  const { deed, ref, back, batch } = Undoing.parse(req.body)
  const refs = ref.slice(0, MOST_CASES).map((each) => each.ref)
  const wish: Wish = { deed, handler: null, marking: {} }
  const outcomes = await takeBackTogether(ownerSideOf(req), refs, wish, batch, res.locals.t)
  await render(res, 'bulk/undone', {
    title: `${res.locals.t('Ångra')}: ${res.locals.t(DEEDS[deed].label)}`,
    back,
    outcomes,
  })
})

/** What is wished, when all of it has been said. */
async function wishOf(posted: Posted, actor: OwnerActor) {
  const people = await asActor(actor, (tx) => listColleagues(tx, actor))
  const handler = people.find(({ id }) => id === posted.handler) ?? null
  const { preparation, invoicing, customer_service, documented } = posted
  const marking: Marking = { preparation, invoicing, customer_service, documented }
  const said =
    (posted.deed !== 'assign' || handler !== null) && (posted.deed !== 'mark' || Object.values(marking).some(Boolean))
  const wish: Wish | null = said ? { deed: posted.deed, handler, marking } : null
  return { wish, people }
}

function choicesOf(posted: Posted, t: Translate): MarkChoice[] {
  const groups = Object.entries(MARKS).map(([name, { label, states }]) => ({
    name,
    label: t(label),
    value: posted[name as keyof typeof MARKS],
    options: [
      { value: '', label: t('Oförändrat') },
      { value: 'none', label: t('Ingen') },
      ...Object.entries(states).map(([value, said]) => ({ value, label: t(said) })),
    ],
  }))
  const documented = [
    { value: '', label: t('Oförändrat') },
    { value: 'yes', label: t('Ja') },
    { value: 'none', label: t('Nej') },
  ]
  return [...groups, { name: 'documented', label: t('Dokumenterat'), value: posted.documented, options: documented }]
}
