import type { Request, Response } from 'express'
import { CasePath, Note } from '../cases/workflow/forms.ts'
import { getCase, insertEvent } from '../cases/workflow/queries.ts'
import { listTexts, onlyInserts, withChosenTexts } from '../cases/page/standardTexts.ts'
import { asActor } from '../db/actor.ts'
import { promiseMail } from '../mail/outbox.ts'
import { Conflict } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm, type FlatBody } from '../web/forms.ts'
import { actorOf, partyOf } from '../web/guards.ts'
import { takeKept } from '../web/kept.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { insertNote } from './queries.ts'

export const notes = routes('/cases/:ref/notes', { for: 'party', right: 'note', proof: 'cases' })

notes.get('/new', {}, async (req, res) => {
  await showForm(req, res, { ...emptyForm, values: takeKept(req, res)?.values ?? {} })
})

notes.post('/', {}, async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const actor = partyOf(req)
  const body = await asActor(actor, (tx) => withChosenTexts(tx, actor, ref, req.body as FlatBody))
  if (onlyInserts(body)) return showForm(req, res, { values: body, errors: {} })
  const input = readForm(Note, body)
  if (!input.ok) return showForm(req, res.status(422), input.form)

  const { subject, body: text } = input.data
  const own = actor.side === 'owner' ? 'owner' : 'company'
  const audience = input.data.audience === 'shared' ? 'all' : own
  const location = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      const kase = await getCase(tx, ref)
      if (kase.status === 'archived') throw new Conflict('Ärendet är slutarkiverat och kan inte ändras.')
      await insertNote(tx, actor, kase, { subject, body: text, audience })
      // The other way there is no mail: the owner's people see what is unread in their lists.
      if (actor.side === 'owner' && audience === 'all') {
        await promiseMail(tx, 'M11', kase, { ownerName: actor.tenantName, comment: `${subject}\n${text}` })
      }
      // What is written on a draft is the company's own business until it is sent.
      await insertEvent(tx, kase, actor, { action: 'note', audience: kase.sent ? audience : 'company' })
      return `/cases/${ref}`
    }),
  )
  flash(res, 'success', 'Noteringen är sparad.')
  res.redirect(303, location)
})

async function showForm(req: Request, res: Response, form: Form): Promise<void> {
  const { ref } = CasePath.parse(req.params)
  const { t } = res.locals
  const actor = actorOf(req)
  const { kase, texts } = await asActor(actor, async (tx) => {
    const kase = await getCase(tx, ref)
    return { kase, texts: await listTexts(tx, actor, kase) }
  })
  const title = `${t('Ny notering')} – ${kase.number}`
  await render(res, 'cases/note', { title, kase, texts, form, key: newKey() })
}
