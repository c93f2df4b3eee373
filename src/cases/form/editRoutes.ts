import { z } from 'zod'
import { addFiles, deleteFile } from '../../attachments/queries.ts'
import { asActor, type InstallerActor, type Tx } from '../../db/actor.ts'
import type { CaseRow } from '../../db/rowTypes.ts'
import { showFetch, TOO_OLD } from '../../facilities/dialog.ts'
import { typedIn, writeFetched, type Place } from '../../facilities/fetch.ts'
import type { FormDefinition, JobType } from '../../domain/forms/definition.ts'
import { crowded, withPastedRows } from '../../domain/forms/pastedRows.ts'
import { ROW_BUTTONS, unknownColumns } from '../../domain/forms/repeatingGroups.ts'
import { readDraft } from '../../domain/forms/schema.ts'
import type { Body } from '../../domain/forms/values.ts'
import { Conflict } from '../../web/errors.ts'
import { flash } from '../../web/flash.ts'
import { emptyForm } from '../../web/forms.ts'
import { installerOf } from '../../web/guards.ts'
import { idsOf, longId } from '../../web/ids.ts'
import { takeKept } from '../../web/kept.ts'
import { answered, keyOf, once } from '../../web/once.ts'
import type { Form } from '../../web/pages.ts'
import { routes } from '../../web/routes.ts'
import { receiveFiles, type ReceivedFile } from '../../web/uploads.ts'
import { checkSending, editableForm, splitAnswers } from './check.ts'
import { copyFromOrderer, isTarget } from './copyFromOrderer.ts'
import { showEdit, type EditState } from './editPage.ts'
import { CasePath, CaseVersion } from '../workflow/forms.ts'
import { CHANGED } from '../workflow/moveRequest.ts'
import { getJob, getOwner, type CaseOwner } from '../workflow/queries.ts'
import type { Move } from '../../domain/workflow/status.ts'
import { labelsOf } from './progress.ts'
import { changesToSave, saveSitting, savingMove, type Parts } from './editingSession.ts'
import { readContext } from '../../domain/forms/terms.ts'
import { getWritten } from '../workflow/unsent.ts'

/** The part of the case that the installer may write at its status. */
export const edit = routes('/cases/:ref/edit', { for: 'installer', proof: 'cases' })

edit.get('/', {}, async (req, res) => {
  const kept = takeKept(req, res)
  await showEdit(req, res, kept ? { form: { values: kept.values, errors: {} }, isKept: true } : { form: emptyForm })
})

const Controls = CaseVersion.extend({
  _do: z.enum(['save', 'send']).default('save'),
  remove_file: idsOf(longId()),
})

/** What a posted form led to: somewhere else, or back to the page with what was typed and what is wrong with it. */
type Outcome =
  | { location: string }
  | { status: 200 | 409 | 422; state: EditState }
  /** 'Hämta anl-data' without script: a page of its own that carries all of it along. */
  | { fetchInto: Body }

edit.post('/', { reads: receiveFiles({ maxFiles: 30, maxSize: 20_000_000 }) }, async (req, res) => {
  const actor = installerOf(req)
  const { ref } = CasePath.parse(req.params)
  const controls = Controls.parse(req.body)
  const files = req.received ?? []
  const posted = req.body as Body
  const { t } = res.locals
  const outcome = await asActor(actor, (tx) => post(tx, { actor, ref, controls, posted, files, key: keyOf(req), t }))
  if ('fetchInto' in outcome) return showFetch(req, res, outcome.fetchInto)
  if ('state' in outcome) return showEdit(req, res.status(outcome.status), outcome.state)
  if (controls._do === 'save') flash(res, 'success', 'Sparat.')
  res.redirect(303, outcome.location)
})

interface Posted {
  actor: InstallerActor
  ref: string
  controls: z.output<typeof Controls>
  posted: Body
  files: ReceivedFile[]
  key: string | undefined
  t: (sentence: string, params?: Record<string, string | number>) => string
}

async function post(tx: Tx, request: Posted): Promise<Outcome> {
  const { actor, ref, controls, t } = request
  // Before anything is compared: a double click must not be told that somebody else was first.
  const before = await answered(tx, actor, request.key)
  if (before !== null) return { location: before }
  const kase = await getWritten(tx, ref)
  const saving = savingMove(actor, kase)
  if (!saving) throw new Conflict(CHANGED)
  const job = await getJob(tx, kase)
  const owner = await getOwner(tx, kase.owner_id)
  const form = editableForm(kase, job)
  const body = withPastedRows(form, request.posted, kase.notice)
  const crowding = crowded(form, request.posted, body, t)

  // A photo cannot be put back into the page: what was uploaded stays, whatever else is wrong.
  const refused = await saveFiles(tx, request, kase)
  const target = body['_copy']
  if (isTarget(target)) {
    return back(422, { values: { ...body, ...copyFromOrderer(kase, target, body) }, errors: {} })
  }
  if (body['_facility'] === 'open') return { fetchInto: body }
  const fetched = await facilityButton(tx, request, { kase, owner, job, form }, body)
  if (ROW_BUTTONS.some((button) => body[button])) {
    const unknown = Object.entries(unknownColumns(form, request.posted)).map(([name, columns]): [string, string] => [
      name,
      t('Kolumner som inte läses: {columns}', { columns: columns.join(', ') }),
    ])
    return back(422, {
      values: body,
      errors: { ...(Object.fromEntries(unknown) as Record<string, string>), ...refused, ...crowding },
    })
  }

  const typed = fetched?.values ?? body
  const draft = readDraft(form, typed, { ...kase.notice, ...kase.completion }, readContext(job, tx, t))
  // What a colleague saved meanwhile is set beside it below, as after any other button.
  if (fetched && (Object.keys(draft.errors).length > 0 || controls._version === kase.version)) {
    return { status: 200, state: asTyped(fetched) }
  }
  const errors = { ...draft.errors, ...refused, ...crowding }
  const parts = splitAnswers(kase, job, draft.answers)
  const isChanged = changesToSave(kase, job, parts, t).length > 0
  // Who wrote the same has nothing to lose: a second press on Skicka meets the draft that the first one saved.
  if (controls._version !== kase.version && isChanged) {
    return { status: 409, state: { form: { values: typed, errors }, mine: draft.answers } }
  }
  if (fetched) return { status: 200, state: asTyped(fetched) }
  if (Object.keys(errors).length > 0) {
    // What can be read is kept all the same, as while one writes.
    if (isChanged) await save(tx, request, kase, job, parts, saving)
    const fields = labelsOf(Object.keys(errors), form, t).join(', ')
    const text = t('Läsbara uppgifter är sparade, men inte {fields}.', { fields })
    return { status: 422, state: { form: { values: body, errors }, said: { tone: 'error', text } } }
  }
  if (controls._do === 'save') {
    return { location: await once(tx, actor, request.key, () => save(tx, request, kase, job, parts, saving)) }
  }
  return toReview(tx, request, { kase, job, owner, form, body, parts, saving })
}

/** Back from 'Hämta anl-data' where there is no script: what was typed, with or without what was fetched; nothing is saved. */
async function facilityButton(
  tx: Tx,
  { actor, t }: Posted,
  place: Place,
  body: Body,
): Promise<{ values: Body; said?: EditState['said'] } | null> {
  const button = body['_facility']
  const typed = typedIn(body)
  if (button === 'cancel') return { values: typed }
  if (button !== 'write') return null
  const written = await writeFetched(tx, actor, place, body, t)
  return {
    values: { ...typed, ...written },
    said: written
      ? { tone: 'success', text: 'Uppgifterna är hämtade till formuläret. Läs igenom och spara.' }
      : { tone: 'error', text: TOO_OLD },
  }
}

function asTyped({ values, said }: { values: Body; said?: EditState['said'] }): EditState {
  return { form: { values, errors: {} }, ...(said && { said }) }
}

function back(status: 422, form: Form): Outcome {
  return { status, state: { form } }
}

async function save(tx: Tx, { actor, ref, t }: Posted, kase: CaseRow, job: JobType, parts: Parts, move: Move) {
  await saveSitting(tx, actor, move, { kase, job, parts, t })
  return `/cases/${ref}`
}

interface Sending {
  kase: CaseRow
  job: JobType
  owner: CaseOwner
  form: FormDefinition
  body: Body
  parts: Parts
  saving: Move
}

/** Keeps what was typed; on to reading it all through when nothing lacks, else back to what does. */
async function toReview(tx: Tx, request: Posted, { saving, body, parts, ...sending }: Sending): Promise<Outcome> {
  const { kase, job } = sending
  const { errors, findings } = await checkSending(tx, { ...sending, body, answers: parts, t: request.t })
  const isChanged = changesToSave(kase, job, parts, request.t).length > 0
  if (Object.keys(errors).length > 0) {
    if (isChanged) await save(tx, request, kase, job, parts, saving)
    return { status: 422, state: { form: { values: body, errors }, findings } }
  }
  const location = await once(tx, request.actor, request.key, async () => {
    if (isChanged) await save(tx, request, kase, job, parts, saving)
    return `/cases/${request.ref}/review`
  })
  return { location }
}

/** Stores what was uploaded and removes what was ticked; the message for each file that was refused, by its input. */
async function saveFiles(
  tx: Tx,
  { actor, controls, files, posted, t }: Posted,
  kase: CaseRow,
): Promise<Record<string, string>> {
  for (const id of controls.remove_file) await deleteFile(tx, actor, kase, id)
  // What the camera took comes under a name of its own, and belongs to the same place in the form.
  const slots = files.map((file) => {
    const kind = file.field.replace(/^(file|photo)\./, '')
    const keepsPosition = posted['keep_position'] === 'ja'
    return { kind, file: { ...file, field: `file.${kind}` }, keepsPosition }
  })
  const refused = Object.entries(await addFiles(tx, actor, kase, slots))
  return Object.fromEntries(refused.map(([name, message]) => [name, t(message)]))
}
