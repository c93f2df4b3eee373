import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import { asActor, type Tx } from '../db/actor.ts'
import { askForWork, workAddress } from '../long-work/work.ts'
import { countUse } from '../web/rateLimits.ts'
import { cut } from '../text/cut.ts'
import { flash } from '../web/flash.ts'
import { partyOf } from '../web/guards.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import { routes } from '../web/routes.ts'
import { receiveFiles } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import { typedFrom } from '../sheets/read.ts'
import { Unreadable } from '../text/encoding.ts'
import { tellOwnersOfNew, type New } from './create.ts'
import { createAll, inputOf, MOST_PEOPLE_AT_ONCE, judgeRows } from './createPeople.ts'
import { unknownIn, type ImportRow } from './csv.ts'
import { USERS } from './forms.ts'
import { asksProof } from '../sign-in/accounts/recentProof.ts'
import type { FlatBody } from '../web/forms.ts'

/** Many at once from a spreadsheet: …/users/import. Nothing is written before it has been shown. */
export const importUsers = routes(USERS)

importUsers.get('/import', {}, async (req, res) => showPage(req, res, { text: '', rows: null }))

/** What a spreadsheet opens right away: semicolons, and a mark that it is UTF-8. */
importUsers.get('/import/template.csv', {}, (_req, res) => {
  res.set('Content-Disposition', 'attachment; filename="anvandare.csv"').type('text/csv; charset=utf-8')
  res.send(
    '\uFEFFNamn;Användarnamn;E-post;Telefon;Språk;Administratör\r\nOlle Palm;;olle.palm@foretag.example;070-174 06 30;sv;nej\r\n',
  )
})

/** Whole districts begin at once; who tries names out tries more. */
const MOST_A_DAY = 2000

const Posted = z.object({ text: z.string().max(1_000_000).default(''), do: z.enum(['show', 'create']).catch('show') })

/** The file becomes text like what is pasted, so that the page that asks for a proof can hold it. */
const fileAsText: RequestHandler = async (req, res, next) => {
  const file = req.received?.find(({ size }) => size > 0)
  if (file && file.problem === undefined) {
    const text = await typedFrom(file.path)
    if (text instanceof Unreadable) {
      const wrong = res.locals.t(text.message, text.params)
      return showPage(req, res.status(422), { text: Posted.parse(req.body).text, rows: null, wrong })
    }
    ;(req.body as FlatBody)['text'] = text
  }
  next()
}

const creates = (req: Request) => Posted.parse(req.body).do === 'create'

importUsers.post(
  '/import',
  { reads: [...receiveFiles({ maxFiles: 1, maxSize: 1_000_000 }), fileAsText], proof: asksProof(creates) },
  async (req, res) => {
    const actor = partyOf(req)
    const { text, do: what } = Posted.parse(req.body)
    const problem = req.received?.find(({ problem }) => problem !== undefined)?.problem
    if (problem !== undefined) return showPage(req, res.status(422), { text, rows: null, wrong: problem })
    const rows = await asActor(actor, (tx) => judgeRows(tx, text))
    const good = rows.filter((row) => row.person !== null)
    if (what === 'show' || good.length === 0) return showPage(req, res, { text, rows })
    // A name that is taken anywhere is given a number, which tells that somebody has it: each row is a try, as at 'Ny användare'.
    const tenant = `${actor.side} ${actor.ownerId ?? actor.companyId!}`
    if ((await countUse('import-users', tenant, MOST_A_DAY, 86_400, good.length)) > 0) {
      flash(res, 'error', 'Ni kan lägga upp högst {n} användare från filer på ett dygn.', { n: MOST_A_DAY })
      res.redirect(303, `${req.baseUrl}/import`)
      return
    }
    let made: New = []
    const make = async (tx: Tx) => {
      if (good.length > MOST_PEOPLE_AT_ONCE) {
        const address = `${req.baseUrl}/import`
        const asked = { kind: 'people', address, input: inputOf(text, req), total: good.length } as const
        return workAddress(await askForWork(tx, actor, asked))
      }
      made = await createAll(tx, actor, good, req)
      return req.baseUrl
    }
    const location = await asActor(actor, (tx) => once(tx, actor, keyOf(req), () => make(tx)), { kind: 'long' })
    if (location === req.baseUrl) {
      await tellOwnersOfNew(actor, made)
      flash(res, 'success', '{n} användare är upplagd.|{n} användare är upplagda.', { n: good.length })
    }
    res.redirect(303, location)
  },
)

/** The text comes back whole to be mended; a cell that is no name of anybody's is not drawn once more beside it. */
function shortCells(typed: ImportRow['typed']): ImportRow['typed'] {
  return Object.fromEntries(Object.entries(typed).map(([column, cell]) => [column, cut(cell, 300)]))
}

interface Shown {
  text: string
  rows: ImportRow[] | null
  /** Why the file cannot be read. */
  wrong?: string
}

async function showPage(req: Request, res: Response, { text, rows, wrong }: Shown): Promise<void> {
  const bad = rows?.filter(({ person }) => person === null).length ?? 0
  await render(bad > 0 ? res.status(422) : res, 'users/import', {
    title: res.locals.t('Användare från en fil'),
    side: partyOf(req).side,
    base: `${req.baseUrl}/import`,
    text,
    rows: rows?.map((row) => ({ ...row, typed: shortCells(row.typed) })) ?? null,
    good: (rows?.length ?? 0) - bad,
    bad,
    ignored: rows ? unknownIn(text) : [],
    form: { values: {}, errors: wrong === undefined ? {} : { file: wrong } },
    key: newKey(),
  })
}
