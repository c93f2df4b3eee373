import type { Request } from 'express'
import { newKey } from '../web/once.ts'
import type { Room } from '../web/routes.ts'
import { render } from '../web/views.ts'
import type { Views } from '../web/pages.ts'
import type { Content } from './content.ts'
import { stampOf } from './draft.ts'
import { press, readContent } from './page.ts'
import type { Around, Path } from './part.ts'

export interface Button {
  what: 'up' | 'down' | 'hide' | 'show'
  id: string
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
}

export function listPage<X>(room: Room, page: ListPage<X>): void {
  const pathOf = (req: Request) => req.params as unknown as Path
  const stamped = page.stamped ?? ((of: X): unknown => of)

  room.get('/', { support: page.support ?? true }, async (req, res) => {
    const { content, bar, t, around } = await readContent(req, res)
    const of = page.of(content, pathOf(req))
    const { empty } = page
    await render(res, 'configuration/list', {
      title: page.title(of, around),
      intro: t(page.intro),
      bar,
      back: page.back?.(of, around) ?? null,
      key: newKey(),
      stamp: stampOf(stamped(of)),
      action: `${page.address(pathOf(req))}/do`,
      links: page.links(of, around).map((link) => ({ ...link, label: t(link.label) })),
      groups: page.groups(of, around),
      empty: { ...empty, title: t(empty.title), text: empty.text && t(empty.text) },
    })
  })

  const { press: pressed } = page
  if (pressed)
    room.post('/do', {}, async (req, res) => {
      const button = buttonIn(req)
      await press(req, res, {
        part: (content) => stamped(page.of(content, pathOf(req))),
        to: page.address(pathOf(req)),
        work: (content) => button && pressed(page.of(content, pathOf(req)), button, content),
      })
    })
}

/** Which button of a list was pressed, and for what. */
function buttonIn(req: Request): Button | null {
  const body = req.body as Record<string, unknown>
  for (const what of ['up', 'down', 'hide', 'show'] as const) {
    const id = body[what]
    if (typeof id === 'string' && id !== '') return { what, id }
  }
  return null
}

/** One place up or down among those that `among` holds; at the end of the row it stays. */
export function move<T>(list: T[], item: T | undefined, to: Button['what'], among: (each: T) => boolean = () => true) {
  if (item === undefined || (to !== 'up' && to !== 'down')) return
  const row = list.filter(among)
  const at = row.indexOf(item)
  const other = row[to === 'up' ? at - 1 : at + 1]
  if (at === -1 || other === undefined) return
  const [from, into] = [list.indexOf(item), list.indexOf(other)]
  list[from] = other
  list[into] = item
}
