import type { Request, Response, Router } from 'express'
import type { z } from 'zod'
import type { OwnerActor } from '../db/actor.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import type { Translate } from '../language/i18n.ts'
import type { Form, Views } from '../web/pages.ts'
import type { Content } from './content.ts'
import { BASE, readContent, showForm, write } from './page.ts'

export interface SettingsPage<S extends z.ZodType> {
  path: string
  title: string
  intro: string
  schema: S
  part: (content: Content) => unknown
  known: (content: Content) => Form['values']
  write: (content: Content, data: z.output<S>) => void
  groups: Views['configuration/form']['groups']
  notes?: (actor: OwnerActor, content: Content, t: Translate) => Promise<string[]>
}

/** A page of the draft that is one form. */
export function settingsPage<S extends z.ZodType>(router: Router, page: SettingsPage<S>): void {
  router.get('/', async (req, res) => show(req, res, emptyForm, false))
  router.post('/', async (req, res) => {
    const input = readForm(page.schema, req.body)
    if (!input.ok) return show(req, res.status(422), input.form, false)
    const to = `${BASE}/${page.path}`
    if (await write(req, res, { part: page.part, work: (content) => page.write(content, input.data), to })) return
    return show(req, res.status(409), { values: req.body as Form['values'], errors: {} }, true)
  })
  async function show(req: Request, res: Response, form: Form, conflict: boolean): Promise<void> {
    const { actor, content, bar } = await readContent(req)
    const { t } = res.locals
    await showForm(res, {
      title: t(page.title),
      intro: t(page.intro),
      back: null,
      bar,
      part: page.part(content),
      conflict,
      form,
      known: page.known(content),
      groups: page.groups,
      notes: (await page.notes?.(actor, content, t)) ?? [],
    })
  }
}

/** As a question of two buttons is answered. */
export const says = (value: boolean) => (value ? 'ja' : 'nej')
