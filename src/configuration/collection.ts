import { Router, type Request, type Response } from 'express'
import type { z } from 'zod'
import type { OwnerActor, Tx } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import type { Translate } from '../language/i18n.ts'
import { newKey } from '../web/once.ts'
import type { Form, Views } from '../web/pages.ts'
import { render } from '../web/views.ts'
import type { Content } from './content.ts'
import { stampOf } from './draft.ts'
import { BASE, move, press, pressed, readContent, showForm, write } from './page.ts'
import type { ListRow } from './views.ts'

/** A list of things with a code each (reasons, texts, areas, rules), its page and the page of one. */
export interface Collection<T extends { code: string }, S extends z.ZodType> {
  /** The path below /owner/configuration. */
  path: string
  /** All words are Swedish sentences, keys of t(). */
  words: { list: string; intro: string; add: string; empty: string; remove: string; icon: string }
  of: (content: Content) => T[]
  row: (each: T, t: Translate) => Pick<ListRow, 'title' | 'sub' | 'tags'>
  schema: S
  /** What the page of one shows; null for a new one. */
  fields: (content: Content, each: T | null, t: Translate) => Views['configuration/form']['groups']
  notes?: (each: T | null, t: Translate) => string[]
  known: (each: T | null) => Form['values']
  /** From what was posted; a new one comes with the codes that are taken. Errors by field instead, when it cannot be. */
  make: (data: z.output<S>, before: T | null, content: Content) => T | { errors: Form['errors'] }
  /** Before a new one is kept: a code that only the database knows to be taken. */
  claim?: (tx: Tx, actor: OwnerActor, code: string) => Promise<Form['errors'] | null>
  links?: (t: Translate) => Views['configuration/list']['links']
  linksOfOne?: (each: T, t: Translate) => { href: string; label: string; icon: string }[]
  movable: boolean
}

export function collection<T extends { code: string }, S extends z.ZodType>(what: Collection<T, S>): Router {
  const router = Router()
  const base = `${BASE}/${what.path}`
  const oneOf = (content: Content, code: unknown) => {
    const found = what.of(content).find((each) => each.code === code)
    if (!found) throw new NotFound()
    return found
  }

  router.get('/', async (req, res) => {
    const { content, bar } = await readContent(req)
    const { t } = res.locals
    const rows = what.of(content).map((each) => ({
      id: each.code,
      href: `${base}/${encodeURIComponent(each.code)}`,
      toggle: null,
      movable: what.movable,
      ...what.row(each, t),
    }))
    await render(res, 'configuration/list', {
      title: t(what.words.list),
      intro: t(what.words.intro),
      bar,
      back: null,
      key: newKey(),
      stamp: stampOf(what.of(content)),
      action: `${base}/do`,
      links: [
        { href: `${base}/new`, label: t(what.words.add), icon: 'plus', primary: true },
        ...(what.links?.(t) ?? []),
      ],
      groups: rows.length === 0 ? [] : [{ id: null, title: '', sub: '', href: null, rows }],
      empty: { icon: what.words.icon, title: t(what.words.empty), text: t(what.words.intro), action: null },
    })
  })

  router.post('/do', async (req, res) => {
    const button = pressed(req)
    await press(req, res, {
      part: what.of,
      to: base,
      work: (content) => {
        const list = what.of(content)
        if (button?.what === 'up' || button?.what === 'down') {
          move(
            list,
            list.find(({ code }) => code === button.id),
            button.what,
          )
        }
      },
    })
  })

  router.get('/new', async (req, res) => show(req, res, null, emptyForm, false))

  router.post('/new', async (req, res) => {
    const input = readForm(what.schema, req.body)
    if (!input.ok) return show(req, res.status(422), null, input.form, false)
    const { content } = await readContent(req)
    const made = what.make(input.data, null, content)
    let errors = 'errors' in made ? (made.errors as Form['errors']) : null
    const saved =
      errors === null &&
      (await write(req, res, {
        part: what.of,
        // Made anew of what the draft holds by now.
        work: (draft) => void what.of(draft).push(what.make(input.data, null, draft) as T),
        to: base,
        before: async (tx, actor) => {
          errors = (await what.claim?.(tx, actor, (made as T).code)) ?? null
          if (errors) throw new Taken()
        },
      }).catch((error: unknown) => {
        if (error instanceof Taken) return false
        throw error
      }))
    if (saved) return
    const form = { values: req.body as Form['values'], errors: errors ?? {} }
    await show(req, res.status(errors ? 422 : 409), null, form, errors === null)
  })

  router.get('/:code', async (req, res) => show(req, res, req.params.code, emptyForm, false))

  router.post('/:code', async (req, res) => {
    const { code } = req.params
    const input = readForm(what.schema, req.body)
    if (!input.ok) return show(req, res.status(422), code, input.form, false)
    const { content } = await readContent(req)
    const made = what.make(input.data, oneOf(content, code), content)
    if ('errors' in made) {
      return show(
        req,
        res.status(422),
        code,
        { values: req.body as Form['values'], errors: made.errors as Form['errors'] },
        false,
      )
    }
    const saved = await write(req, res, {
      part: (draft) => what.of(draft).find((each) => each.code === code),
      work: (draft) => {
        const list = what.of(draft)
        list[list.indexOf(oneOf(draft, code))] = made
      },
      to: base,
    })
    if (!saved) await show(req, res.status(409), code, { values: req.body as Form['values'], errors: {} }, true)
  })

  router.post('/:code/remove', async (req, res) => {
    const { code } = req.params
    const saved = await write(req, res, {
      part: (draft) => what.of(draft).find((each) => each.code === code),
      work: (draft) => {
        const list = what.of(draft)
        list.splice(list.indexOf(oneOf(draft, code)), 1)
      },
      to: base,
    })
    if (!saved) await show(req, res.status(409), code, emptyForm, true)
  })

  async function show(req: Request, res: Response, code: string | null, form: Form, conflict: boolean): Promise<void> {
    const { content, bar } = await readContent(req)
    const { t } = res.locals
    const each = code === null ? null : oneOf(content, code)
    await showForm(res, {
      title: each ? what.row(each, t).title : t(what.words.add),
      back: { href: base, label: t(what.words.list) },
      bar,
      part: each ?? what.of(content),
      conflict,
      form,
      known: what.known(each),
      groups: what.fields(content, each, t),
      notes: what.notes?.(each, t) ?? [],
      links: each ? (what.linksOfOne?.(each, t) ?? []) : [],
      removal: each ? { label: t('Ta bort'), text: t(what.words.remove) } : null,
    })
  }

  return router
}

class Taken extends Error {}
