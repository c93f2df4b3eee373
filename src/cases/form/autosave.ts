import { listFiles } from '../../attachments/queries.ts'
import { localDate } from '../../domain/calendar/workdays.ts'
import { asActor, type InstallerActor, type Tx } from '../../db/actor.ts'
import type { FormDefinition } from '../../domain/forms/definition.ts'
import { renumber } from '../../domain/forms/repeatingGroups.ts'
import { readDraft, translated } from '../../domain/forms/schema.ts'
import type { Body } from '../../domain/forms/values.ts'
import { format } from '../../language/format.ts'
import { installerOf } from '../../web/guards.ts'
import { routes } from '../../web/routes.ts'
import type { Translate } from '../../language/i18n.ts'
import type { Progress } from './views.ts'
import { editableForm, splitAnswers } from './check.ts'
import { CasePath, CaseVersion } from '../workflow/forms.ts'
import { filesState, calculatedIn, labelsOf, sectionsOf } from './progress.ts'
import { standingAgainst } from './standing.ts'
import { getJob, getOwner } from '../workflow/queries.ts'
import { changesToSave, saveSitting, savingMove } from './editingSession.ts'
import { termsOf } from '../../domain/forms/terms.ts'
import { getWritten } from '../workflow/unsent.ts'

/** Saving while one writes, asked by script (public/js/autosave.js). */
export const autosave = routes('/cases/:ref/edit/autosave', { for: 'installer', proof: 'cases' })

autosave.post('/', {}, async (req, res) => {
  const actor = installerOf(req)
  const { ref } = CasePath.parse(req.params)
  const { _version: version } = CaseVersion.parse(req.body)
  const { t } = res.locals
  const kept = await asActor(actor, (tx) => keep(tx, actor, { ref, version, body: req.body as Body, t }))
  res.status(kept.status).json(kept)
})

type Kept =
  | {
      status: 200
      version: number
      words: string
      /** What could not be read, by input: the rest is saved. */
      errors: Record<string, string>
      /** What is saved and looks odd, by input. */
      warnings: Record<string, string>
      /** How far each section has come, by its key. */
      progress: Record<string, Progress>
      /** What was worked out, in words by the field's name. */
      reckoned: Record<string, string>
    }
  | { status: 409; words: string }

/** Saves what can be read; what cannot is left in the page until it is put right. Nobody else's work is overwritten. */
async function keep(
  tx: Tx,
  actor: InstallerActor,
  { ref, version, body, t }: { ref: string; version: number; body: Body; t: Translate },
): Promise<Kept> {
  const kase = await getWritten(tx, ref)
  const move = savingMove(actor, kase)
  if (!move) return { status: 409, words: t('Ärendet har gått vidare. Ladda om sidan.') }
  const job = await getJob(tx, kase)
  const form = editableForm(kase, job)
  const typed = renumber(form, body, kase.notice)
  const stored = { ...kase.notice, ...kase.completion }
  const { answers, errors, warnings } = readDraft(form, typed, stored, {
    today: localDate(tx.now),
    ladder: termsOf(job).ladder,
    t,
  })
  const parts = splitAnswers(kase, job, answers)
  const changed = changesToSave(kase, job, parts, t).length > 0
  if (changed && version !== kase.version)
    return { status: 409, words: t('Någon annan har sparat. Tryck på Spara för att jämföra.') }
  const saved = changed ? await saveSitting(tx, actor, move, { kase, job, parts, t }) : kase
  const files = (await listFiles(tx, kase.id)).filter((file) => file.side === 'installer')
  const owner = await getOwner(tx, kase.owner_id)
  const against = await standingAgainst(tx, { kase, job, owner, answers: parts })
  const sections = sectionsOf(form, answers, { values: typed, errors }, against)
  return {
    status: 200,
    version: saved.version,
    words: inWords(format.time(tx.now), Object.keys(errors), form, t),
    errors,
    warnings: translated(warnings, t),
    progress: {
      ...Object.fromEntries(sections.map(({ section, state }) => [section.key, state])),
      files: filesState(form.attachments, { ...stored, ...answers }, files, {}, against),
    },
    reckoned: calculatedIn(form, answers, t),
  }
}

function inWords(time: string, unread: string[], form: FormDefinition, t: Translate): string {
  if (unread.length === 0) return t('Sparat {time}', { time })
  return t('Sparat {time}, men inte {fields}', { time, fields: labelsOf(unread, form, t).join(', ') })
}
