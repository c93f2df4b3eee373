import { jobType } from '../../domain/forms/catalogue/jobs.ts'
import type { Request, Response } from 'express'
import { z } from 'zod'
import { addWorkdays, localDate } from '../../domain/calendar/workdays.ts'
import { listFiles } from '../../attachments/queries.ts'
import { asActor, type InstallerActor, type Tx } from '../../db/actor.ts'
import type { CaseRow, RevisionRow } from '../../db/rowTypes.ts'
import type { Answers, Finding, FormDefinition, JobType } from '../../domain/forms/definition.ts'
import { readSections } from '../../domain/forms/present.ts'
import { renumber, toValues } from '../../domain/forms/repeatingGroups.ts'
import { fieldsOf } from '../../domain/forms/schema.ts'
import { Conflict } from '../../web/errors.ts'
import { flash } from '../../web/flash.ts'
import { installerOf } from '../../web/guards.ts'
import type { Translate } from '../../language/i18n.ts'
import { keyOf, newKey, once } from '../../web/once.ts'
import type { Views } from '../../web/pages.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { checkSending, editableForm, splitAnswers, type Checked } from './check.ts'
import { changesToSave } from './editingSession.ts'
import { daysFor } from '../workflow/effects.ts'
import { CasePath, CaseVersion } from '../workflow/forms.ts'
import { refusal } from '../workflow/guards.ts'
import { perform } from '../workflow/perform.ts'
import { CHANGED } from '../workflow/moveRequest.ts'
import { getJob, getOwner } from '../workflow/queries.ts'
import { editableParts, movesFor, SENDING, targetOf, TRANSITIONS } from '../../domain/workflow/status.ts'
import { withPointing } from '../page/pointing.ts'
import { leftAsItWas, remarksOf, returnedWith } from '../workflow/points.ts'
import { getWritten } from '../workflow/unsent.ts'

/** All that is about to be sent, read through before it is. */
export const review = routes('/cases/:ref/review', { for: 'installer', proof: 'cases' })

review.get('/', {}, async (req, res) => {
  await showReview(req, res, null)
})

const Posted = CaseVersion.extend({
  accept: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((value) => [value].flat()),
})

review.post('/', {}, async (req, res) => {
  const actor = installerOf(req)
  const { ref } = CasePath.parse(req.params)
  const { _version: version, accept } = Posted.parse(req.body)
  const done: { sent?: Sent } = {}
  // Asked inside: a double click finds where the first press led, though the case can be sent no more.
  const location = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      done.sent = await sendCase(tx, actor, ref, { version, accept }, res.locals.t)
      return `/cases/${ref}`
    }),
  ).catch((error: unknown) => {
    if (error instanceof Unread) return null
    throw error
  })
  if (location === null) return showReview(req, res.status(422), accept)
  if (done.sent?.kase.due_on) {
    flash(res, 'success', 'Skickat till {owner}. Svar senast {date}, inom {n} vardagar. Det kommer i din inkorg.', {
      owner: done.sent.owner,
      date: done.sent.kase.due_on,
      n: done.sent.days,
    })
  }
  res.redirect(303, location)
})

/** Something lacks, or a warning has no tick: nothing is sent and the one-time key is not used up. */
export class Unread extends Error {
  readonly stop: string | null
  readonly checked: Checked
  constructor(stop: string | null, checked: Checked) {
    super('not read through')
    this.stop = stop
    this.checked = checked
  }
}

interface Sent {
  kase: CaseRow
  owner: string
  days: number
}

/**
 * Sends what the installer has written, as it stands; `accept` names the warnings that it has read.
 * @throws Unread, Conflict
 */
export async function sendCase(
  tx: Tx,
  actor: InstallerActor,
  ref: string,
  { version, accept }: { version?: number | undefined; accept: string[] },
  t: Translate,
): Promise<Sent> {
  const { kase, job, owner, move, stop, checked } = await readReview(tx, actor, ref, t)
  const warned = checked.findings.filter(isWarning).map((finding) => finding.rule)
  const lacks = stop !== null || Object.keys(checked.errors).length > 0
  if (lacks || warned.some((rule) => !accept.includes(rule))) throw new Unread(stop, checked)
  const changes = await changesSince(tx, kase, job, t)
  const sent = await perform(tx, actor, ref, move, {
    ...(version !== undefined && { version }),
    details: { changes, accepted: warned },
  })
  return { kase: sent, owner: owner.name, days: daysFor(kase, job, sent.status) }
}

const isWarning = (finding: Finding) => finding.severity === 'warning'

/** What differs from the round before, for the owner's log. */
async function changesSince(tx: Tx, kase: CaseRow, job: JobType, t: Translate) {
  const before = await tx<RevisionRow>('case_revisions').where({ case_id: kase.id }).orderBy('revision', 'desc').first()
  // The first completion has nothing to be compared with.
  if (!before || kase.status === 'consented') return []
  // Only of what is sent: a completion that was begun before its consent was revoked is not.
  const parts = Object.fromEntries(editableParts(kase).map((part) => [part, before[part]]))
  return changesToSave(kase, job, parts, t).map(({ from, to, ...change }) => ({ ...change, from: to, to: from }))
}

/** `accepted` holds the ticks of a posting that was not enough; null when nothing has been posted. */
async function showReview(req: Request, res: Response, accepted: string[] | null): Promise<void> {
  const actor = installerOf(req)
  const { ref } = CasePath.parse(req.params)
  const { t } = res.locals
  const page = await asActor(actor, async (tx): Promise<Views['cases/review']> => {
    const { kase, owner, job, form, move, stop, checked } = await readReview(tx, actor, ref, t)
    const days = daysFor(kase, job, targetOf(move, kase))
    const returned = await returnedWith(tx, kase, job)
    const { points, untouched } = await leftAsItWas(tx, kase, job, kase)
    const remarks = {
      ...Object.fromEntries(points.map(({ name, words }) => [name, changedInWords(words, t)])),
      ...remarksOf(untouched, t),
    }
    const suggestion = checked.findings.find((finding) => finding.suggestJob)?.suggestJob
    return {
      title: `${t('Kontrollera och skicka')} – ${kase.ref}`,
      kase,
      ownerName: owner.name,
      label: t(TRANSITIONS[move].label),
      stop: stop === null ? null : t(stop),
      errors: linesOf(form, checked, t),
      findings: checked.findings.filter(isWarning),
      accepted: accepted ?? [],
      isUnread: accepted !== null,
      suggestion: suggestion
        ? { job: suggestion, name: t(jobType(suggestion).name), href: `/cases/new?copy=${ref}&job=${suggestion}` }
        : null,
      wrongType: kase.status === 'notice_rejected' && (returned?.rejection.details.codes ?? []).includes('TYP'),
      sections: withPointing(
        readSections(form, { ...kase.notice, ...kase.completion }, { t, full: true, side: 'installer' }),
        (name) => (remarks[name] === undefined ? {} : { remark: remarks[name] }),
      ),
      files: (await listFiles(tx, kase.id)).filter((file) => file.side === 'installer' && file.outdated_at === null),
      slots: [...job.notice.attachments, ...job.completion.attachments],
      answer: { days, by: addWorkdays(localDate(tx.now), days) },
      form: { values: {}, errors: {} },
      key: newKey(),
    }
  })
  await render(res, 'cases/review', page)
}

/** Put right as far as anybody can tell: what was said of it stands beside, to be compared. */
function changedInWords(words: string, t: Translate): string {
  return words === '' ? t('Ändrat.') : t('Ändrat. Nätbolaget skrev: {words}', { words })
}

async function readReview(tx: Tx, actor: InstallerActor, ref: string, t: Translate) {
  const kase = await getWritten(tx, ref)
  const move = movesFor(actor, kase).find((each) => SENDING.includes(each))
  if (!move) throw new Conflict(CHANGED)
  const job = await getJob(tx, kase)
  const owner = await getOwner(tx, kase.owner_id)
  const form = editableForm(kase, job)
  const stored: Answers = { ...kase.notice, ...kase.completion }
  const body = renumber(form, toValues(form, stored), kase.notice)
  const answers = splitAnswers(kase, job, stored)
  const stop = await refusal(TRANSITIONS[move].guards ?? [], { tx, kase, owner, by: actor })
  return {
    kase,
    job,
    owner,
    form,
    move,
    stop,
    checked: await checkSending(tx, { kase, job, owner, form, body, answers, t }),
  }
}

/** 'Fyll i det här.' says nothing in a list: each line begins with what the field is called, and leads to it. */
function linesOf(form: FormDefinition, { errors }: Checked, t: Translate): Views['cases/review']['errors'] {
  const fields = fieldsOf(form)
  const place = (name: string) => fields.findIndex((field) => field.key === name.split('.')[0])
  const labelOf = (name: string) => {
    const [key, row, part] = name.split('.')
    const field = fields.find((each) => each.key === key)
    const inRow = field?.fields?.find((each) => each.key === part)
    if (field && inRow) return `${t(field.rowLabel ?? field.label)} ${Number(row) + 1}, ${t(inRow.label)}: `
    return field ? `${t(field.label)}: ` : ''
  }
  return Object.entries(errors)
    .sort(([a], [b]) => (place(a) + 1 || 1000) - (place(b) + 1 || 1000))
    .map(([name, message]) => ({ name, text: labelOf(name) + message }))
}
