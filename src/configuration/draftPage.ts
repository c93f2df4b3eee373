import type { Request, RequestHandler, Response } from 'express'
import type { OwnerActor, Tx } from '../db/actor.ts'
import { emptyForm, readForm, typed } from '../web/forms.ts'
import { takeKept } from '../web/kept.ts'
import { newKey } from '../web/once.ts'
import type { Form, Views } from '../web/pages.ts'
import type { Room } from '../web/routes.ts'
import { receiveFiles, type ReceivedFile } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import type { Content } from './content.ts'
import { stampOf } from './draft.ts'
import { groupsOf, schemaOf, valuesOf, type Inputs } from './inputs.ts'
import { readContent, write } from './page.ts'
import type { DraftPage, Kept, Path, Upload } from './part.ts'
import { keepFile } from './storedFiles.ts'

const pathOf = (req: Request) => req.params as unknown as Path
const typedIn = (req: Request): Form['values'] => typed(req.body)

/** Draws a page of one form: with what is, or with what was typed. */
type Draw<X> = (req: Request, res: Response, page: Views['configuration/form'], of: X) => Promise<void>
const drawForm: Draw<unknown> = (_req, res, page) => render(res, 'configuration/form', page)

/** Mounts a page of one form: shown, saved, refused with what was typed (422), or met by another's change (409). */
export function draftPage<X, I extends Inputs>(
  room: Room,
  at: string,
  page: DraftPage<X, I>,
  draw: Draw<X> = drawForm,
): void {
  const { upload } = page
  const receives: RequestHandler[] = upload ? receiveFiles({ maxFiles: 1, maxSize: upload.maxSize }) : []
  const stamped = page.stamped ?? ((of: X): unknown => of)
  const part = (req: Request) => (content: Content) => stamped(page.of(content, pathOf(req)))

  room.get(at, { support: page.support ?? false }, async (req, res) =>
    show(req, res, { ...emptyForm, values: takeKept(req, res)?.values ?? {} }, false),
  )

  room.post(at, { reads: receives }, async (req, res) => {
    const { content, around } = await readContent(req, res)
    const of = page.of(content, pathOf(req))
    const input = readForm(schemaOf(page.inputs(of, around)), req.body)
    const file = upload ? await fileIn(req, upload, page.lacksFile?.(of) ?? null) : { errors: {} }
    const found = input.ok ? (page.problems?.(input.data, of, around) ?? {}) : input.form.errors
    const errors = { ...found, ...file.errors }
    if (!input.ok || Object.keys(errors).length > 0)
      return show(req, res.status(422), { values: input.ok ? typedIn(req) : input.form.values, errors }, false)
    let kept: Kept | null = null
    const refused = await write(req, res, {
      part: part(req),
      to: page.to(pathOf(req), input.data),
      before: async (tx, actor) => {
        const taken = (await page.claim?.(tx, actor, input.data)) ?? null
        if (!taken) kept = await keep(tx, actor, file)
        return taken
      },
      work: (draft) => page.write(page.of(draft, pathOf(req)), input.data, draft, kept),
    })
    if (refused === 'conflict') return show(req, res.status(409), { values: typedIn(req), errors: {} }, true)
    if (refused) await show(req, res.status(422), { values: typedIn(req), errors: refused }, false)
  })

  if (page.removal)
    room.post(`${at}/remove`, {}, async (req, res) => {
      const refused = await write(req, res, {
        part: part(req),
        to: page.to(pathOf(req)),
        work: (draft) => page.removal?.(page.of(draft, pathOf(req)))?.remove(draft, typedIn(req)),
      })
      if (refused) await show(req, res.status(409), emptyForm, true)
    })

  async function show(req: Request, res: Response, form: Form, conflict: boolean): Promise<void> {
    const { actor, content, bar, t, around } = await readContent(req, res)
    const of = page.of(content, pathOf(req))
    const inputs = page.inputs(of, around)
    const removal = page.removal?.(of)
    const isTyped = Object.keys(form.values).length > 0
    const stamp = stampOf(stamped(of))
    const drawn = {
      title: page.title(of, t),
      intro: page.intro?.(of, t) ?? '',
      back: page.back?.(of, t) ?? null,
      notes: (await page.notes?.(of, around, actor)) ?? [],
      links: page.links?.(of, t) ?? [],
      bar,
      // What was written before the session ended may be of another state than what stands now.
      conflict: conflict || (req.kept !== undefined && req.kept.values['_stamp'] !== stamp),
      groups: groupsOf(inputs),
      file: page.file?.(of, t) ?? null,
      form: { values: isTyped ? form.values : valuesOf(inputs, page.known(of, around)), errors: form.errors },
      removal: removal ? { label: t(removal.label), text: t(removal.text) } : null,
      key: newKey(),
      stamp,
    }
    await draw(req, res, drawn, of)
  }
}

interface Received {
  errors: Form['errors']
  file?: ReceivedFile
  type?: string
}

/** The file that was posted, and what is wrong with it, or that there is none. */
async function fileIn(req: Request, upload: Upload, lacks: string | null): Promise<Received> {
  const file = req.received?.find(({ size }) => size > 0)
  if (!file) return { errors: lacks === null ? {} : { [upload.input]: lacks } }
  if (file.problem !== undefined) return { errors: { [upload.input]: file.problem } }
  const read = await upload.read(file)
  return 'problem' in read ? { errors: { [upload.input]: read.problem } } : { errors: {}, file, type: read.type }
}

async function keep(tx: Tx, actor: OwnerActor, { file, type }: Received): Promise<Kept | null> {
  if (!file || type === undefined) return null
  const { id, name } = await keepFile(tx, actor, file, type)
  return { file: id, name }
}
