import type { Response } from 'express'
import { maskPersonalNumbers } from '../text/mask.ts'
import { scriptKind } from './bundles.ts'
import { fitForm } from './echo.ts'
import type { Form, Views } from './pages.ts'
import { drawTemplate } from './templates.ts'

/** Draws a page inside the layout. What a page needs is declared in pages.ts and checked by the compiler on both sides. */
export function render<V extends keyof Views>(res: Response, view: V, data: Views[V]): Promise<void> {
  const scripts = scriptKind(view, Boolean(res.locals.actor))
  const locals = { ...res.locals, ...inLanguage(data, res), view, scripts }
  const body = drawTemplate(view, locals)
  // A tab's name stands in histories and on shared screens.
  const page = drawTemplate('layout', locals, { title: maskPersonalNumbers(data.title), body })
  res.type('html').send(page)
  return Promise.resolve()
}

/** What is wrong is written in Swedish where the rule stands (a zod schema, a parser), and said in the reader's language. */
function inLanguage<D extends object>(data: D, res: Response): D {
  if (!('form' in data)) return data
  // What is stored is drawn as it is, however long.
  const isPosted = res.req.method === 'POST'
  const form = isPosted ? fitForm(data.form as Form, !res.locals.actor) : (data.form as Form)
  const errors = Object.entries(form.errors).map(([name, message]) => [name, res.locals.t(message)])
  return { ...data, form: { ...form, errors: Object.fromEntries(errors) as Form['errors'] } }
}
