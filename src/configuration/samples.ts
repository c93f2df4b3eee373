import type { Request, Response } from 'express'
import { z } from 'zod'
import { asActor } from '../db/actor.ts'
import { STATUSES, statuses } from '../domain/workflow/status.ts'
import { askForWork, getWork, goingWork, workAddress } from '../long-work/work.ts'
import { ownerSideOf } from '../web/guards.ts'
import { longId } from '../web/ids.ts'
import { keyOf, newKey, once } from '../web/once.ts'
import { render } from '../web/views.ts'
import { draftRoom } from './draftRoom.ts'
import type { Content } from './content.ts'
import { readContent } from './page.ts'
import { BASE } from './part.ts'
import { tryChosen, type Tried } from './trialCases.ts'
import { countChosen, TRIED_AT_ONCE, TrialChoice } from './trialChoice.ts'
import type { KeptTrial } from './tryCases.ts'
import { contentInForce } from './versions.ts'

/** Cases that have been, tried on the draft: /samples?from=2027-01-01&most=500 */
export const samples = draftRoom('/samples')

samples.get('/', {}, async (req, res) => {
  const { actor, content } = await readContent(req, res)
  const { t } = res.locals
  const choice = TrialChoice.parse(req.query)
  const found = await asActor(
    actor,
    async (tx) => {
      const n = await countChosen(tx, actor, choice)
      const going = await goingWork(tx, 'trial')
      if (n > TRIED_AT_ONCE) return { n, going, tried: null }
      const live = await contentInForce(tx, actor.ownerId)
      return { n, going, tried: await tryChosen(tx, actor, { choice, draft: content, live, t }) }
    },
    { kind: 'long' },
  )
  const going = found.going ? workAddress(found.going.id) : null
  await show(req, res, { choice: written(choice), many: found.n, going, tried: found.tried, isOld: false })
})

/** More than one waits for: by the worker. */
samples.post('/', {}, async (req, res) => {
  const actor = ownerSideOf(req)
  const choice = TrialChoice.parse(req.body)
  const location = await asActor(actor, (tx) =>
    once(tx, actor, keyOf(req), async () => {
      const input = { choice: written(choice) }
      const total = await countChosen(tx, actor, choice)
      const asked = { kind: 'trial', address: `${BASE}/samples`, input, total } as const
      return workAddress(await askForWork(tx, actor, asked))
    }),
  )
  res.redirect(303, location)
})

const WorkPath = z.object({ id: longId() })

/** What came of it, for a day. */
samples.get('/:id', {}, async (req, res) => {
  const { id } = WorkPath.parse(req.params)
  const actor = ownerSideOf(req)
  const { work } = await asActor(actor, (tx) => getWork(tx, id))
  if (work.kind !== 'trial' || work.status !== 'ready') {
    res.redirect(303, workAddress(id))
    return
  }
  const { choice, tried, changedAt } = work.result!.kept as KeptTrial
  const { bar } = await readContent(req, res)
  const isOld = changedAt !== (bar.changedAt?.toISOString() ?? null)
  await show(req, res, { choice, many: tried.checked, going: null, tried, isOld })
})

/** As its form posts it. */
function written({ refs, most, ...rest }: TrialChoice): KeptTrial['choice'] {
  return { ...rest, most: String(most), refs: refs.join(' ') }
}

interface Shown {
  choice: KeptTrial['choice']
  many: number
  going: string | null
  tried: Tried | null
  isOld: boolean
}

async function show(req: Request, res: Response, shown: Shown): Promise<void> {
  const { content, bar } = await readContent(req, res)
  const { t } = res.locals
  await render(res, 'configuration/samples', {
    title: t('Prov på tidigare ärenden'),
    back: null,
    bar,
    ...shown,
    form: { values: shown.choice, errors: {} },
    statuses: statuses.flatMap((value) => (value === 'draft' ? [] : [{ value, label: t(STATUSES[value].label) }])),
    jobs: jobOptions(content, t),
    key: newKey(),
  })
}

function jobOptions({ jobs }: Content, t: Response['locals']['t']) {
  return jobs.map(({ code, name }) => ({ value: code, label: `${code} ${t(name)}` }))
}
