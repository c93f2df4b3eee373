import { z } from 'zod'
import { Note } from '../../cases/workflow/forms.ts'
import { getCase, getOwner } from '../../cases/workflow/queries.ts'
import { asActor, type Tx } from '../../db/actor.ts'
import type { CaseRow, NoteRow } from '../../db/rowTypes.ts'
import { signer } from '../../language/actor.ts'
import type { Translate } from '../../language/i18n.ts'
import { audienceFor, writeNote } from '../../notes/write.ts'
import { readForm } from '../../web/forms.ts'
import { partyOf } from '../../web/guards.ts'
import { routes } from '../../web/routes.ts'
import { API_ADDRESS, endpoint } from '../endpoint.ts'
import { idempotently } from '../headers.ts'
import { faultsOf, invalid } from '../problem.ts'
import { CaseRef, PROBLEMS } from '../shared.ts'
import { NoteRead, NoteWritten } from './schemas.ts'
import { noteOf } from './tell.ts'

const Notes = z.object({ notes: z.array(NoteRead) }).meta({ id: 'Notes' })

const list = endpoint(
  {
    method: 'GET',
    path: '/cases/:ref/notes',
    open: { for: 'party', right: 'read', scope: 'cases:read' },
    id: 'listNotes',
    tag: 'Notes',
    summary: 'Notes of a case that the side of the key may read, the newest first',
    params: CaseRef,
    answers: { 200: { description: 'The notes', schema: Notes }, ...PROBLEMS(404) },
  },
  async ({ res, actor, params, t }) => {
    res.json(
      await asActor(actor, async (tx) => {
        const kase = await getCase(tx, params.ref)
        const rows = await tx<NoteRow>('notes').where({ case_id: kase.id }).orderBy('id', 'desc')
        return told(tx, kase, rows, t)
      }),
    )
  },
)

const write = endpoint(
  {
    method: 'POST',
    path: '/cases/:ref/notes',
    open: { for: 'party', right: 'note', scope: 'notes:write' },
    id: 'createNote',
    tag: 'Notes',
    summary: 'Write a note, to both sides or to the own side alone',
    params: CaseRef,
    body: NoteWritten,
    asks: ['idempotency'],
    answers: { 201: { description: 'The note', schema: NoteRead }, ...PROBLEMS(400, 404, 409, 422) },
  },
  async ({ req, res, params, body, t }) => {
    const actor = partyOf(req)
    const input = readForm(Note, body)
    if (!input.ok) {
      throw invalid(faultsOf(input.form.errors, '').map(({ detail, ...at }) => ({ ...at, detail: t(detail) })))
    }
    const done = await asActor(actor, async (tx) => {
      const { location, isReplayed } = await idempotently(tx, actor, req, async () => {
        const kase = await getCase(tx, params.ref)
        await writeNote(tx, actor, kase, { ...input.data, audience: audienceFor(actor, input.data.audience) })
        const own = tx<NoteRow>('notes').where({ case_id: kase.id, author_id: actor.userId })
        return String((await own.max({ id: 'id' }).first())!.id)
      })
      const kase = await getCase(tx, params.ref)
      const rows = await tx<NoteRow>('notes').where({ case_id: kase.id, id: Number(location) })
      return { isReplayed, note: (await told(tx, kase, rows, t)).notes[0]! }
    })
    if (done.isReplayed) res.set('Idempotency-Replayed', 'true')
    res.status(201).json(done.note)
  },
)

async function told(tx: Tx, kase: CaseRow, rows: NoteRow[], t: Translate): Promise<z.input<typeof Notes>> {
  const { name } = await getOwner(tx, kase.owner_id)
  const sign = signer(t, { company: kase.company_name, owner: name })
  return { notes: rows.map((row) => noteOf(row, sign)) }
}

export const noteEndpoints = routes(API_ADDRESS).use(list, write)
