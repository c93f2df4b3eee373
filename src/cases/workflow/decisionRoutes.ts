import { asActor } from '../../db/actor.ts'
import { Conflict } from '../../web/errors.ts'
import { flash } from '../../web/flash.ts'
import { readForm, typed, type FlatBody } from '../../web/forms.ts'
import { ownerSideOf } from '../../web/guards.ts'
import { backBeside } from '../../web/kept.ts'
import { keyOf, once } from '../../web/once.ts'
import { keeper } from '../../sign-in/accounts/keptForms.ts'
import { routes } from '../../web/routes.ts'
import { standingProposal } from './fourEyes.ts'
import { CasePath, CaseVersion, Refusal } from './forms.ts'
import { readMove } from './readMove.ts'
import { showRefused } from './moveRoutes.ts'
import { showCase } from '../page/casePage.ts'
import { withConsentRows } from '../page/consentRows.ts'
import { onlyFillsRows } from '../../domain/forms/consentRows.ts'
import { arrive, presenceInWords, leaveCase } from '../page/presence.ts'
import { CHANGED } from './moveRequest.ts'
import { propose, withdrawProposal } from './proposals.ts'
import { getCase } from './queries.ts'
import { onlyInserts, withChosenTexts } from '../page/standardTexts.ts'
import { CONSENTS, movesFor } from '../../domain/workflow/status.ts'
import { undo } from './undo.ts'

/** Beside the moves themselves: taking one back, proposing one to a colleague, seeing who else is there. */
export const deciding = routes('/cases/:ref', { for: 'owner', right: 'decide', proof: 'cases' })

// One's own deed: who may mark may take back what they marked.
deciding.post('/undo', { right: 'mark' }, async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const actor = ownerSideOf(req)
  const tooLate = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      await undo(tx, actor, ref)
      return `/cases/${ref}`
    }),
  ).then(
    () => null,
    (error: unknown) => {
      if (error instanceof Conflict) return error.message
      throw error
    },
  )
  if (tooLate === null) flash(res, 'success', 'Ångrat. Ärendet är som före beslutet och inget mejl skickas.')
  else flash(res, 'error', tooLate)
  res.redirect(303, `/cases/${ref}`)
})

deciding.post('/propose', {}, async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const actor = ownerSideOf(req)
  const { t } = res.locals
  const body = await withConsentRows(actor, ref, await withChosenTexts(actor, ref, req.body as FlatBody))
  if (onlyInserts(body) || onlyFillsRows(body)) return showCase(req, res, { values: body, errors: {} })
  const { _version: version } = CaseVersion.partial().parse(body)
  const move = await asActor(actor, async (tx) => {
    const open = movesFor(actor, await getCase(tx, ref))
    return open.find((each) => CONSENTS.includes(each))
  })
  if (!move) return showRefused(req, res.status(409), { message: CHANGED, move: 'approve', body })
  const outcome = await asActor(actor, async (tx) => {
    const read = await readMove({ tx, actor, ref, move, posted: {}, body, t })
    if (!read.ok) return read
    await once(tx, actor, keyOf(req), async () => {
      const { consent = {}, internal = {} } = read.input
      await propose(tx, actor, ref, { consent, internal, ...(version !== undefined && { version }) })
      return `/cases/${ref}`
    })
    return { ok: true as const }
  }).catch((error: unknown) => {
    if (!(error instanceof Conflict)) throw error
    return { refused: { message: error.message, move, body } }
  })
  if ('refused' in outcome) return showRefused(req, res.status(409), outcome.refused)
  if (!outcome.ok) return showCase(req, res.status(422), outcome.form)
  flash(res, 'success', 'Förslaget väntar på att en kollega bekräftar det. Installatören ser det inte.')
  res.redirect(303, `/cases/${ref}`)
})

deciding.post('/withdraw-proposal', {}, async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const actor = ownerSideOf(req)
  const { _version: version } = CaseVersion.partial().parse(req.body)
  const read = readForm(Refusal, req.body)
  const comment = read.ok ? read.data.proposal_comment : ''
  const own = await asActor(actor, async (tx) => {
    const proposal = await standingProposal(tx, await getCase(tx, ref))
    const own = proposal === null || proposal.user_id === actor.userId
    // Whose work it was reads why it came to nothing.
    if (!own && (!read.ok || comment === '')) return null
    await once(tx, actor, keyOf(req), async () => {
      await withdrawProposal(tx, actor, ref, { ...(version !== undefined && { version }), comment })
      return `/cases/${ref}`
    })
    return own
  })
  if (own === null) {
    const errors = { proposal_comment: res.locals.t('Skriv minst tio tecken, så att kollegan förstår varför.') }
    return showCase(req, res.status(422), { values: typed(req.body), errors })
  }
  flash(res, 'success', own ? 'Förslaget är tillbakataget.' : 'Förslaget är avslaget. Kollegan får veta varför.')
  res.redirect(303, await backBeside(req, res, keeper, `/cases/${ref}`))
})

/** A heartbeat of a page that is open (public/js/presence.js): tells who else has the case before them. */
deciding.post('/presence', { right: 'read' }, async (req, res) => {
  const { ref } = CasePath.parse(req.params)
  const actor = ownerSideOf(req)
  const { writing, left } = req.body as FlatBody
  const present = await asActor(actor, async (tx) => {
    const kase = await getCase(tx, ref)
    if (left === 'ja') {
      await leaveCase(tx, actor, kase)
      return []
    }
    return arrive(tx, actor, kase, writing === 'ja')
  })
  res.json({ words: presenceInWords(present, res.locals.t) })
})
