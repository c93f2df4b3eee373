import path from 'node:path'
import ejs from 'ejs'
import type { Response } from 'express'
import { root } from '../config.ts'
import { maskPersonalNumbers } from '../text/mask.ts'
import { scriptKind } from './bundles.ts'
import { fitForm } from './echo.ts'
import type { Form, Views } from './pages.ts'

const directory = path.join(root, 'views')

// `strict` compiles without `with`: every name in a view has a visible origin, and it is twice as quick.
const options: ejs.Options = { root: directory, views: [directory], strict: true, cache: true }

/** Templates are cached for good; `npm run dev` turns that off so that an edited view is seen at the next reload. */
export function cacheViews(on: boolean): void {
  options.cache = on
}

/** Draws a page inside the layout. What a page needs is declared in pages.ts and checked by the compiler on both sides. */
export async function render<V extends keyof Views>(res: Response, view: V, data: Views[V]): Promise<void> {
  const scripts = scriptKind(view, Boolean(res.locals.actor))
  const locals = { ...res.locals, ...inLanguage(data, res), view, scripts }
  const body = await draw(view, locals)
  // A tab's name stands in histories and on shared screens.
  const page = await draw('layout', { ...locals, title: maskPersonalNumbers(data.title), body })
  res.type('html').send(page)
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

/** Draws one template alone: a mail, a print-out, a part exchanged by script. */
export function draw(view: string, locals: object): Promise<string> {
  // The indentation of templates is a tenth of a long page; in a mail the lines are the layout.
  const rmWhitespace = !view.startsWith('mail/')
  return ejs.renderFile(path.join(directory, `${view}.ejs`), locals as ejs.Data, { ...options, rmWhitespace })
}
