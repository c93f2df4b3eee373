import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { root } from '../../src/config.ts'

const directory = path.join(root, 'views')

/** Every template, as its name is in render() and include(): 'cases/show', 'partials/icon'. */
export const templates = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ejs'))
  .map((file) => file.replace(/\.ejs$/, '').replaceAll(path.sep, '/'))
  .sort()

export function source(template: string): string {
  return readFileSync(path.join(directory, `${template}.ejs`), 'utf8')
}

/** The parts of a template between <% and %>, with where each stands. */
export function tags(text: string): { kind: string; code: string; at: number }[] {
  return [...text.matchAll(/<%([=#-]?)([\s\S]*?)[-_]?%>/g)].map((match) => ({
    kind: match[1]!,
    code: match[2]!,
    at: match.index + 2 + match[1]!.length,
  }))
}

// Each feature adds its views to Views and Partials in a file of its own.
const declared = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|[/\\])views\.ts$/.test(file))
  .map((file) => `import './src/${file.replaceAll(path.sep, '/')}'`)
  .join('\n')

// Pages below sign-in have someone signed in, who is not the operator; mails have their own few locals.
const prelude = `
${declared}
import type { InstallerActor, OwnerActor } from './src/db/actor.ts'
import type { LetterPage } from './src/mail/templates.ts'
import type { Shared, Views } from './src/web/pages.ts'
import type { Layout, Partials } from './src/web/partials.ts'
type Open = 'error' | \`sign-in/\${string}\` | \`registration/\${string}\` | \`dev/\${string}\`
type SignedIn = Omit<Shared, 'actor'> & { actor: InstallerActor | OwnerActor }
type Mail = LetterPage
type Locals<N> = N extends 'layout' ? Shared & Layout : N extends \`mail/\${string}\` ? Mail : N extends keyof Partials ? Shared & Partials[N]
  : N extends keyof Views ? Views[N] & (N extends 'sign-in/provider' ? SignedIn : N extends Open ? Shared : SignedIn) : never
declare function out(value: string | number | null): void
declare function include<N extends keyof Partials>(name: N, data: Locals<N>): void
declare function part<L>(data: L, draw: (locals: L) => void): void
`

/** A stretch of the written TypeScript and the template it came from. */
interface Piece {
  start: number
  end: number
  template: string
  at: number
}

/**
 * Asks the TypeScript compiler about every template: misspelt names, missing arguments, objects printed raw. Each
 * becomes a function of its locals; a part of one page ('_head') is checked in place, with what its page passes on.
 */
export function checkViews(only: readonly string[] = templates, read = source): string[] {
  let written = prelude
  const pieces: Piece[] = []
  const write = (template: string, code: string, at: number) => {
    pieces.push({ start: written.length, end: written.length + code.length, template, at })
    written += code
  }
  const draw = (template: string) => {
    const text = read(template)
    for (const { kind, code, at } of tags(text)) {
      const call = /^\s*include\('([^']+)'(?:, \{)?/.exec(code)
      if (kind === '#') continue
      pieces.push({ start: written.length, end: written.length, template, at })
      if (kind === '-' && call) {
        const name = call[1]!.startsWith('/') ? call[1]!.slice(1) : path.posix.join(path.dirname(template), call[1]!)
        const own = /(^|\/)_/.test(name)
        written += own ? `part({ ...locals, ...{ ${narrowed(text)} }, ` : `include('${name}', { ...locals, `
        write(template, code.slice(call[0].length).trimEnd().replace(/\)$/, '') || '}', at + call[0].length)
        if (own) {
          written += `, (locals) => {\n`
          draw(name)
          written += '}'
        }
        written += ')\n'
      } else {
        written += kind === '' ? '' : 'out('
        write(template, code, at)
        written += kind === '' ? '\n' : ')\n'
      }
    }
  }
  for (const template of only.filter((name) => !/(^|\/)_/.test(name))) {
    written += `;((locals: Locals<'${template}'>) => {\n`
    draw(template)
    written += '})\n'
  }
  return problems(written).map(({ start, message }) => {
    const piece = pieces.findLast((each) => each.start <= start)
    const at = piece ? piece.at + Math.min(start, piece.end) - piece.start : 0
    const line = piece ? read(piece.template).slice(0, at).split('\n').length : 0
    return `views/${piece?.template ?? '?'}.ejs:${line} ${message}`
  })
}

/** What the including template knows at that point goes along, so that a part drawn inside `if (consent)` has one. */
function narrowed(text: string): string {
  const taken = [...text.matchAll(/const \{([^}=]*)\} = locals/g)]
    .flatMap((match) => match[1]!.split(','))
    .map((name) => name.trim())
  const read = [...text.matchAll(/\blocals\.(\w+)/g)].map((match) => match[1]!).filter((name) => !taken.includes(name))
  return [...taken, ...new Set(read)]
    .map((name) => (taken.includes(name) ? `${name}, ` : `${name}: locals.${name}, `))
    .join('')
}

/** The program's own files, parsed once for all checks of a run. */
const parsed = new Map<string, ts.SourceFile>()

function remember(name: string, source: ts.SourceFile | undefined): ts.SourceFile | undefined {
  if (source) parsed.set(name, source)
  return source
}

function problems(written: string): { start: number; message: string }[] {
  const file = path.join(root, 'views.check.ts')
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (name) => ts.sys.readFile(name)) as {
    config: { compilerOptions: object }
  }
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  Object.assign(options, { noImplicitAny: false, noUnusedLocals: true, noEmit: true })
  const host = ts.createCompilerHost(options)
  const getSourceFile = host.getSourceFile.bind(host)
  const fileExists = host.fileExists.bind(host)
  host.fileExists = (name) => name === file || fileExists(name)
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(file, written, ts.ScriptTarget.ESNext, true)
      : (parsed.get(name) ?? remember(name, getSourceFile(name, ...rest)))
  const program = ts.createProgram([file], options, host)
  const checked = program.getSourceFile(file)
  return [...program.getSyntacticDiagnostics(checked), ...program.getSemanticDiagnostics(checked)].map((each) => ({
    start: each.start ?? 0,
    message: essence(ts.flattenDiagnosticMessageText(each.messageText, '\n').split('\n')),
  }))
}

/** The compiler explains from the outside in: what was wrong, and why at the innermost. */
function essence(lines: string[]): string {
  return lines.length > 1 ? `${lines[0]!} … ${lines.at(-1)!.trim()}` : lines[0]!
}
