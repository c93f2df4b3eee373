import type { Request } from 'express'
import { newKey } from '../web/once.ts'
import type { Room } from '../web/routes.ts'
import { render } from '../web/views.ts'
import type { Views } from '../web/pages.ts'
import type { Content } from './content.ts'
import { stampOf } from './draft.ts'
import { press, readContent } from './page.ts'
import type { Around, Path } from './part.ts'

const BUTTONS = ['up', 'down', 'first', 'last', 'hide', 'show', 'move'] as const

export interface Button {
  what: (typeof BUTTONS)[number]
  id: string
  /** Of 'move': the one that it is put before; '' for the end. */
  before: string
}

type Page = Views['configuration/list']

/** What stands in rows: opened, moved up and down, hidden and shown. */
export interface ListPage<X> extends Pick<Page, 'empty'> {
  of: (content: Content, path: Path) => X
  /** Not to be read while giving support. */
  support?: false
  /** What the rows show of it: who presses a button must have seen the same. */
  stamped?: (of: X) => unknown
  address: (path: Path) => string
  title: (of: X, around: Around) => string
  intro: string
  back?: (of: X, around: Around) => Page['back']
  links: (of: X, around: Around) => Page['links']
  groups: (of: X, around: Around) => Page['groups']
  press?: (of: X, button: Button, content: Content) => void
  /** Its groups are many and long. */
  folded?: true
  /** What differs from the standard: shown first. */
  differing?: (of: X, around: Around) => Page['differing']
}

export function listPage<X>(room: Room, page: ListPage<X>): void {
  const pathOf = (req: Request) => req.params as unknown as Path
  const stamped = page.stamped ?? ((of: X): unknown => of)

  room.get('/', { support: page.support ?? true }, async (req, res) => {
    const { content, bar, t, around } = await readContent(req, res)
    const of = page.of(content, pathOf(req))
    const { empty } = page
    const q = typeof req.query['q'] === 'string' ? req.query['q'].trim().slice(0, 100) : ''
    const groups = found(page.groups(of, around), q)
    await render(res, 'configuration/list', {
      title: page.title(of, around),
      intro: t(page.intro),
      bar,
      back: page.back?.(of, around) ?? null,
      key: newKey(),
      stamp: stampOf(stamped(of)),
      action: `${page.address(pathOf(req))}/do`,
      links: page.links(of, around).map((link) => ({ ...link, label: t(link.label) })),
      groups,
      folded: page.folded ?? false,
      differing: page.differing?.(of, around) ?? null,
      q,
      hits: groups.reduce((sum, { rows }) => sum + rows.length, 0),
      empty: { ...empty, title: t(empty.title), text: empty.text && t(empty.text) },
    })
  })

  const { press: pressed } = page
  if (pressed)
    room.post('/do', {}, async (req, res) => {
      const button = buttonIn(req)
      await press(req, res, {
        part: (content) => stamped(page.of(content, pathOf(req))),
        // Back to where it was pressed: a browser opens the fold that the row lies in.
        to: `${page.address(pathOf(req))}${button ? `#row-${encodeURIComponent(button.id)}` : ''}`,
        work: (content) => button && pressed(page.of(content, pathOf(req)), button, content),
      })
    })
}

/** Only what was sought, by every word of it. */
function found(groups: Page['groups'], q: string): Page['groups'] {
  if (q === '') return groups
  const words = q.toLocaleLowerCase('sv').split(/\s+/)
  return groups.flatMap((group) => {
    const rows = group.rows.filter(({ id, title, sub, tags }) => {
      const text = [id, title, sub, ...tags.map(({ label }) => label)].join(' ').toLocaleLowerCase('sv')
      return words.every((word) => text.includes(word))
    })
    return rows.length === 0 ? [] : [{ ...group, rows }]
  })
}

/** Which button of a list was pressed, and for what. */
function buttonIn(req: Request): Button | null {
  const body = req.body as Record<string, unknown>
  const before = typeof body['before'] === 'string' ? body['before'] : ''
  for (const what of BUTTONS) {
    const id = body[what]
    if (typeof id === 'string' && id !== '') return { what, id, before }
  }
  return null
}

/**
 * Moves it among those that `among` holds: one place up or down, first, last, or before another that `idOf` knows; at the
 * end of the row it stays.
 */
export function move<T>(
  list: T[],
  item: T | undefined,
  { what, before }: Pick<Button, 'what' | 'before'>,
  idOf: (each: T) => string,
  among: (each: T) => boolean = () => true,
): void {
  if (item === undefined) return
  const row = list.filter(among)
  const at = row.indexOf(item)
  const to = placeIn(row, at, { what, before }, idOf)
  if (at === -1 || to === null) return
  row.splice(at, 1)
  row.splice(to, 0, item)
  // The others keep their places.
  let next = 0
  for (const [index, each] of list.entries()) if (among(each)) list[index] = row[next++]!
}

function placeIn<T>(
  row: T[],
  at: number,
  { what, before }: Pick<Button, 'what' | 'before'>,
  idOf: (each: T) => string,
): number | null {
  const end = row.length - 1
  if (what === 'up') return Math.max(0, at - 1)
  if (what === 'down') return Math.min(end, at + 1)
  if (what === 'first') return 0
  if (what === 'last') return end
  if (what !== 'move') return null
  if (before === '') return end
  const target = row.findIndex((each) => idOf(each) === before)
  if (target === -1) return null
  return target > at ? target - 1 : target
}
