import type { InstallerActor, OwnerActor, Tx } from '../db/actor.ts'
import { readProgress, type Progress } from './queries.ts'

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
  const done = await readProgress(tx, actor.side)
  if (done.sent) return []
  return actor.side === 'owner' ? ownersSteps(done) : installersSteps(done)
}

function installersSteps({ colleagues, ready, asked }: Progress): FirstStep[] {
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

function ownersSteps({ colleagues, ready, asked }: Progress): FirstStep[] {
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
