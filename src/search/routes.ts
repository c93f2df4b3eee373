import { z } from 'zod'
import { lineOf, listCases } from '../cases/caseLines.ts'
import { promoted } from '../cases/workflow/denormalised.ts'
import { plainHeads } from '../lists/columnHeads.ts'
import { asActor, type InstallerActor, type OwnerActor, type Tx } from '../db/actor.ts'
import { readCursor, writeCursor } from '../web/cursors.ts'
import { partyOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import type { Translate } from '../language/i18n.ts'
import { render } from '../web/views.ts'
import { readAll } from './evidence.ts'
import { searchCases, stemsOf, type Hit, type Where } from './queries.ts'
import { reasonsFor, wordsToStem, type Reason } from './reasons.ts'
import { searchTerms, type SearchTerms } from './terms.ts'
import type { Views } from '../web/pages.ts'
import { cut } from '../text/cut.ts'

/** Full-text search over all cases the reader may see. */
export const search = routes('/search', { for: 'party', right: 'read' })

const PAGE = 25
/** Upper bound of the count. */
const COUNTED = 100
const LONGEST = 200

const Query = z.object({
  // Characters that PostgreSQL cannot store are removed; the page tells the maximum length.
  q: z
    .string()
    .transform((typed) => typed.replace(/[\u0000-\u001f\u007f\ufffd]/g, ' ').trim())
    .catch(''),
  in: z.enum(['active', 'archive', 'both']).catch('active'),
})

type Party = InstallerActor | OwnerActor
type Found = Pick<Views['search/index'], 'hits' | 'nextPage' | 'summary'>
const NOTHING: Found = { hits: [], nextPage: null, summary: '' }

search.get('/', {}, async (req, res) => {
  const actor = partyOf(req)
  const { t } = res.locals
  const { q, in: where } = Query.parse(req.query)
  const terms = searchTerms(q)
  const searchable = q.length <= LONGEST && terms.words.length + terms.marks.length > 0
  const ask = { terms, where, after: cursorOf(req.query['after']), next: addressOf(q, where) }
  const found = searchable ? await asActor(actor, (tx) => find(tx, actor, ask, t)) : NOTHING
  await render(res, 'search/index', {
    title: t('Sök ärenden'),
    q: cut(q, LONGEST),
    where,
    side: actor.side,
    columns: plainHeads(actor.side, t),
    ...found,
    groups: [{ title: '', count: null, lines: found.hits.map(({ line }) => line) }],
    empty: found.hits.length > 0 ? null : emptyWords(q, where, searchable, t),
  })
})

interface Asked {
  terms: SearchTerms
  where: Where
  after: Hit | null
  next: string
}

async function find(tx: Tx, actor: Party, { terms, where, after, next }: Asked, t: Translate): Promise<Found> {
  const hits = await searchCases(tx, terms, where, after, after ? PAGE + 1 : COUNTED + 1)
  const page = hits.slice(0, PAGE)
  if (page.length === 0) return NOTHING
  const ids = page.map((hit) => hit.case_id)
  const rows = await listCases(tx, actor.side, { where: 'id = any (?)', bindings: [ids] as never, limit: PAGE })
  const readable = await readAll(tx, actor, ids, t)
  const stems = await stemsOf(
    tx,
    wordsToStem(
      [...readable.values()].flatMap(({ evidence }) => evidence),
      terms,
    ),
  )

  const shown = ids.flatMap((id) => {
    const row = rows.find((each) => each.id === id)
    const read = readable.get(id)
    const reasons: Reason[] | null = read ? reasonsFor(read.evidence, terms, stems) : null
    if (!row || !read || reasons === null) return []
    // The line shows what this side may see, as the reasons do.
    return [{ line: lineOf({ ...row, ...promoted(read.notice, '') }, actor, tx.now, t), reasons }]
  })
  const last = hits.length > PAGE ? page.at(-1) : undefined
  return {
    hits: shown,
    nextPage: last
      ? `${next}&${new URLSearchParams({ after: writeCursor([last.rank, last.at, last.case_id]) }).toString()}`
      : null,
    summary: after ? '' : summaryOf(hits.length, t),
  }
}

function summaryOf(count: number, t: Translate): string {
  return count > COUNTED ? t('Mer än {n} träffar', { n: COUNTED }) : t('{n} träff|{n} träffar', { n: count })
}

function addressOf(q: string, where: Where): string {
  return `/search?${new URLSearchParams({ q, in: where }).toString()}`
}

function cursorOf(after: unknown): Hit | null {
  const [rank, at, id] = readCursor(after, 'int', 'bigint', 'bigint') ?? []
  return rank !== undefined && at !== undefined && id !== undefined ? { rank, at, case_id: id } : null
}

function emptyWords(q: string, where: Where, searchable: boolean, t: Translate): Views['search/index']['empty'] {
  const hint = t(
    'Sök på ärendenummer, referens, namn, adress, fastighet, anläggnings-ID, mätarnummer eller ord i ärendet.',
  )
  if (q === '') return { icon: 'search', title: t('Sök bland dina ärenden'), text: hint, action: null }
  if (q.length > LONGEST) {
    const text = t('Sök på högst {max} tecken, till exempel ett namn eller ett nummer.', { max: LONGEST })
    return { icon: 'search', title: t('Det var för långt att söka på'), text, action: null }
  }
  if (!searchable) {
    const text = t('Skriv minst två bokstäver eller en siffra.')
    return { icon: 'search', title: t('Det var för kort att söka på'), text, action: null }
  }
  const action = where === 'both' ? null : { href: addressOf(q, 'both'), label: t('Sök bland alla, även arkiverade') }
  return { icon: 'search', title: t('Inga träffar'), text: hint, action }
}
