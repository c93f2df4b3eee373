import type { Tx } from '../db/actor.ts'
import type { Translate } from '../language/i18n.ts'
import { promiseAccountMail, type AccountLetter } from '../mail/accountMail.ts'
import { linkTo, shortName } from '../mail/addresses.ts'

export interface Pair {
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
        t('Är ni nya får administratören inloggningsuppgifter i ett eget mejl.'),
      ],
      refused: [
        t('Ansökan avslagen'),
        t('{owner} har avslagit er ansökan.'),
        t('Ni kan ansöka igen när ni har ordnat resten.'),
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

/** To the owner's mailbox, whatever its rule does by itself: who has come, and how. */
export async function tellOwner(
  tx: Tx,
  { company, owner }: Pair,
  how: 'applied' | 'asked' | 'admitted' | 'confirmed',
): Promise<void> {
  const isIn = how === 'admitted' || how === 'confirmed'
  await toOwner(tx, { company, owner }, (t) => {
    const words = {
      applied: [t('{company} vill kunna anmäla hos er.', { company: company.name })],
      asked: [
        t('{company} vill kunna anmäla hos er.', { company: company.name }),
        t(
          'Företaget står i registret. Vi har frågat adressen där om ansökan är deras, och de godkänns om de svarar ja.',
        ),
      ],
      admitted: [t('{company} är godkänt direkt, enligt er regel.', { company: company.name })],
      confirmed: [t('{company} är godkänt: adressen i registret har bekräftat ansökan.', { company: company.name })],
    }[how]
    return {
      subject: isIn
        ? t('{company} är nytt hos er', { company: company.name })
        : t('Ny ansökan från {company}', { company: company.name }),
      title: isIn ? t('Nytt företag') : t('Ny ansökan'),
      lead: words,
      next: isIn ? t('Stämmer det inte? Spärra företaget i Elanmälan.') : t('Godkänn eller avslå ansökan i Elanmälan.'),
      button: isIn ? t('Visa företaget') : t('Visa ansökan'),
    }
  })
}

/** Whoever reads the register's address has said that it is not they who apply. */
export async function tellDenied(tx: Tx, pair: Pair): Promise<void> {
  const { company } = pair
  await toOwner(tx, pair, (t) => ({
    subject: t('Ansökan från {company} är inte deras', { company: company.name }),
    title: t('Ansökan är inte deras'),
    lead: [t('Adressen i registret har svarat att ansökan från {company} inte är deras.', { company: company.name })],
    next: t('Avslå ansökan i Elanmälan, och ring företaget om ni är osäkra.'),
    button: t('Visa ansökan'),
  }))
}

/** To the owners that know the company: what it wants to be called, or that another owner has answered. */
export async function tellOfName(
  tx: Tx,
  pair: Pair,
  { before, after, settled }: { before: string; after: string; settled: boolean },
): Promise<void> {
  const words = { before, after }
  await toOwner(tx, pair, (t) => ({
    subject: settled ? t('{before} heter nu {after}', words) : t('{before} vill heta {after}', words),
    title: settled ? t('Nytt företagsnamn') : t('Företag vill byta namn'),
    lead: [
      settled
        ? t('{before} heter {after} från och med nu. Ett nätbolag som företaget arbetar hos har godkänt det.', words)
        : t('{before} vill heta {after}. Det gamla namnet visas tills ett nätbolag har godkänt det nya.', words),
    ],
    next: settled
      ? t('Stämmer det inte? Spärra företaget i Elanmälan.')
      : t('Godkänn eller avslå namnet på företagets sida.'),
    button: t('Visa företaget'),
  }))
}

/** To the company's mailbox: what a network owner has answered to its new name. */
export async function tellNameAnswer(tx: Tx, { company, owner }: Pair, name: string, yes: boolean): Promise<void> {
  if (!company.email) return
  const to = { ...MAILBOX, email: company.email, company_id: company.id, owner_id: owner.id }
  await promiseAccountMail(tx, 'M14', to, (t) => ({
    subject: yes ? t('Ert nya namn är godkänt') : t('Ert nya namn är avslaget'),
    title: yes ? t('Namnet är godkänt') : t('Namnet är avslaget'),
    lead: [
      yes
        ? t('{owner} har godkänt att ni heter {name} i Elanmälan.', { owner: owner.name, name })
        : t('{owner} har avslagit att ni heter {name} i Elanmälan.', { owner: owner.name, name }),
    ],
    next: yes
      ? t('Nya ärenden får det nya namnet.')
      : t('Det gamla namnet gäller. Hör av er till nätbolaget om det är fel.'),
    button: { label: t('Till Elanmälan'), link: linkTo('/company') },
    foot: t('Ni får mejlet för att det är företagets adress.'),
  }))
}

/** To an address in the register: is it you? */
export async function askAddress(
  tx: Tx,
  { company, owner }: Pair,
  { email, byName, token }: { email: string; byName: string; token: string },
): Promise<void> {
  const to = { ...MAILBOX, email, company_id: company.id, owner_id: owner.id }
  await promiseAccountMail(tx, 'M14', to, (t) => ({
    subject: t('Är det ni som ansöker hos {owner}?', { owner: shortName(owner.name) }),
    title: t('Är det ni som ansöker?'),
    lead: [
      t('{name} har ansökt för {company} om att få anmäla hos {owner}.', {
        name: byName,
        company: company.name,
        owner: owner.name,
      }),
      t('Er adress står i registret från Elsäkerhetsverket. Därför frågar vi er.'),
    ],
    next: t('Svara ja eller nej på sidan. Länken gäller i fjorton dagar. Gör ni inget svarar nätbolaget på ansökan.'),
    button: { label: t('Svara'), link: linkTo(`/register/confirm/${token}`) },
    foot: t('Ni får mejlet för att adressen står i registret hos {owner}.', { owner: owner.name }),
  }))
}

async function toOwner(
  tx: Tx,
  { company, owner }: Pair,
  write: (t: Translate) => Omit<AccountLetter, 'button' | 'foot'> & { button: string },
): Promise<void> {
  if (!owner.email) return
  const to = { ...MAILBOX, email: owner.email, company_id: company.id, owner_id: owner.id }
  await promiseAccountMail(tx, 'M14', to, (t) => {
    const { button, ...letter } = write(t)
    return {
      ...letter,
      button: { label: button, link: linkTo(`/owner/companies/${company.id}`) },
      foot: t('Ni får mejlet för att det är er adress för anmälningar.'),
    }
  })
}
