import { readFile } from 'node:fs/promises'
import { Router, type Request, type Response } from 'express'
import { z } from 'zod'
import { asActor, asSystem, type Tx } from '../db/actor.ts'
import { countUse } from '../accounts/throttle.ts'
import { flash } from '../web/flash.ts'
import { partyOf } from '../web/guards.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import { receiveFiles } from '../web/uploads.ts'
import { render } from '../web/views.ts'
import { createUser } from './create.ts'
import { decode, readPeople, type ImportRow } from './csv.ts'
import type { Admin } from './queries.ts'

/** Many at once from a spreadsheet: …/users/import. Nothing is written before it has been shown. */
export const importUsers = Router()

importUsers.get('/', async (req, res) => showPage(req, res, '', null))

/** What a spreadsheet opens right away: semicolons, and a mark that it is UTF-8. */
importUsers.get('/template.csv', (_req, res) => {
  res.set('Content-Disposition', 'attachment; filename="anvandare.csv"').type('text/csv; charset=utf-8')
  res.send(
    '\uFEFFNamn;Användarnamn;E-post;Telefon;Språk;Administratör\r\nOlle Palm;;olle.palm@foretag.example;070-174 06 30;sv;nej\r\n',
  )
})

const Posted = z.object({ text: z.string().max(1_000_000).default(''), do: z.enum(['show', 'create']).catch('show') })

importUsers.post('/', ...receiveFiles({ maxFiles: 1, maxSize: 1_000_000 }), async (req, res) => {
  const actor = partyOf(req)
  const { text: typed, do: what } = Posted.parse(req.body)
  const file = req.received?.find(({ size }) => size > 0)
  const text = file ? decode(await readFile(file.path)) : typed
  const rows = readPeople(text, await takenOf(text))
  const good = rows.filter((row) => row.person !== null)
  if (what === 'show' || good.length === 0) return showPage(req, res, text, rows)
  if ((await countUse('create-user', `${actor.side} ${actor.ownerId ?? actor.companyId!}`, 2000, 3600)) > 0) {
    flash(res, 'error', 'För många försök. Vänta en timme.')
    res.redirect(303, req.baseUrl)
    return
  }
  const location = await asActor(actor, (tx) => once(tx, actor, keyOf(req), () => createAll(tx, actor, good, req)), {
    kind: 'long',
  })
  flash(res, 'success', '{n} användare är upplagd.|{n} användare är upplagda.', { n: good.length })
  res.redirect(303, location)
})

async function createAll(tx: Tx, actor: Admin, rows: ImportRow[], req: Request): Promise<string> {
  for (const { person } of rows) if (person) await createUser(tx, actor, person, req)
  return req.baseUrl.replace(/\/import$/, '')
}

/** Of the names in the file those that somebody has, wherever: told in the same words as reserved ones. */
async function takenOf(text: string): Promise<Set<string>> {
  const wanted = readPeople(text).flatMap(({ typed }) => (typed.username ? [typed.username.toLowerCase()] : []))
  const taken = (await asSystem('auth', (tx) => tx('users').whereIn('username', wanted).pluck('username'))) as string[]
  return new Set(taken)
}

async function showPage(req: Request, res: Response, text: string, rows: ImportRow[] | null): Promise<void> {
  const bad = rows?.filter(({ person }) => person === null).length ?? 0
  await render(bad > 0 ? res.status(422) : res, 'users/import', {
    title: res.locals.t('Användare från en fil'),
    side: partyOf(req).side,
    base: req.baseUrl,
    text,
    rows,
    good: (rows?.length ?? 0) - bad,
    bad,
    form: { values: {}, errors: {} },
    key: newKey(),
  })
}
