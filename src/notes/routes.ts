import type { Request, Response } from 'express'
import { CasePath, Note } from '../cases/workflow/forms.ts'
import { getCase, getOwner } from '../cases/workflow/queries.ts'
import { listTexts, onlyInserts, withChosenTexts } from '../cases/page/standardTexts.ts'
import { asActor } from '../db/actor.ts'
import type { Audience } from '../db/rowTypes.ts'
import { signer } from '../language/actor.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm, type FlatBody } from '../web/forms.ts'
import { partyOf } from '../web/guards.ts'
import { takeKept } from '../web/kept.ts'
import { cut } from '../text/cut.ts'
import { longId } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { getTheirNote } from './queries.ts'
import { audienceFor, writeNote } from './write.ts'

export const notes = routes('/cases/:ref/notes', { for: 'party', right: 'note', proof: 'cases' })

notes.get('/new', {}, async (req, res) => {
  await showForm(req, res, { ...emptyForm, values: takeKept(req, res)?.values ?? { answer: answerIn(req.query) } })
})

notes.post('/', {}, async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const actor = partyOf(req)
  const body = await withChosenTexts(actor, ref, req.body as FlatBody)
  if (onlyInserts(body)) return showForm(req, res, { values: body, errors: {} })
  const input = readForm(Note, body)
  if (!input.ok) return showForm(req, res.status(422), input.form)

  const audience = audienceFor(actor, input.data.audience)
  const location = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      const kase = await getCase(tx, ref)
      await writeNote(tx, actor, kase, { ...input.data, audience })
      return `/cases/${ref}`
    }),
  )
  flash(res, 'success', SAID[audience])
  res.redirect(303, location)
})

const SAID: Record<Audience, string> = {
  all: 'Noteringen är sparad. Båda sidor kan läsa den.',
  owner: 'Noteringen är sparad. Bara nätbolaget kan läsa den.',
  company: 'Noteringen är sparad. Bara ditt företag kan läsa den.',
}

/** Which note one answers, by its id; '' when none. */
function answerIn({ answer }: Record<string, unknown>): string {
  return String(longId().safeParse(answer).data ?? '')
}

async function showForm(req: Request, res: Response, form: Form): Promise<void> {
  const { ref } = CasePath.parse(req.params)
  const { t } = res.locals
  const actor = partyOf(req)
  const wanted = answerIn(form.values)
  const { kase, texts, answered } = await asActor(actor, async (tx) => {
    const kase = await getCase(tx, ref)
    const answered = wanted === '' ? undefined : await getTheirNote(tx, actor, kase, Number(wanted))
    const sign = signer(t, { company: kase.company_name, owner: (await getOwner(tx, kase.owner_id)).name })
    const signedNote = answered ? { ...answered, by: sign(answered.author_name, answered.side) } : null
    return { kase, texts: await listTexts(tx, actor, kase), answered: signedNote }
  })
  // What the other side asked is answered to them. Else who may read is for the writer to say: nothing is preselected.
  const given = answered
    ? { subject: cut(t('Svar: {subject}', { subject: answered.subject }), 100), audience: 'shared' }
    : {}
  await render(res, 'cases/note', {
    title: `${t(answered ? 'Svara' : 'Ny notering')} – ${kase.ref}`,
    kase,
    texts,
    answered,
    form: { ...form, values: { ...given, ...form.values } },
    key: newKey(),
  })
}
