import { z } from 'zod'
import { CasePath } from '../cases/workflow/forms.ts'
import { getCase, insertEvent, lockCase } from '../cases/workflow/queries.ts'
import { CHANGED } from '../cases/workflow/moveRequest.ts'
import { Conflict } from '../web/errors.ts'
import { formPage } from '../web/formPage.ts'
import { ownerSideOf } from '../web/guards.ts'
import { routes } from '../web/routes.ts'
import { endHold, holdOf, setHold } from './queries.ts'

/** A case that nothing is taken away from, while somebody says why: the network owner's administrator. */
export const legalHold = routes('/cases/:ref/legal-hold', {
  for: 'ownerAdmin',
  proof: 'keeps what is there; what it ends is erased by rule at night, and logged',
})

const HoldForm = z.object({
  /** What the page showed: of two who press at once the second does not undo the first. */
  held: z.enum(['yes', 'no']).catch('no'),
  reason: z
    .string()
    .trim()
    .min(10, 'Skriv varför, med minst 10 tecken.')
    .max(1000, 'Skriv högst 1000 tecken.')
    .regex(/^[^\ufffd\u0000-\u0008]*$/u, 'Texten innehåller tecken som inte går att spara.'),
})

legalHold.form(
  '/',
  {},
  formPage({
    actor: ownerSideOf,
    view: 'privacy/hold',
    schema: HoldForm,
    load: async ({ tx, req }) => {
      const kase = await getCase(tx, CasePath.parse(req.params).ref)
      return { kase, hold: await holdOf(tx, kase.id) }
    },
    draw: ({ t }, { kase, hold }) => ({
      title: `${t('Gallringsstopp')} ${kase.ref}`,
      kase: { ref: kase.ref, job_name: kase.job_name, address: kase.address },
      hold,
    }),
    save: async ({ tx, actor }, { reason, held: shown }, { kase: { ref } }) => {
      const kase = await lockCase(tx, ref)
      const held = await holdOf(tx, kase.id)
      if ((held !== null) !== (shown === 'yes')) throw new Conflict(CHANGED)
      if (held) await endHold(tx, kase)
      else await setHold(tx, actor, kase, reason)
      const action = held ? 'hold-ended' : 'hold-set'
      await insertEvent(tx, kase, actor, { action, audience: 'owner', comment: reason })
      return {
        to: `/cases/${ref}`,
        said: held ? 'Gallringsstoppet är hävt.' : 'Ärendet gallras inte förrän stoppet hävs.',
      }
    },
  }),
)
