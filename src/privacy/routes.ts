import { z } from 'zod'
import { asActor } from '../db/actor.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import { record } from '../sign-in/accounts/events.ts'
import { formPage } from '../web/formPage.ts'
import { partyOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import type { Translate } from '../language/i18n.ts'
import { audit } from './audit.ts'
import { listHolds } from './queries.ts'
import { kindOf, kindsFor, type KindName } from './kinds.ts'
import { person } from './personRoutes.ts'
import { reads } from './reads.ts'
import { countRipe, listRipe } from './ripe.ts'
import { daysOf, listRuns, saveDays, type Days } from './rules.ts'

/** How long personal data is kept, for the administrator: /owner/privacy and /company/privacy */
export const privacy = routes(
  {
    '/company/privacy': { for: 'installerAdmin' },
    '/owner/privacy': { for: 'ownerAdmin' },
  },
  { proof: asksProof() },
)

const KEPT = 'keep'

/** How long each kind of a side is kept, as the form posts it. */
function rulesOf(side: 'owner' | 'installer') {
  const fields = kindsFor(side).map((name) => [name, daysFor(name)] as const)
  return z.object(Object.fromEntries(fields)) as z.ZodType<Days>
}

function daysFor(name: KindName) {
  return z.preprocess(
    (typed) => typed ?? '',
    z.string().transform((typed, context) => {
      if (typed === KEPT) return null
      if ((kindOf(name).choices as readonly number[]).map(String).includes(typed)) return Number(typed)
      context.addIssue({ code: 'custom', message: 'Välj hur länge, eller att det sparas tills vidare.' })
      return z.NEVER
    }),
  )
}

privacy.form(
  '/',
  {},
  formPage({
    actor: partyOf,
    view: 'privacy/rules',
    repeatable: true,
    schema: ({ side }: { side: 'owner' | 'installer' }) => rulesOf(side),
    load: async ({ tx, actor }) => ({
      side: actor.side,
      days: await daysOf(tx, actor.side),
      runs: await listRuns(tx),
      holds: actor.side === 'owner' ? await listHolds(tx) : [],
    }),
    values: (loaded) =>
      Object.fromEntries(
        Object.entries(loaded.days).map(([kind, kept]) => [kind, kept === null ? KEPT : String(kept)]),
      ),
    draw: ({ t, actor, base }, { runs, holds }) => ({
      title: t('Personuppgifter'),
      side: actor.side,
      base,
      kinds: kindsFor(actor.side).map((name) => fieldOf(name, t)),
      runs: runs.map(({ at, kind, gone }) => ({ at, gone, label: t(kindOf(kind as KindName).label) })),
      holds,
    }),
    save: async ({ tx, actor, req, base }, wanted) => {
      const changed = await saveDays(tx, actor, wanted)
      if (changed.length > 0) await record(tx, actor.userId, 'retention-changed', { req, method: changed.join(', ') })
      return { to: base, said: 'Gallringen är sparad. Den görs varje natt.' }
    },
  }),
)

function fieldOf(name: KindName, t: Translate) {
  const { label, help, choices } = kindOf(name)
  const options = [
    { value: KEPT, label: t('Sparas tills vidare') },
    ...choices.map((n) => ({ value: String(n), label: periodOf(n, t) })),
  ]
  return { key: name, label, type: 'choice' as const, width: 6 as const, required: true, help, options }
}

export function periodOf(n: number, t: Translate): string {
  return n % 365 === 0 ? t('{n} år|{n} år', { n: n / 365 }) : t('{n} dag|{n} dagar', { n })
}

const MOST = 20
const COUNTED = 10_000

// Nothing is saved: what is chosen in the form is asked about as it stands there.
privacy.get('/trial', {}, async (req, res) => {
  const actor = partyOf(req)
  const { t } = res.locals
  const asked = rulesOf(actor.side).safeParse(req.query)
  const parts = await asActor(
    actor,
    async (tx) => {
      const kept = asked.success ? asked.data : await daysOf(tx, actor.side)
      const found = []
      for (const name of kindsFor(actor.side)) {
        const n = kept[name] ?? null
        found.push({
          label: t(kindOf(name).label),
          period: n === null ? null : periodOf(n, t),
          count: n === null ? 0 : await countRipe(tx, name, n, COUNTED),
          cases: n === null ? [] : await listRipe(tx, name, n, MOST),
        })
      }
      return found
    },
    { kind: 'long' },
  )
  await render(res, 'privacy/trial', {
    title: t('Provkörning av gallring'),
    side: actor.side,
    base: req.baseUrl,
    parts,
    counted: COUNTED,
  })
})

privacy.use(reads, person, audit)
