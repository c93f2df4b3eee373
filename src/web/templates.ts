import { readFileSync } from 'node:fs'
import path from 'node:path'
import ejs from 'ejs'
import { root } from '../config.ts'

// EJS compiles, and the rest is here: its own include copies every local twice and asks the disk for each part of a page.

const directory = path.join(root, 'views')

interface Template {
  draw: (locals: object) => string
  /** The name of a part as this template says it: '_head' lies beside it, '/partials/icon' under views/. */
  nameOf: (part: string) => string
}

const compiled = new Map<string, Template>()
let keeps = true

/** Templates are compiled once for good; `npm run dev` turns that off so that an edited one is seen at the next reload. */
export function cacheViews(on: boolean): void {
  keeps = on
}

/** Draws one template with all that it includes: of a page, a mail, or a part exchanged by script. A part sees what its page has, and what it is given. */
export function drawTemplate(name: string, locals: object, given?: object): string {
  const { draw, nameOf } = (keeps && compiled.get(name)) || compile(name)
  const own = { ...locals, ...given, include: (part: string, more?: object) => drawTemplate(nameOf(part), own, more) }
  try {
    return draw(own)
  } catch (error) {
    if (error instanceof Error && !error.message.includes('.ejs')) error.message = `views/${name}.ejs: ${error.message}`
    throw error
  }
}

function compile(name: string): Template {
  const filename = path.join(directory, `${name}.ejs`)
  const text = readFileSync(filename, 'utf8').replaceAll(/(<%-\s*)include\(/g, '$1locals.include(')
  const options: ejs.Options & { unsafePrototypeLocals: boolean } = {
    filename,
    // Compiles without `with`: every name in a view has a visible origin, and it is twice as quick.
    strict: true,
    // The locals are ours, made afresh for each part: EJS need not copy them again.
    unsafePrototypeLocals: true,
    // Which line failed is worth its time only while the template is being written.
    compileDebug: !keeps,
    escape,
    // Lines are kept, their indents not.
    rmWhitespace: true,
  }
  const folder = path.posix.dirname(name)
  const names = new Map<string, string>()
  const nameOf = (part: string) => {
    const known = names.get(part) ?? (part.startsWith('/') ? part.slice(1) : path.posix.join(folder, part))
    names.set(part, known)
    return known
  }
  const template = { draw: ejs.compile(text, options) as Template['draw'], nameOf }
  compiled.set(name, template)
  return template
}

/** Most of what is escaped has nothing to escape. */
export function escape(value: unknown): string {
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- what a view writes is text (test/views.test.ts)
  const text = value === undefined || value === null ? '' : String(value)
  return /[&<>'"]/.test(text) ? ejs.escapeXML(text) : text
}
