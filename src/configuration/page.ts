import type { Request, Response } from 'express'
import { localDate } from '../domain/calendar/workdays.ts'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import type { Field } from '../domain/forms/definition.ts'
import { Conflict } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { ownerSideOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import type { Form, Views } from '../web/pages.ts'
import { render } from '../web/views.ts'
import type { Content } from './content.ts'
import { change, editable, stampOf, type Change, type Draft } from './draft.ts'

export interface DraftBar {
  state: 'none' | 'open' | 'waiting'
  publishOn: string | null
  changedAt: Date | null
  changedBy: string
}

export const BASE = '/owner/configuration'

/** The content that the page shows and changes, with what its bar says of the draft. */
export async function readContent(
  req: Request,
): Promise<{ actor: OwnerActor; content: Content; bar: DraftBar; today: string }> {
  const actor = ownerSideOf(req)
  return asActor(actor, async (tx) => {
    const { content, draft } = await editable(tx, actor.ownerId)
    return { actor, content, bar: barOf(draft), today: localDate(tx.now) }
  })
}

export function barOf(draft: Draft | null): DraftBar {
  return {
    state: draft === null ? 'none' : draft.publish_on === null ? 'open' : 'waiting',
    publishOn: draft?.publish_on ?? null,
    changedAt: draft?.changed_at ?? null,
    changedBy: draft?.changed_by_name ?? '',
  }
}

/** The stamp that the posted page carried. */
export function stampIn(req: Request): string {
  const stamp = (req.body as Record<string, unknown> | undefined)?.['_stamp']
  return typeof stamp === 'string' ? stamp : ''
}

/**
 * Writes a posted change into the draft and goes on; false when somebody else changed the same, and the page is to be
 * shown again with what was typed.
 * @throws Conflict while the draft waits for its day
 */
export async function write(
  req: Request,
  res: Response,
  wanted: Pick<Change, 'part' | 'work'> & { to: string; before?: (tx: Tx, actor: OwnerActor) => Promise<void> },
): Promise<boolean> {
  const actor = ownerSideOf(req)
  const outcome = await asActor(actor, async (tx) => {
    await wanted.before?.(tx, actor)
    return change(tx, actor, { part: wanted.part, work: wanted.work, stamp: stampIn(req) })
  })
  if (outcome === 'waiting') throw new Conflict('Utkastet väntar på sin dag. Ta tillbaka det för att ändra.')
  if (outcome === 'conflict') return false
  if (outcome === 'changed')
    flash(res, 'success', 'Sparat i utkastet. Inget ändras för installatörerna förrän det publiceras.')
  res.redirect(303, wanted.to)
  return true
}

/** Buttons in a list: what they do is refused plainly when the list has changed since. */
export async function press(
  req: Request,
  res: Response,
  wanted: Pick<Change, 'part' | 'work'> & { to: string },
): Promise<void> {
  if (!(await write(req, res, wanted)))
    throw new Conflict('Listan har ändrats av någon annan. Ladda om sidan och försök igen.')
}

type FormPage = Views['configuration/form']

/** A page that changes one thing: fields in groups, filled with what is, or what was typed. */
export async function showForm(
  res: Response,
  page: Pick<FormPage, 'title' | 'back' | 'bar' | 'groups'> &
    Partial<Pick<FormPage, 'intro' | 'notes' | 'removal' | 'ladder' | 'links'>> & {
      part: unknown
      known: Form['values']
      form: Form
      conflict: boolean
    },
): Promise<void> {
  const { part, known, form, ...rest } = page
  const isTyped = Object.keys(form.values).length > 0
  await render(res, 'configuration/form', {
    intro: '',
    notes: [],
    removal: null,
    ladder: [],
    links: [],
    ...rest,
    form: { values: isTyped ? form.values : known, errors: form.errors },
    key: newKey(),
    stamp: stampOf(part),
  })
}

/** The inputs of a page, for groups that want no heading. */
export function plain(...fields: Field[]): FormPage['groups'] {
  return [{ title: '', fields }]
}

export type Direction = 'up' | 'down'

/** Which button of a list was pressed, and for what. */
export function pressed(req: Request): { what: 'up' | 'down' | 'hide' | 'show'; id: string } | null {
  const body = req.body as Record<string, unknown>
  for (const what of ['up', 'down', 'hide', 'show'] as const) {
    const id = body[what]
    if (typeof id === 'string' && id !== '') return { what, id }
  }
  return null
}

/** One place up or down among those that `among` holds; at the end of the row it stays. */
export function move<T>(list: T[], item: T | undefined, to: Direction, among: (each: T) => boolean = () => true): void {
  if (item === undefined) return
  const row = list.filter(among)
  const at = row.indexOf(item)
  const other = row[to === 'up' ? at - 1 : at + 1]
  if (at === -1 || other === undefined) return
  const [from, into] = [list.indexOf(item), list.indexOf(other)]
  list[from] = other
  list[into] = item
}
