import { NotFound } from '../web/errors.ts'
import type { Room } from '../web/routes.ts'
import { draftRoom } from './draftRoom.ts'
import { draftPage } from './draftPage.ts'
import type { Inputs, Values } from './inputs.ts'
import { listPage, move } from './listPage.ts'
import { BASE, type Collection, type DraftPage } from './part.ts'

/** The pages of a list whose things have a code each: the list, a new one, one. */
export function collection<T extends { code: string }, I extends Inputs>(what: Collection<T, I>): Room {
  const room = draftRoom(`/${what.path}`)
  const base = `${BASE}/${what.path}`
  const { words, order } = what
  const list = words.list ?? what.place

  listPage(room, {
    of: what.of,
    address: () => base,
    title: (_all, { t }) => t(list),
    intro: words.intro,
    links: (_all, { t }) => [
      { href: `${base}/new`, label: words.add, icon: 'plus', primary: true },
      ...(what.links?.(t) ?? []),
    ],
    groups: (all, around) => {
      const sorted = typeof order === 'function' ? all.toSorted(order) : all
      const rows = sorted.map((each) => ({
        id: each.code,
        href: `${base}/${encodeURIComponent(each.code)}`,
        toggle: null,
        movable: order === 'by hand',
        title: what.title(each, around.t),
        ...what.row(each, around),
      }))
      return rows.length === 0 ? [] : [{ id: null, title: '', sub: '', href: null, rows }]
    },
    empty: { icon: words.icon, title: words.empty, text: words.emptyText ?? words.intro, action: null },
    ...(typeof order !== 'function' && {
      press: (all: T[], button) =>
        move(
          all,
          all.find(({ code }) => code === button.id),
          button,
          ({ code }) => code,
        ),
    }),
  })

  const page: DraftPage<Of<T>, Inputs> = {
    of: (content, { code }) => {
      const all = what.of(content)
      // The address of a new one has no code.
      if (typeof code !== 'string') return { all, each: null }
      const each = all.find((one) => one.code === code)
      if (!each) throw new NotFound()
      return { all, each }
    },
    inputs: ({ each }, around) => ({
      ...(!each && typeof what.code === 'object' && { code: what.code }),
      ...what.inputs(around),
    }),
    stamped: ({ all, each }) => each ?? all,
    title: ({ each }, t) => (each ? what.title(each, t) : t(words.add)),
    intro: ({ each }, t) => what.intro?.(each, t) ?? '',
    back: (_of, t) => ({ href: base, label: t(list) }),
    notes: ({ each }, { t }) => what.notes?.(each, t) ?? [],
    links: ({ each }, t) => (each ? (what.linksOfOne?.(each, t) ?? []) : []),
    known: ({ each }, around) => each ?? what.fresh?.(around) ?? {},
    problems: (data, { all, each }) =>
      !each && all.some(({ code }) => code === data['code'])
        ? { code: 'Koden finns redan.' }
        : (what.problems?.(data as Values<I>) ?? null),
    claim: async (tx, actor, { code }) => (typeof code === 'string' && (await what.claim?.(tx, actor, code))) || null,
    write: ({ all, each }, data, content, kept) => {
      const said = { ...(data as Values<I>), ...kept }
      if (what.put) what.put(content, each, said)
      else if (each) Object.assign(each, said)
      else all.push({ code: codeOf(what, all), ...said } as unknown as T)
    },
    to: () => base,
    removal: ({ each }) => ({
      label: 'Ta bort',
      text: words.remove,
      remove: (content) => {
        const all = what.of(content)
        all.splice(
          all.findIndex(({ code }) => code === each?.code),
          1,
        )
      },
    }),
    ...(what.upload && { upload: what.upload }),
    file: ({ each }, t) => what.file?.(each, t) ?? null,
    lacksFile: ({ each }) => what.lacksFile?.(each) ?? null,
  }
  const { removal: _removal, ...fresh } = page
  draftPage(room, '/new', fresh)
  draftPage(room, '/:code', page)
  return room
}

interface Of<T> {
  all: T[]
  each: T | null
}

function codeOf<T extends { code: string }, I extends Inputs>({ code }: Collection<T, I>, all: T[]): string {
  return typeof code === 'function' ? code(new Set(all.map((each) => each.code))) : ''
}
