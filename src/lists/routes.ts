import type { Request, Response } from 'express'
import { asActor, type Actor } from '../db/actor.ts'
import { partyOf } from '../web/guards.ts'
import type { Translate } from '../language/i18n.ts'
import { routes, type Room } from '../web/routes.ts'
import { drawTemplate } from '../web/templates.ts'
import { render } from '../web/views.ts'
import { addressOf, carried, isNarrowed, listOf, type List } from './address.ts'
import { answerColumns, answerLabel, chosenAnswers, FORM_TITLES } from './answers.ts'
import { chipsOf } from './chips.ts'
import { column, columnLabel, columnsFor } from './columns.ts'
import { exportList } from './export.ts'
import { groupingsFor } from './fields.ts'
import { readFilters } from './filter.ts'
import type { Frame, SavedView } from './pageData.ts'
import { headsOf } from './columnHeads.ts'
import { readList, readPage } from './page.ts'
import { PLACES, type Place } from './listKinds.ts'
import type { Views } from '../web/pages.ts'
import type { ListPart } from './views.ts'

/** One of the three lists, with its filter and export. */
export function listAt(place: Place): Room {
  return routes(PLACES[place].path, { for: 'party', right: 'read' })
    .get('/', { support: true }, (req, res) =>
      req.query['part'] === undefined ? show(place, req, res) : part(place, req, res),
    )
    .get('/filter', {}, (req, res) => filter(place, req, res))
    .get('/columns', {}, (req, res) => chooseColumns(place, req, res))
    .get('/export', {}, (req, res) => exportList(place, req, res))
}

async function show(place: Place, req: Request, res: Response): Promise<void> {
  const actor = partyOf(req)
  const { t } = res.locals
  const list = listOf(place, actor.side, req.query)
  const { frame, answers, groups, count, nextPage } = await asActor(actor, (tx) => readList(tx, list, actor, t))
  const address = addressOf(list)
  const { path, title } = PLACES[place]
  await render(res, 'lists/index', {
    title: t(title),
    side: actor.side,
    address,
    path,
    summary: summaryOf(list, count, t),
    waiting: waitingOf(list, res.locals.inboxCount, t),
    groupings: menuOf(list, actor.side, t),
    groups,
    columns: headsOf(list, actor, answers, t),
    choices: [
      ...standardChoices(list, actor.side, t),
      ...answers.map((each) => ({ id: each.id, label: answerLabel(each, t), chosen: true })),
    ],
    moreColumnsHref: subpage(list, 'columns'),
    chips: chipsOf(list, frame.names, t),
    views: frame.views.map((view: SavedView) => ({
      ...view,
      current: view.address === address,
      standard: view.address === req.session?.startPage,
    })),
    archives: archivesOf(list, frame),
    standard: req.session!.startPage === address,
    filterHref: subpage(list, 'filter'),
    exportHref: subpage(list, 'export'),
    q: list.q,
    carried: carried(list, 'q', 'group'),
    carriedColumns: carried(list, 'cols'),
    nextPage,
    empty: emptyWords(list, actor.side, t),
  })
}

/** An HTML fragment with lines only: of an opened group, or the next page. */
async function part(place: Place, req: Request, res: Response): Promise<void> {
  const actor = partyOf(req)
  const { t } = res.locals
  const list: List = { ...listOf(place, actor.side, req.query), group: 'none' }
  const { group, answers } = await asActor(actor, async (tx) => {
    const chosen = await chosenAnswers(tx, actor.side, list.answers)
    return { group: await readPage(tx, list, actor, chosen, t), answers: chosen }
  })
  const data: ListPart = { side: actor.side, columns: headsOf(list, actor, answers, t), group }
  res.type('html').send(drawTemplate('partials/case-rows', { ...res.locals, ...data }))
}

async function filter(place: Place, req: Request, res: Response): Promise<void> {
  const actor = partyOf(req)
  const { t } = res.locals
  const list = listOf(place, actor.side, req.query)
  const fields = await asActor(actor, (tx) => readFilters(tx, list, actor, t))
  await render(res, 'lists/filter', {
    title: t('Filter'),
    path: PLACES[place].path,
    back: addressOf(list),
    fields,
    from: list.from,
    to: list.to,
    carried: carried(list, 'from', 'to', ...fields.map(({ name }) => name)),
  })
}

/** All that can be a column, by form and section. */
async function chooseColumns(place: Place, req: Request, res: Response): Promise<void> {
  const actor = partyOf(req)
  const { t } = res.locals
  const list = listOf(place, actor.side, req.query)
  const all = await asActor(actor, (tx) => answerColumns(tx, actor.side))
  const forms = groupedBy([...all.values()], ({ form }) => form)
  await render(res, 'lists/columns', {
    title: t('Kolumner'),
    path: PLACES[place].path,
    back: addressOf(list),
    carried: carried(list, 'cols'),
    standard: standardChoices(list, actor.side, t),
    forms: [...forms].map(([form, columns]) => ({
      title: t(FORM_TITLES[form]),
      sections: [...groupedBy(columns, ({ section }) => section)].map(([section, own]) => ({
        title: t(section),
        choices: own.map((each) => ({
          id: each.id,
          label: answerLabel(each, t),
          chosen: list.answers.includes(each.id),
        })),
      })),
    })),
  })
}

function groupedBy<T, K>(all: T[], keyOf: (each: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const each of all) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each])
  return groups
}

function standardChoices(list: List, side: Actor['side'], t: Translate) {
  return columnsFor(side)
    .filter((id) => !column(id).fixed)
    .map((id) => ({ id, label: t(columnLabel(id, side)), chosen: list.columns.includes(id) }))
}

/** '/cases/filter?…' */
function subpage(list: List, name: 'filter' | 'export' | 'columns'): string {
  const { path } = PLACES[list.place]
  return `${path}/${name}${addressOf(list).slice(path.length)}`
}

function menuOf(list: List, side: Actor['side'], t: Translate): { href: string; label: string; current: boolean }[] {
  const groups = groupingsFor(side, PLACES[list.place].archived)
  return [...groups, { field: 'none' as const, label: 'Senast ändrade' }].map(({ field, label }) => ({
    href: addressOf(list, { group: field }),
    label: t(label),
    current: list.group === field,
  }))
}

function summaryOf(list: List, count: number, t: Translate): string {
  const n = count > 1000 && list.group === 'none' ? '1000+' : count
  if (isNarrowed(list)) return t('{n} träff|{n} träffar', { n })
  return list.place === 'archive' ? t('{n} ärende|{n} ärenden', { n }) : t('{n} aktivt|{n} aktiva', { n })
}

/** The number of the badge, whichever list it stands above, and a way to those cases. */
function waitingOf(list: List, n: number, t: Translate): Views['lists/index']['waiting'] {
  if (n === 0 || isNarrowed(list) || PLACES[list.place].archived) return null
  const href = addressOf({ ...list, place: 'all', group: 'none', filters: { turn: ['me'] } })
  return { href, label: t('{n} väntar på dig', { n: n > 99 ? '99+' : n }) }
}

/** Till arkiv: choose the network owner, for a company with closed cases at several. */
function archivesOf(list: List, { archives }: Frame): Views['lists/index']['archives'] {
  if (archives === null || archives.length < 2) return null
  const [chosen = ''] = list.filters.owner ?? []
  return { owners: archives, chosen, carried: carried(list, 'owner', 'after') }
}

function emptyWords(list: List, side: Actor['side'], t: Translate) {
  const said = (icon: string, title: string, text: string) => ({ icon, title: t(title), text: t(text), action: null })
  if (isNarrowed(list)) {
    return {
      ...said(
        'search',
        'Inga träffar',
        'Sök på nummer, adress, beställare eller er referens, eller ta bort ett filter.',
      ),
      action: { href: PLACES[list.place].path, label: t('Rensa allt') },
    }
  }
  if (list.place === 'archive') {
    return said('archive', 'Inget är arkiverat än', 'Färdiga och avbrutna ärenden hamnar här.')
  }
  if (side === 'owner') return said('folder', 'Inga ärenden', 'Här visas ärenden när en installatör har skickat dem.')
  return {
    ...said('folder', 'Inga ärenden än', 'Börja med att skapa en anmälan till nätbolaget där arbetet ska göras.'),
    action: { href: '/cases/new', label: t('Nytt ärende') },
  }
}
