import { z } from 'zod'
import { CasePath } from '../cases/workflow/forms.ts'
import { getCase, lockCase } from '../cases/workflow/queries.ts'
import { asActor } from '../db/actor.ts'
import { NotFound } from '../web/errors.ts'
import { flash } from '../web/flash.ts'
import { actorOf, partyOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { backBeside } from '../web/kept.ts'
import { keyOf, once } from '../web/once.ts'
import { keeper } from '../sign-in/accounts/keptForms.ts'
import { refuseUnopened } from '../scan/scanner.ts'
import { routes } from '../web/routes.ts'
import { receiveFiles } from '../web/uploads.ts'
import { attach, type Attached } from './attach.ts'
import { asDownload } from './headers.ts'
import { deleteFile, listFiles, logFile, openFile, turnOutdated } from './queries.ts'
import { send, sendPreview, sendZip } from './send.ts'
import { cut } from '../text/cut.ts'

export const caseFiles = routes('/cases/:ref/attachments', { for: 'party', right: 'read', proof: 'cases' })

const POSITION = 'Bilagan är tillagd. Platsen där bilden togs (GPS) är borttagen ur den.'

const FilePath = CasePath.extend({ id: longId() })

caseFiles.post(
  '/',
  { right: 'attach', reads: receiveFiles({ maxFiles: 30, maxSize: 20_000_000 }) },
  async (req, res) => {
    const { ref } = CasePath.parse(req.params)
    const actor = partyOf(req)
    const { kind, keep_position: keep } = z
      .object({ kind: z.string().catch('OVR'), keep_position: z.enum(['', 'ja']).catch('') })
      .parse(req.body)
    const received = (req.received ?? []).filter(({ size, name }) => size > 0 || name !== '')
    const did: { attached: Attached } = { attached: { refused: [], positions: 0, added: [] } }
    const location = await asActor(actor, (tx) =>
      once(tx, actor, keyOf(req), async () => {
        const { t } = res.locals
        did.attached = await attach(tx, actor, ref, { kind, files: received, keepsPosition: keep === 'ja' }, t)
        return `/cases/${ref}#files`
      }),
    )
    const { refused, positions, added } = did.attached
    // Script sends each file as soon as it is picked and shows how far it has come (public/js/upload.js).
    if (req.accepts('html', 'json') === 'json') {
      res.status(refused.length > 0 ? 422 : 200).json({
        refused,
        told: positions > 0 ? res.locals.t(POSITION) : '',
        added: added.map(({ id, name, size }) => ({ id, name, size })),
      })
      return
    }
    if (refused.length > 0) flash(res, 'error', cut(refused.join(' '), 280))
    else if (received.length === 0) flash(res, 'error', 'Välj en fil att bifoga.')
    else if (positions > 0) flash(res, 'success', POSITION)
    else flash(res, 'success', '{n} bilaga är tillagd.|{n} bilagor är tillagda.', { n: received.length })
    res.redirect(303, await backBeside(req, res, keeper, location))
  },
)

/** All that the reader may see, in one file. */
caseFiles.get('/all.zip', {}, async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const actor = partyOf(req)
  const { kase, list } = await asActor(actor, async (tx) => {
    const kase = await getCase(tx, ref)
    const list = (await listFiles(tx, kase.id)).filter(({ scan }) => scan !== 'infected')
    if (list.length === 0) throw new NotFound('Filen finns inte')
    // One that is taken away is not in it; one that is being scanned would be missed without a word.
    refuseUnopened(...list)
    for (const file of list) if (file.side !== actor.side) await logFile(tx, actor, kase, 'file-downloaded', file.name)
    return { kase, list }
  })
  res.set(asDownload('application/zip', `${kase.ref}.zip`))
  await sendZip(res, actor, list)
})

caseFiles.get('/:id', {}, async (req, res) => {
  const { ref, id } = FilePath.parse(req.params)
  const actor = actorOf(req)
  const file = await asActor(actor, async (tx) => {
    const kase = await getCase(tx, ref)
    const found = await openFile(tx, kase.id, id)
    // A stamp in a list is not the file, and nobody has asked for it.
    const asked = req.query['preview'] !== '1'
    if (asked && found.side !== actor.side) await logFile(tx, actor, kase, 'file-downloaded', found.name)
    return found
  })
  if (req.query['preview'] === '1') return sendPreview(res, actor, file)
  await send(res, actor, file, req.query['show'] === '1')
})

caseFiles.post('/:id/outdated', { right: 'attach' }, async (req, res) => {
  const { ref, id } = FilePath.parse(req.params)
  const actor = partyOf(req)
  const outdated = await asActor(actor, async (tx) => turnOutdated(tx, actor, await lockCase(tx, ref), id))
  flash(res, 'success', outdated ? 'Bilagan är markerad som inaktuell.' : 'Bilagan gäller igen.')
  res.redirect(303, await backBeside(req, res, keeper, `/cases/${ref}#files`))
})

caseFiles.post('/:id/delete', { right: 'attach' }, async (req, res) => {
  const { ref, id } = FilePath.parse(req.params)
  const actor = partyOf(req)
  const isGone = await asActor(actor, async (tx) => deleteFile(tx, actor, await lockCase(tx, ref), id))
  flash(res, 'success', isGone ? 'Bilagan är borttagen.' : 'Bilagan är markerad som inaktuell.')
  res.redirect(303, await backBeside(req, res, keeper, `/cases/${ref}#files`))
})
