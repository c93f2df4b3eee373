import type { Request, Response } from 'express'
import { z } from 'zod'
import { asActor, type OwnerActor, type Tx } from '../db/actor.ts'
import { askForWork, goingWork, keepPieces, workAddress } from '../long-work/work.ts'
import { flash } from '../web/flash.ts'
import { emptyForm, readForm } from '../web/forms.ts'
import { ownerSideOf } from '../web/guards.ts'
import { id, longId } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { receiveFiles, type ReceivedFile } from '../web/uploads.ts'
import { routes } from '../web/routes.ts'
import { render } from '../web/views.ts'
import { Unreadable } from './csv.ts'
import { FACILITY_COLUMNS, KEYS } from './facility.ts'
import { stage, takeIntoUse } from './import.ts'
import { getService } from './lookup.ts'
import { MOST_AT_ONCE } from './readInBackground.ts'
import { currentImport, difference, firstRows, getRead, listImports, listLookups, searchRegister } from './queries.ts'
import { facilityService } from './settings.ts'

/** The network owner's facilities, behind 'Hämta anl-data': /owner/facilities */
export const facilities = routes('/owner/facilities', {
  for: 'ownerAdmin',
  proof: 'the facility register; nobody gets in by it',
})

facilities.use(facilityService)

facilities.get('/', {}, async (req, res) => showIndex(req, res, emptyForm))

const Source = z.object({ source: z.enum(['off', 'register', 'service'], 'Välj varifrån uppgifterna hämtas.') })

facilities.post('/source', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const input = readForm(Source, req.body)
  if (!input.ok) return showIndex(req, res.status(422), input.form)
  const { source } = input.data
  const lacks = await asActor(actor, async (tx) => {
    if (source === 'register' && !(await currentImport(tx, actor))) return 'Läs in ett register först.'
    if (source === 'service' && !(await getService(tx, actor.ownerId))) return 'Ställ in er tjänst först.'
    await tx('owners').where({ id: actor.ownerId }).update({ facility_source: source })
    return null
  })
  if (lacks) return showIndex(req, res.status(422), { values: { source }, errors: { source: lacks } })
  flash(res, 'success', source === 'off' ? 'Hämtningen är avstängd.' : 'Installatörerna kan hämta uppgifter.')
  res.redirect(303, '/owner/facilities')
})

/** What a spreadsheet opens right away: semicolons, and a mark that it is UTF-8. */
facilities.get('/template.csv', {}, (_req, res) => {
  const heading = KEYS.map((key) => FACILITY_COLUMNS[key].label).join(';')
  const example = '735999000100000029;;MT-48211;T-1042;Kvarnvägen 12;123 45;Norrådal;Kvarnen 1:5;Norrådal;;20;3'
  res.set('Content-Disposition', 'attachment; filename="anlaggningar.csv"').type('text/csv; charset=utf-8')
  res.send(`\uFEFF${heading}\r\n${example}\r\n`)
})

facilities.post('/import', { reads: receiveFiles({ maxFiles: 1, maxSize: 60_000_000 }) }, async (req, res) => {
  const actor = ownerSideOf(req)
  const file = req.received?.find(({ size }) => size > 0)
  const problem = file ? file.problem : 'Välj en fil.'
  if (!file || problem !== undefined) return showIndex(req, res.status(422), { values: {}, errors: { file: problem! } })
  try {
    const location = await asActor(actor, (tx) => once(tx, actor, keyOf(req), () => readOrAsk(tx, actor, file)), {
      kind: 'long',
    })
    res.redirect(303, location)
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    const message = res.locals.t(error.message, error.params)
    await showIndex(req, res.status(422), { values: {}, errors: { file: message } })
  }
})

/** At once where it takes a moment; otherwise by the worker. Where it leads. */
async function readOrAsk(tx: Tx, actor: OwnerActor, file: ReceivedFile): Promise<string> {
  if (file.size <= MOST_AT_ONCE) return `/owner/facilities/imports/${await stage(tx, actor, file)}`
  const asked = { kind: 'facilities', address: '/owner/facilities', input: { name: file.name } } as const
  const work = await askForWork(tx, actor, asked)
  await keepPieces(tx, work, file.path)
  return workAddress(work)
}

const ImportPath = z.object({ id: id() })

facilities.get('/imports/:id', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { id } = ImportPath.parse(req.params)
  const page = await asActor(actor, async (tx) => {
    const read = await getRead(tx, id)
    const current = await currentImport(tx, actor)
    return {
      read,
      current,
      difference: await difference(tx, current?.id ?? null, id),
      sample: await firstRows(tx, id),
    }
  })
  await render(res, 'facilities/import', {
    title: res.locals.t('Kontrollera före byte'),
    form: emptyForm,
    key: newKey(),
    ...page,
  })
})

facilities.post('/imports/:id/use', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { id } = ImportPath.parse(req.params)
  let rows = 0
  const use = async (tx: Tx) => {
    rows = await takeIntoUse(tx, actor, id)
    return '/owner/facilities'
  }
  const location = await asActor(actor, (tx) => once(tx, actor, keyOf(req), () => use(tx)), { kind: 'long' })
  if (rows > 0)
    flash(res, 'success', 'Registret är bytt: {n} anläggning.|Registret är bytt: {n} anläggningar.', { n: rows })
  res.redirect(303, location)
})

facilities.post('/imports/:id/discard', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { id } = ImportPath.parse(req.params)
  await asActor(actor, async (tx) => {
    await getRead(tx, id)
    await tx('facility_imports').where({ id, status: 'read' }).delete()
  })
  flash(res, 'success', 'Filen är kastad. Registret är som det var.')
  res.redirect(303, '/owner/facilities')
})

const PAGE = 100

facilities.get('/lookups', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const { before } = z.object({ before: longId().nullable().catch(null) }).parse(req.query)
  const found = await asActor(actor, (tx) => listLookups(tx, actor, PAGE + 1, before))
  const lookups = found.slice(0, PAGE)
  const older = found.length > PAGE ? lookups.at(-1)!.id : null
  await render(res, 'facilities/lookups', { title: res.locals.t('Sökningar i registret'), lookups, older })
})

const Query = z.object({ q: z.string().trim().max(100).catch('') })

async function showIndex(req: Request, res: Response, form: Form): Promise<void> {
  const actor = ownerSideOf(req)
  const { q } = Query.parse(req.query)
  const page = await asActor(actor, async (tx) => {
    const imports = await listImports(tx, actor)
    const current = await currentImport(tx, actor)
    const owner = (await tx('owners').where({ id: actor.ownerId }).first('facility_source'))!
    return {
      source: owner.facility_source,
      current,
      hasService: (await getService(tx, actor.ownerId)) !== undefined,
      reading: (await goingWork(tx, 'facilities'))?.id ?? null,
      waiting: imports.find(({ status }) => status === 'read') ?? null,
      history: imports.filter(({ status }) => status === 'replaced'),
      hits: q === '' || !current ? [] : await searchRegister(tx, current.id, q),
      lookups: await listLookups(tx, actor, 8),
    }
  })
  await render(res, 'facilities/index', { title: res.locals.t('Anläggningar'), form, key: newKey(), q, ...page })
}
