import { Router } from 'express'
import { z } from 'zod'
import { localDate } from '../calendar/workdays.ts'
import { asActor, type InstallerActor, type Tx } from '../db/actor.ts'
import { renumber } from '../forms/rows.ts'
import { schemaFor } from '../forms/schema.ts'
import type { Body } from '../forms/values.ts'
import { format } from '../web/format.ts'
import { readForm } from '../web/forms.ts'
import { installerOf } from '../web/guards.ts'
import type { Translate } from '../web/i18n.ts'
import { editableForm, splitAnswers } from './check.ts'
import { changesOf } from './edit.ts'
import { CasePath } from './forms.ts'
import { perform } from './perform.ts'
import { getCase, getJob } from './queries.ts'
import { movesFor } from './status.ts'
import { termsOf } from '../forms/terms.ts'

/** Saving while one writes: /cases/:ref/edit/autosave, asked by script (public/js/autosave.js). */
export const autosave = Router({ mergeParams: true })

const Version = z.object({ _version: z.coerce.number().int().positive().max(2_000_000_000) })

autosave.post('/', async (req, res) => {
  const actor = installerOf(req)
  const { ref } = CasePath.parse(req.params)
  const { _version: version } = Version.parse(req.body)
  const { t } = res.locals
  const kept = await asActor(actor, (tx) => keep(tx, actor, { ref, version, body: req.body as Body, t }))
  res.status(kept.status).json(kept)
})

type Kept = { status: 200; version: number; words: string } | { status: 409 | 422; words: string }

/** Saves what can be read; what cannot is left in the page until it is put right. Nobody else's work is overwritten. */
async function keep(
  tx: Tx,
  actor: InstallerActor,
  { ref, version, body, t }: { ref: string; version: number; body: Body; t: Translate },
): Promise<Kept> {
  const kase = await getCase(tx, ref)
  const move = movesFor(actor, kase).find((each) => each === 'save' || each === 'saveCompletion')
  if (!move) return { status: 409, words: t('Ärendet har gått vidare. Ladda om sidan.') }
  const job = await getJob(tx, kase)
  const form = editableForm(kase, job)
  const context = { today: localDate(tx.now), ladder: termsOf(job).ladder, t }
  const draft = readForm(schemaFor(form, 'draft', context), renumber(form, body, kase.notice))
  if (!draft.ok) return { status: 422, words: t('Inte sparat: något fält går inte att läsa.') }
  const parts = splitAnswers(kase, job, draft.data)
  const changes = changesOf(kase, job, parts, t)
  const words = t('Sparat {time}', { time: format.time(tx.now) })
  if (changes.length === 0) return { status: 200, version: kase.version, words }
  if (version !== kase.version)
    return { status: 409, words: t('Någon annan har sparat. Tryck på Spara för att jämföra.') }
  const isLogged = await savedLately(tx, actor, kase.id, move)
  const saved = await perform(tx, actor, ref, move, { version, ...parts, details: { changes }, unlogged: isLogged })
  return { status: 200, version: saved.version, words }
}

/** One row of the log for each time somebody sits down with the form (domain.md 2.6). */
async function savedLately(tx: Tx, actor: InstallerActor, caseId: number, action: string): Promise<boolean> {
  const row = (await tx('case_events')
    .where({ case_id: caseId, actor_id: actor.userId, action })
    .where('at', '>', new Date(tx.now.getTime() - 30 * 60_000))
    .first('id')) as { id: number } | undefined
  return row !== undefined
}
