import { jobType } from '../../domain/forms/catalogue/jobs.ts'
import type { Request, Response } from 'express'
import { displayOf } from '../../attachments/look.ts'
import { listFiles } from '../../attachments/queries.ts'
import { asActor, type Actor, type Tx } from '../../db/actor.ts'
import type { CaseRow, EventRow } from '../../db/rowTypes.ts'
import { firstAsk } from '../../facilities/fetch.ts'
import { placeFor } from '../../facilities/merge.ts'
import type { Answers, Finding, FormDefinition } from '../../domain/forms/definition.ts'
import { showAnswer } from '../../domain/forms/present.ts'
import { renumber, takenOver, toValues, withPresets } from '../../domain/forms/repeatingGroups.ts'
import { fieldsOf, readDraft, translated } from '../../domain/forms/schema.ts'
import type { Body } from '../../domain/forms/values.ts'
import { Conflict } from '../../web/errors.ts'
import { actorOf } from '../../web/guards.ts'
import { templatesFor } from '../../templates/queries.ts'
import { newKey } from '../../web/once.ts'
import type { Form, Views } from '../../web/pages.ts'
import { render } from '../../web/views.ts'
import { editableForm, splitAnswers } from './check.ts'
import { standingAgainst } from './standing.ts'
import { remarksOf } from '../workflow/points.ts'
import type { Lost } from '../workflow/create.ts'
import { copyButton } from './copyFromOrderer.ts'
import { CasePath } from '../workflow/forms.ts'
import { CHANGED } from '../workflow/moveRequest.ts'
import { filesState, calculatedIn, sectionsOf } from './progress.ts'
import { getJob, getOwner, listEvents, listReasons, type CaseOwner } from '../workflow/queries.ts'
import { moveAddress, movesFor, RETURNED, SENDING, TRANSITIONS } from '../../domain/workflow/status.ts'
import { toFixOf } from '../page/timeline.ts'
import { signer } from '../../language/actor.ts'
import type { Translate } from '../../language/i18n.ts'
import { readContext, termsOf } from '../../domain/forms/terms.ts'
import { getWritten } from '../workflow/unsent.ts'

/** Why the page is shown again: what was typed, what the rules say, or that someone else saved meanwhile. */
export interface EditState {
  form: Form
  findings?: Finding[]
  /** What a button did to the form, in Swedish. */
  said?: { tone: 'success' | 'error'; text: string }
  /** Written before the session ended: what somebody else saved since is set beside it. */
  isKept?: boolean
  /** The answers of the one whose version was too old, to be set beside what the other saved. */
  mine?: Answers
}

export async function showEdit(req: Request, res: Response, state: EditState): Promise<void> {
  const { ref } = CasePath.parse(req.params)
  const actor = actorOf(req)
  const page = await asActor(actor, (tx) => readEdit(tx, actor, ref, state, res.locals.t))
  await render(res, 'cases/edit', page)
}

async function readEdit(
  tx: Tx,
  actor: Actor,
  ref: string,
  state: EditState,
  t: Translate,
): Promise<Views['cases/edit']> {
  const kase = await getWritten(tx, ref)
  if (!movesFor(actor, kase).some((each) => SENDING.includes(each))) throw new Conflict(CHANGED)
  const job = await getJob(tx, kase)
  const owner = await getOwner(tx, kase.owner_id)
  const form = editableForm(kase, job)
  const stored = { ...kase.notice, ...kase.completion }
  const typed = Object.keys(state.form.values).length > 0
  const values = typed
    ? state.form.values
    : renumber(form, toValues(form, withPresets(form, takenOver(form, stored))), kase.notice)
  const { answers, warnings } = readDraft(form, values, stored, readContext(job, tx, t))
  const isBehind = state.isKept && values['_version'] !== String(kase.version)
  const mine = state.mine ?? (isBehind ? answers : undefined)
  const returned = RETURNED.includes(kase.status)
  const findings = state.findings ?? []
  const files = (await listFiles(tx, kase.id)).filter((file) => file.side === 'installer')
  const against = await standingAgainst(tx, { kase, job, owner, answers: splitAnswers(kase, job, answers) })
  const sign = signer(t, { company: kase.company_name, owner: owner.name })
  const suggestion = findings.find((finding) => finding.suggestJob)?.suggestJob
  return {
    title: `${kase.ref} · ${t(kase.job_name)}`,
    kase,
    unsaved: typed && !mine,
    ownerName: owner.name,
    ladder: termsOf(job).ladder,
    information: owner.information,
    sections: sectionsOf(form, answers, { values, errors: state.form.errors }, against).map((each) => ({
      ...each,
      copy: copyButton(kase, each.section),
    })),
    filesState: filesState(form.attachments, { ...stored, ...answers }, files, state.form.errors, against),
    slots: form.attachments,
    templates: await templatesFor(tx, kase.owner_id, kase.job_code),
    files: files.map((file) => ({ ...file, look: displayOf(file) })),
    findings: findings.filter((finding) => finding.severity === 'warning'),
    toFix: returned
      ? toFixOf(await listEvents(tx, kase.id), job, await listReasons(tx, kase.job_type_id), '', t, sign)
      : null,
    theirs: mine ? differences(form, mine, stored, t) : [],
    suggestion: suggestion
      ? { job: suggestion, name: t(jobType(suggestion).name), href: `/cases/new?copy=${ref}&job=${suggestion}` }
      : null,
    copied: await copiedFrom(tx, kase, t),
    facility: fetching(owner, form, values),
    said: state.said ? { ...state.said, text: t(state.said.text) } : null,
    remove: removal(actor, kase, t),
    form: {
      values: { ...values, ...calculatedIn(form, answers, t) },
      errors: state.form.errors,
      warnings: translated(warnings, t),
      remarks: remarksOf(against.points, t),
    },
    key: newKey(),
  }
}

/** What did not follow a copy is told until the copy is sent (docs/domain.md 2.8). */
async function copiedFrom(tx: Tx, kase: CaseRow, t: Translate): Promise<Views['cases/edit']['copied']> {
  if (kase.copied_from_id === null || kase.revision > 0) return null
  const from = await tx<CaseRow>('cases').where({ id: kase.copied_from_id }).first('ref')
  const made = await tx<EventRow>('case_events').where({ case_id: kase.id, action: 'create' }).first('details')
  const lost = (made?.details['lost'] ?? []) as Lost[]
  return from ? { from, lost: lost.map(({ label, value }) => ({ label: t(label), value })) } : null
}

/** 'Hämta anl-data' where the owner offers it and the form asks for a facility. */
function fetching(owner: CaseOwner, form: FormDefinition, values: Body): Views['cases/edit']['facility'] {
  const place = owner.facility_source === 'off' ? null : placeFor(form, values)
  return place && { ...place, ask: firstAsk(values) }
}

function removal(actor: Actor, kase: CaseRow, t: Translate): Views['cases/edit']['remove'] {
  const move = movesFor(actor, kase).find((each) => TRANSITIONS[each].onForm)
  return move ? { label: t(TRANSITIONS[move].label), href: moveAddress(kase.ref, move) } : null
}

/** Where the two who wrote at once differ, in words. */
function differences(form: FormDefinition, mine: Answers, theirs: Answers, t: Translate) {
  const words = { t, full: true }
  return fieldsOf(form)
    .filter((field) => field.type !== 'group')
    .map((field) => ({
      label: t(field.label),
      mine: showAnswer(field, mine[field.key], words),
      theirs: showAnswer(field, theirs[field.key], words),
    }))
    .filter((row) => row.mine !== row.theirs)
}
