import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'

/** What a new tenant has yet to do before its first case, for its administrator. */
export interface FirstStep {
  title: string
  help: string
  label: string
  href: string
  done: boolean
}

/** Empty once the first case is there, and for whoever is no administrator. */
export async function firstSteps(tx: Tx, actor: InstallerActor | OwnerActor): Promise<FirstStep[]> {
  if (!actor.isAdmin) return []
  const { rows } = await tx.raw<{ rows: Done[] }>(actor.side === 'owner' ? OWNERS : INSTALLERS)
  const done = rows[0]!
  if (done.sent) return []
  return actor.side === 'owner' ? ownersSteps(done) : installersSteps(done)
}

interface Done {
  /** A case that the network owner has seen. */
  sent: boolean
  colleagues: boolean
  ready: boolean
  asked: boolean
}

// Row level security makes them the reader's own.
const SENT = `exists(select from cases where submitted_at is not null) as sent`
const COLLEAGUES = `(select count(*) > 1 from (select from users where active limit 2) u) as colleagues`
const INSTALLERS = `select ${SENT}, ${COLLEAGUES},
  exists(select from connections where status = 'approved') as ready,
  exists(select from connections where status in ('applied', 'approved')) as asked`
const OWNERS = `select ${SENT}, ${COLLEAGUES},
  exists(select from area_postcodes) as ready,
  exists(select from owners where id = app.owner_id() and admission <> 'closed') as asked`

function installersSteps({ colleagues, ready, asked }: Done): FirstStep[] {
  return [
    {
      title: 'Anslut er till ett nätbolag',
      help: asked && !ready ? 'Ansökan är skickad. Ni får ett mejl när nätbolaget har svarat.' : 'Välj var ni arbetar.',
      label: 'Nätbolag',
      href: '/company/connections',
      done: ready,
    },
    {
      title: 'Bjud in era installatörer',
      help: 'Var och en får egen inloggning. Arbetar du ensam hoppar du över det här.',
      label: 'Användare',
      href: '/company/users',
      done: colleagues,
    },
    {
      title: 'Skicka den första anmälan',
      help: 'Hjälpen visar hur, steg för steg.',
      label: 'Så gör du',
      href: '/help/send',
      done: false,
    },
  ]
}

function ownersSteps({ colleagues, ready, asked }: Done): FirstStep[] {
  return [
    {
      title: 'Ange nätområden och postnummer',
      help: 'Installatörens postnummer avgör nätområdet.',
      label: 'Nätområden',
      href: '/owner/configuration/areas',
      done: ready,
    },
    {
      title: 'Lägg till handläggare',
      help: 'Var och en får de behörigheter som behövs.',
      label: 'Användare',
      href: '/owner/users',
      done: colleagues,
    },
    {
      title: 'Öppna för företag',
      help: 'Ni är inte öppna för företag än.',
      label: 'Se över och öppna',
      href: '/owner/companies',
      done: asked,
    },
    {
      title: 'Ta emot det första ärendet',
      help: 'Hjälpen visar vad ni gör när det kommer.',
      label: 'Så gör du',
      href: '/help/receive',
      done: false,
    },
  ]
}
