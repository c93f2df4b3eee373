import type { Tx } from '../db/actor.ts'
import { promiseAccountMail } from '../mail/accountMail.ts'
import { linkTo, shortName } from '../mail/addresses.ts'

interface Pair {
  company: { id: number; name: string; email: string | null }
  owner: { id: number; name: string; email: string | null }
}

const MAILBOX = { name: null, locale: 'sv' } as const

/** M14 to the company: what became of its application. */
export async function tellCompany(
  tx: Tx,
  { company, owner }: Pair,
  what: 'applied' | 'approved' | 'refused' | 'blocked',
  reason: string | null = null,
): Promise<void> {
  if (!company.email) return
  const to = { ...MAILBOX, email: company.email, company_id: company.id, owner_id: owner.id }
  await promiseAccountMail(tx, 'M14', to, (t) => {
    const words = {
      applied: [
        t('Ansökan mottagen'),
        t('{owner} har tagit emot er ansökan om att få anmäla där.'),
        t('Ni får ett mejl när nätbolaget har svarat.'),
      ],
      approved: [
        t('Ansökan godkänd'),
        t('{owner} har godkänt er. Ni kan nu skicka anmälningar dit.'),
        t('Den som är administratör får inloggningsuppgifter i ett eget mejl om ni är nya.'),
      ],
      refused: [
        t('Ansökan avslagen'),
        t('{owner} har avslagit er ansökan.'),
        t('Ni kan ansöka igen när det som saknas är ordnat.'),
      ],
      blocked: [
        t('Spärrade hos nätbolaget'),
        t('{owner} har spärrat er. Ni kan inte skicka nya anmälningar dit.'),
        t('Hör av er till nätbolaget om det är fel.'),
      ],
    }[what] as [string, string, string]
    return {
      subject: `[${shortName(owner.name)}] ${words[0]}`,
      title: words[0],
      lead: [words[1].replace('{owner}', owner.name)],
      next: words[2],
      ...(reason !== null && { comment: { by: owner.name, text: reason } }),
      button: { label: t('Till Elanmälan'), link: linkTo('/company/connections') },
      foot: t('Ni får mejlet för att {company} har ansökt hos {owner}.', { company: company.name, owner: owner.name }),
    }
  })
}

/** To the owner's mailbox: there is an application to answer. */
export async function tellOwner(tx: Tx, { company, owner }: Pair): Promise<void> {
  if (!owner.email) return
  const to = { ...MAILBOX, email: owner.email, company_id: company.id, owner_id: owner.id }
  await promiseAccountMail(tx, 'M14', to, (t) => ({
    subject: t('Ny ansökan från {company}', { company: company.name }),
    title: t('Ny ansökan'),
    lead: [t('{company} vill kunna anmäla hos er.', { company: company.name })],
    next: t('Godkänn eller avslå ansökan i Elanmälan.'),
    button: { label: t('Visa ansökan'), link: linkTo(`/owner/companies/${company.id}`) },
    foot: t('Ni får mejlet för att det är er adress för anmälningar.'),
  }))
}
