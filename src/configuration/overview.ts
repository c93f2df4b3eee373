import type { Request, Response } from 'express'
import { z } from 'zod'
import { localDate } from '../domain/calendar/workdays.ts'
import { asActor } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'
import { day as aDay } from '../web/cursors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { id, longId } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { render } from '../web/views.ts'
import { draftRoom } from './draftRoom.ts'
import { check } from './check.ts'
import { compare, gathered } from './compare.ts'
import { discard, getDraft, listChanges } from './draft.ts'
import { line } from './inputs.ts'
import { barOf } from './page.ts'
import { BASE } from './part.ts'
import { publishDraft, publishIfDue, restore, schedule, unschedule } from './publish.ts'
import { contentInForce, contentOfVersion, listVersions } from './versions.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'

/** What is in force, what the draft would change, what is wrong in it, and the versions to go back to. */
export const overview = draftRoom('')

overview.get('/', { support: true }, async (req, res) => showOverview(req, res, emptyForm))

const MOST_LINES = 200

async function showOverview(req: Request, res: Response, form: Form): Promise<void> {
  const actor = ownerSideOf(req)
  const { t } = res.locals
  const before = longId().safeParse(req.query['before']).data ?? null
  const page = await asActor(actor, async (tx) => {
    // The worker does this every minute; who looks should not see yesterday's plan.
    if (!actor.support) await publishIfDue(tx, actor.ownerId)
    const draft = await getDraft(tx, actor.ownerId)
    const current = await contentInForce(tx, actor.ownerId)
    return {
      draft,
      differences: draft ? compare(current, draft.content, t) : [],
      problems: check(draft?.content ?? current, t),
      versions: await listVersions(tx, actor.ownerId),
      changes: await listChanges(tx, actor.ownerId, before),
      today: localDate(tx.now),
    }
  })
  const { draft, differences, versions, changes } = page
  const lines = gathered(differences)
  const [version] = versions
  if (!version) throw new NotFound('Nätbolaget har inte publicerat någon konfiguration.')
  const basis = versions.find(({ id }) => id === draft?.based_on)
  await render(res, 'configuration/overview', {
    title: t('Konfiguration'),
    key: newKey(),
    bar: barOf(draft),
    version,
    basedOn: basis && basis.id !== version.id ? basis.version : null,
    differences: lines.slice(0, MOST_LINES),
    total: lines.length,
    problems: page.problems,
    versions,
    changes: changes.slice(0, 30),
    older: changes.length > 30 ? changes[29]!.id : null,
    form,
    today: page.today,
  })
}

const Publishing = z.object({
  when: z.enum(['now', 'day']).default('now'),
  day: z.string().default(''),
  note: line(300),
})

overview.post('/publish', { proof: asksProof() }, async (req, res) => {
  const actor = ownerSideOf(req)
  const input = readForm(Publishing, req.body)
  if (!input.ok) return showOverview(req, res.status(422), input.form)
  const { when, day, note } = input.data
  const outcome = await asActor(actor, async (tx) => {
    if (when === 'day' && !(aDay().safeParse(day).success && day > localDate(tx.now))) {
      return { errors: { day: 'Välj en dag som kommer.' } }
    }
    await once(tx, actor, keyOf(req), async () => {
      if (when === 'day') await schedule(tx, actor, day, note)
      else await publishDraft(tx, actor, note)
      return BASE
    })
    return null
  })
  if (outcome) return showOverview(req, res.status(422), { values: req.body as Form['values'], errors: outcome.errors })
  if (when === 'day') flash(res, 'success', 'Utkastet publiceras {day}.', { day })
  else flash(res, 'success', 'Publicerat. Nya anmälningar börjar med den nya versionen, pågående behåller sin.')
  res.redirect(303, BASE)
})

overview.post('/take-back', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  await asActor(actor, (tx) => unschedule(tx, actor))
  flash(res, 'success', 'Utkastet väntar inte längre. Det kan ändras igen.')
  res.redirect(303, BASE)
})

overview.post('/discard', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  await asActor(actor, (tx) => discard(tx, actor))
  flash(res, 'success', 'Utkastet är kastat. Den publicerade versionen gäller som förut.')
  res.redirect(303, BASE)
})

const VersionPath = z.object({ version: id() })

overview.get('/versions/:version', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { t } = res.locals
  const { version: number } = VersionPath.catch(() => ({ version: 0 })).parse(req.params)
  const { versions, differences } = await asActor(actor, async (tx) => {
    const current = await contentInForce(tx, actor.ownerId)
    const content = await contentOfVersion(tx, actor.ownerId, number)
    return { versions: await listVersions(tx, actor.ownerId), differences: compare(current, content, t) }
  })
  const version = versions.find((each) => each.version === number)
  if (!version) throw new NotFound()
  await render(res, 'configuration/version', {
    title: t('Version {n}', { n: number }),
    key: newKey(),
    version,
    differences: gathered(differences).slice(0, MOST_LINES),
    isCurrent: version.id === versions[0]?.id,
  })
})

overview.post('/versions/:version/restore', { proof: asksProof() }, async (req, res) => {
  const actor = ownerSideOf(req)
  const { version: number } = VersionPath.catch(() => ({ version: 0 })).parse(req.params)
  await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      await restore(tx, actor, number)
      return BASE
    }),
  )
  flash(res, 'success', 'Version {n} gäller igen, som en ny version.', { n: number })
  res.redirect(303, BASE)
})
