import { CLOSED } from '../domain/workflow/status.ts'
import { inList } from '../db/literals.ts'

/** A kind of personal data, and how long a tenant keeps it. */
interface Kind {
  label: string
  help: string
  /** Who decides: a network owner of the cases it has, a company of its drafts, both of logs about their own people. */
  sides: readonly ('owner' | 'installer')[]
  /** Days without a rule of the tenant's own; null: kept until further notice. */
  usual: number | null
  /** What can be chosen, in days. */
  choices: readonly number[]
  /** SQL over cases that are ripe after :days days; null: no cases are. Row level security says whose. */
  ripe: string | null
  /** What the days are counted from. */
  from: 'status_since' | 'last_event_at'
}

const YEAR = 365

// As app.erase_ripe asks once more, of each case, before it takes anything away.
const CLOSED_AND_FREE = `submitted_at is not null and status ${inList(CLOSED)} and erased_at is null and open_orders = 0
  and status_since < app.now() - make_interval(days => :days)
  and not exists (select from legal_holds h where h.case_id = cases.id)`

export const KINDS = {
  identity: {
    label: 'Personnummer',
    help: 'Kundens person- eller organisationsnummer och födelsedatum tas bort ur svaren, och personnummer i fritext maskeras.',
    sides: ['owner'],
    usual: null,
    choices: [30, 90, 180, YEAR, 2 * YEAR, 3 * YEAR, 5 * YEAR, 10 * YEAR],
    ripe: `${CLOSED_AND_FREE} and identity_erased_at is null`,
    from: 'status_since',
  },
  files: {
    label: 'Bilagor',
    help: 'Filerna raderas. Att det fanns en fil, av vilken sort och när, står kvar.',
    sides: ['owner'],
    usual: null,
    choices: [180, YEAR, 2 * YEAR, 3 * YEAR, 5 * YEAR, 10 * YEAR],
    ripe: `${CLOSED_AND_FREE} and exists (select from attachments a where a.case_id = cases.id and a.deleted_at is null)`,
    from: 'status_since',
  },
  mails: {
    label: 'Mejl om ärenden',
    help: 'Text och adresser tas bort. Att ett mejl gick iväg, vilket och när, står kvar.',
    sides: ['owner'],
    usual: null,
    choices: [30, 90, 180, YEAR, 2 * YEAR, 5 * YEAR],
    ripe: `${CLOSED_AND_FREE} and exists (select from mail_messages m where m.case_id = cases.id and m.text <> ''
      and m.status in ('delivered', 'failed', 'cancelled', 'digested'))`,
    from: 'status_since',
  },
  cases: {
    label: 'Avslutade ärenden',
    help: 'Allt som pekar ut någon tas bort: svar, adress, namn, noteringar, filer, mejl och vem som gjorde vad. Nummer, typ, tider och statistik står kvar.',
    sides: ['owner'],
    usual: null,
    choices: [YEAR, 2 * YEAR, 3 * YEAR, 5 * YEAR, 7 * YEAR, 10 * YEAR, 15 * YEAR],
    ripe: CLOSED_AND_FREE,
    from: 'status_since',
  },
  drafts: {
    label: 'Utkast',
    help: 'Utkast som ingen har ändrat på så länge raderas helt, även återkallade.',
    sides: ['installer'],
    usual: 90,
    choices: [30, 60, 90, 180, YEAR, 2 * YEAR],
    ripe: `submitted_at is null and last_event_at < app.now() - make_interval(days => :days)`,
    from: 'last_event_at',
  },
  logs: {
    label: 'Loggar om egna användare',
    help: 'Säkerhetshändelser och vem som har öppnat vilka ärenden raderas när de är så gamla.',
    sides: ['owner', 'installer'],
    usual: null,
    choices: [YEAR, 2 * YEAR, 3 * YEAR, 5 * YEAR],
    ripe: null,
    from: 'status_since',
  },
} as const satisfies Record<string, Kind>

export type KindName = keyof typeof KINDS

export function kindOf(name: KindName): Kind {
  return KINDS[name]
}

export function kindsFor(side: 'owner' | 'installer'): KindName[] {
  return (Object.keys(KINDS) as KindName[]).filter((name) => kindOf(name).sides.includes(side))
}
