import path from 'node:path'
import ejs from 'ejs'
import type { Response } from 'express'
import { root } from '../config.ts'
import type { Views } from './pages.ts'

const directory = path.join(root, 'views')

// `strict` compiles without `with`: every name in a view has a visible origin, and it is twice as quick.
const options: ejs.Options = { root: directory, views: [directory], strict: true, cache: true, rmWhitespace: false }

/** Templates are cached for good; `npm run dev` turns that off so that an edited view is seen at the next reload. */
export function cacheViews(on: boolean): void {
  options.cache = on
}

/** Draws a page inside the layout. What a page needs is declared in pages.ts and checked by the compiler on both sides. */
export async function render<V extends keyof Views>(res: Response, view: V, data: Views[V]): Promise<void> {
  const locals = { ...res.locals, ...data, view }
  const body = await draw(view, locals)
  res.type('html').send(await draw('layout', { ...locals, body }))
}

/** Draws one template alone: a mail, a print-out, a part exchanged by script. */
export function draw(view: string, locals: object): Promise<string> {
  return ejs.renderFile(path.join(directory, `${view}.ejs`), locals as ejs.Data, options)
}
