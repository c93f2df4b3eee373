import type { Request, Response } from 'express'
import { CasePath } from '../cases/workflow/forms.ts'
import { asActor } from '../db/actor.ts'
import { renumber, toValues } from '../domain/forms/repeatingGroups.ts'
import type { Body } from '../domain/forms/values.ts'
import { cutTo } from '../web/echo.ts'
import { readForm } from '../web/forms.ts'
import { installerOf } from '../web/guards.ts'
import { newKey } from '../web/once.ts'
import type { Form } from '../web/pages.ts'
import { routes } from '../web/routes.ts'
import { drawTemplate } from '../web/templates.ts'
import { render } from '../web/views.ts'
import { CODES } from './codes.ts'
import { Ask, compareWith, firstAsk, placeOf, typedIn, writeFetched } from './fetch.ts'
import { packHit, type Hit } from './signedResult.ts'
import { asWords, lookUp } from './lookup.ts'
import { placeFor } from './merge.ts'
import type { FacilityAnswer } from './views.ts'

/**
 * 'Hämta anl-data'. A page of its own that carries all that was typed in the form along
 * and gives it back; with script (public/js/facility.js) a dialog over the form, which asks here for its answers.
 */
export const fetchFacility = routes('/cases/:ref/facility', { for: 'installer', proof: 'cases' })

fetchFacility.get('/', {}, async (req, res) => {
  const actor = installerOf(req)
  const { ref } = CasePath.parse(req.params)
  const values = await asActor(actor, async (tx) => {
    const { kase, form } = await placeOf(tx, actor, ref)
    const stored = renumber(form, toValues(form, { ...kase.notice, ...kase.completion }), kase.notice)
    return { ...stored, _version: String(kase.version) }
  })
  await showFetch(req, res, values)
})

fetchFacility.post('/', {}, async (req, res) => {
  const actor = installerOf(req)
  const { ref } = CasePath.parse(req.params)
  const body = req.body as Body
  const place = await asActor(actor, (tx) => placeOf(tx, actor, ref))
  const input = readForm(Ask, body)
  if (!input.ok) return show(req, res.status(422), body, input.form.errors, null)
  const { question, overwrite, row } = input.data
  const found = await lookUp(actor, place, question, overwrite)
  const answer: FacilityAnswer = { code: found.code, words: res.locals.t(CODES[found.code]), compared: [], hit: '' }
  if (found.code === 100) {
    await asActor(actor, async (tx) => {
      const { facility } = found
      const hit: Hit = { ref, userId: actor.userId, asked: asWords(question), facility, at: tx.now.getTime() }
      answer.hit = packHit(hit)
      answer.compared = compareWith(place, typedIn(body), hit, row, tx, res.locals.t)
    })
  }
  await show(req, res, body, {}, answer)
})

/** Asked by script: what to fill in, by input name. The form saves itself as after any other typing. */
fetchFacility.post('/write', {}, async (req, res) => {
  const actor = installerOf(req)
  const { ref } = CasePath.parse(req.params)
  const { t } = res.locals
  const values = await asActor(actor, async (tx) =>
    writeFetched(tx, actor, await placeOf(tx, actor, ref), req.body as Body, t),
  )
  if (values) res.json({ values })
  else res.status(422).json({ words: t(TOO_OLD) })
})

export const TOO_OLD = 'Sökningen är för gammal. Sök igen.'

/** A part of the page for the dialog, the whole page otherwise. */
async function show(req: Request, res: Response, body: Body, errors: Form['errors'], answer: FacilityAnswer | null) {
  if (body['_part'] !== 'answer') return showFetch(req, res, body, errors, answer)
  const { t } = res.locals
  const words = Object.values(errors).map((message) => t(message))
  res.type('html').send(drawTemplate('partials/facility-answer', { ...res.locals, answer, wrong: words[0] ?? '' }))
}

/** The page, with what was typed in the form in hidden fields. */
export async function showFetch(
  req: Request,
  res: Response,
  body: Body,
  errors: Form['errors'] = {},
  answer: FacilityAnswer | null = null,
): Promise<void> {
  const actor = installerOf(req)
  const { ref } = CasePath.parse(req.params)
  const { kase, owner, form } = await asActor(actor, (tx) => placeOf(tx, actor, ref))
  const typed = typedIn(body)
  const asked = Object.entries(body).filter(([name]) => /^_(by|asked|overwrite|row)$/.test(name))
  await render(res, 'facilities/fetch', {
    title: res.locals.t('Hämta anl-data'),
    kase,
    ownerName: owner.name,
    rows: placeFor(form, typed)!.rows,
    typed: Object.entries(typed).flatMap(([name, value]) =>
      [value].flat().map((each) => ({ name, value: cutTo(each) })),
    ),
    answer,
    key: newKey(),
    form: { values: { ...firstAsk(typed), ...Object.fromEntries(asked) }, errors },
  })
}
