import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { transformSync } from 'esbuild'
import { root } from '../config.ts'

// A stylesheet for all pages, one more for those that are no case and no form, and one script for each kind of page, made of
// the files in public/ when they are first asked for: nothing is built beforehand, and an edited file is seen at the next reload.

const directory = path.join(root, 'public')

/** In the order of the cascade: later sheets of a layer rule earlier ones. */
// prettier-ignore
export const SHEETS = [
  'tokens', 'base', 'layout', 'components', 'forms', 'lists', 'search', 'pages', 'accounts', 'case', 'configuration',
  'facilities', 'deciding', 'operator', 'work-orders', 'print',
] as const
/** What no case and no form has: a second stylesheet of the pages around them, after the first. */
export const OFFICE_SHEETS = ['users', 'companies', 'statistics', 'help', 'api', 'sign-in'] as const

const EVERYWHERE = ['app', 'keys']
/** What the pages of a kind run. Each part finds what it knows by a data attribute, so one more does no harm. */
export const SCRIPTS = {
  start: ['app', 'password', 'passkey'],
  work: [...EVERYWHERE, 'live', 'lists', 'form', 'help', 'texts', 'jobs', 'order', 'password', 'passkey'],
  case: [...EVERYWHERE, 'live', 'form', 'grid', 'upload', 'presence', 'texts', 'viewer', 'points', 'keep'],
  write: [...EVERYWHERE, 'form', 'help', 'steps', 'copy', 'facility', 'upload', 'grid', 'progress', 'autosave'],
} as const satisfies Record<string, readonly string[]>

export type ScriptKind = keyof typeof SCRIPTS

/** Views that are not of the everyday kind. */
const KINDS: [view: RegExp, kind: ScriptKind][] = [
  [/^cases\/(show|move|note)$/, 'case'],
  [/^(cases\/edit|manual-registration\/form|configuration\/preview|queues\/network)$/, 'write'],
]

export function scriptKind(view: string, isSignedIn: boolean): ScriptKind {
  return !isSignedIn ? 'start' : (KINDS.find(([pattern]) => pattern.test(view))?.[1] ?? 'work')
}

interface Bundle {
  files: () => string[]
  build: (sources: string[]) => string
  type: string
}

const scripts = Object.entries(SCRIPTS).map(([kind, names]): [string, Bundle] => [
  `built/${kind}.js`,
  {
    files: () => names.map((name) => `js/${name}.js`),
    // Each in a block of its own: they import nothing and share no names.
    build: (sources) =>
      transformSync(sources.map((source) => `{${source}\n}`).join('\n'), {
        minify: true,
        format: 'esm',
        target: 'es2023',
      }).code,
    type: 'text/javascript; charset=utf-8',
  },
])
const sheet = (names: readonly string[]): Bundle => ({
  files: () => names.map((name) => `css/${name}.css`),
  build: (sources) => transformSync(sources.join('\n'), { minify: true, loader: 'css', target: 'chrome123' }).code,
  type: 'text/css; charset=utf-8',
})
const BUNDLES = new Map<string, Bundle>([
  ...scripts,
  ['built/app.css', sheet(SHEETS)],
  ['built/office.css', sheet(OFFICE_SHEETS)],
])

export interface Built {
  body: string
  hash: string
  type: string
}

const built = new Map<string, Built & { at: number }>()

/** What is built of that name; undefined where nothing is. With `frozen` the files are looked at once. */
export function bundle(name: string, frozen: boolean): Built | undefined {
  const known = built.get(name)
  if (known && frozen) return known
  const recipe = BUNDLES.get(name)
  if (!recipe) return undefined
  const files = recipe.files().map((file) => path.join(directory, file))
  const at = Math.max(...files.map((file) => statSync(file).mtimeMs))
  if (known?.at === at) return known
  const body = recipe.build(files.map(sourceOf))
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 8)
  built.set(name, { body, hash, type: recipe.type, at })
  return built.get(name)
}

/** Paper has its rules in a file of its own, which was linked with media="print". */
function sourceOf(file: string): string {
  const source = readFileSync(file, 'utf8')
  return file.endsWith('print.css') ? `@media print {\n${source}\n}` : source
}
