import type { Markable, Right } from '../domain/rights.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import { FINAL } from '../domain/workflow/status.ts'
import { inList } from '../db/literals.ts'

export interface Step {
  to: string
  label: string
  icon: string
  marks: Partial<Pick<CaseRow, Markable>>
  /** Said by the page when it is done. */
  done: string
  /** A text that may be written with it, kept as an internal note. */
  asks?: string
}

export interface PartOf {
  id: string
  title: string
  empty: string
  where: string
  steps: Step[]
}

export interface Queue {
  base: string
  right: Right
  title: string
  lead: string
  since: 'preparation_since' | 'service_since'
  parts: PartOf[]
}

// Letter for letter the conditions of the indexes, and what has been archived or cancelled waits for nobody.
const LIVE = `status not ${inList(FINAL)}`

const takeBack = (mark: 'preparation' | 'customer_service', label: string): Step => ({
  to: 'requested',
  label,
  icon: 'undo',
  marks: { [mark]: 'requested' },
  done: 'Ärende {number} ligger åter i kön.',
})

const REGISTERED: Step = {
  to: 'registered',
  label: 'Registrerad i KIS',
  icon: 'register-done',
  marks: { customer_service: 'registered' },
  done: 'Ärende {number} är registrerat i KIS.',
}

/** The lists of beredning and kundservice: what waits, and what can be done to it with one press (docs/domain.md 5). */
export const QUEUES = {
  preparation: {
    base: '/owner/preparation',
    right: 'prepare',
    title: 'Beredning',
    lead: 'Äldst först.',
    since: 'preparation_since',
    parts: [
      {
        id: 'requested',
        title: 'Till beredning',
        empty: 'Inget väntar på beredning.',
        where: `preparation = 'requested' and ${LIVE}`,
        steps: [
          {
            to: 'ongoing',
            label: 'Ta ärendet',
            icon: 'prep-ongoing',
            marks: { preparation: 'ongoing' },
            done: 'Du bereder ärende {number}.',
          },
        ],
      },
      {
        id: 'ongoing',
        title: 'Beredning pågår',
        empty: 'Ingen beredning pågår.',
        where: `preparation = 'ongoing' and ${LIVE}`,
        steps: [
          {
            to: 'done',
            label: 'Färdig',
            icon: 'prep-done',
            marks: { preparation: 'done' },
            done: 'Ärende {number} är färdigt från beredning.',
            asks: 'Resultat från beredning',
          },
          takeBack('preparation', 'Lämna tillbaka'),
        ],
      },
      {
        id: 'undocumented',
        title: 'Att dokumentera',
        empty: 'Allt som är byggt är dokumenterat.',
        where: `preparation = 'done' and not documented and status = 'closed'`,
        steps: [
          {
            to: 'documented',
            label: 'Dokumenterat',
            icon: 'map-done',
            marks: { documented: true },
            done: 'Ärende {number} är dokumenterat.',
          },
        ],
      },
    ],
  },
  service: {
    base: '/owner/service',
    right: 'serve',
    title: 'Kundservice',
    lead: 'Äldst först.',
    since: 'service_since',
    parts: [
      {
        id: 'requested',
        title: 'Till kundservice',
        empty: 'Inget väntar på kundservice.',
        where: `customer_service = 'requested' and ${LIVE}`,
        steps: [
          {
            to: 'done',
            label: 'Färdig',
            icon: 'headset-done',
            marks: { customer_service: 'done' },
            done: 'Ärende {number} är färdigt från kundservice.',
          },
          REGISTERED,
        ],
      },
      {
        id: 'done',
        title: 'Att registrera i KIS',
        empty: 'Inget återstår att registrera.',
        where: `customer_service = 'done' and ${LIVE}`,
        steps: [REGISTERED, takeBack('customer_service', 'Tillbaka till kön')],
      },
    ],
  },
} as const satisfies Record<string, Queue>
