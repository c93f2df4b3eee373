import type { OrderRow } from '../db/rowTypes.ts'
import { maskPersonalNumbers, maskTexts } from '../text/mask.ts'
import { choicesLink, oneLine, shortName } from '../mail/addresses.ts'
import { drawPage, subjectLine, type DrawnMail } from '../mail/templates.ts'
import { format } from '../language/format.ts'
import { translators, type Language, type Translate } from '../language/i18n.ts'
import { ORDER_KINDS } from './kinds.ts'
import { orderFacts } from './lines.ts'

/** What has happened to an order, as the one who had or has it is told. */
export type OrderNews = 'given' | 'released' | 'moved' | 'taken' | 'cancelled'

interface OrderMail {
  news: OrderNews
  order: OrderRow
  caseNumber: string
  ownerName: string
  reader: { userId: number; name: string; email: string; lang: Language }
  at: Date
  /** null: it is no longer theirs to open. */
  link: string | null
}

/** The mail to a montör: what, where, when and the way there. How one gets in, and whom to ask for, is behind the link. */
export async function drawOrderMail({
  news,
  order,
  caseNumber,
  ownerName,
  reader,
  link,
  at,
}: OrderMail): Promise<DrawnMail> {
  const t = translators[reader.lang]
  const { title, lead, next } = wordsOf(news, order, t)
  const { address, postcode } = order.sheet
  const facts = [
    { label: t('Arbetsorder'), value: order.number },
    { label: t('Arbete'), value: t(ORDER_KINDS[order.kind]) },
    { label: t('Adress'), value: [address, postcode?.replace(/^(\d{3})(\d{2})$/, '$1 $2')].filter(Boolean).join(', ') },
    { label: t('Anläggning'), value: [order.sheet.facility, orderFacts(order.sheet, t)].filter(Boolean).join(', ') },
    { label: t('Dag'), value: order.planned_on ? format.date(order.planned_on) : t('Inte bestämd') },
  ].map(({ label, value }) => ({ label, value: maskPersonalNumbers(oneLine(value)) }))
  const drawn = await drawPage({
    t,
    lang: reader.lang,
    letter: { title, lead: [lead], next },
    greeting: t('Hej {name},', { name: oneLine(reader.name).split(' ')[0]! }),
    reasons: [],
    comment: '',
    commentBy: '',
    facts: facts.filter(({ value }) => value !== ''),
    button: t('Öppna arbetsordern'),
    link,
    foot: [
      t('Elanmälan skickar mejlet för {owner}. Du får det för att du är montör för arbetsordern.', {
        owner: ownerName,
      }),
      t('Mejlet går inte att svara på.'),
    ],
    choices: choicesLink(reader.userId, reader.email, at),
    entries: [],
  })
  const subject = t('[{owner}] Arbetsorder {number}: {title}', {
    owner: shortName(ownerName),
    number: order.number,
    title,
  })
  const entry = {
    title,
    lead: [lead],
    reasons: [],
    comment: '',
    commentBy: '',
    facts: [caseNumber, ...facts.map(({ value }) => value)].filter((value) => value !== ''),
    link,
  }
  return { subject: subjectLine(subject), ...drawn, entry: maskTexts(entry) }
}

function wordsOf(news: OrderNews, { state }: OrderRow, t: Translate): { title: string; lead: string; next: string } {
  const isReleased = state === 'released'
  const next = isReleased
    ? t('Arbetet kan göras. Rapportera när det är klart.')
    : t('Vänta med arbetet tills arbetsordern är frisläppt. Då får du ett mejl till.')
  switch (news) {
    case 'given':
      return { title: t('Ny arbetsorder till dig'), lead: t('Du har fått en arbetsorder.'), next }
    case 'released':
      return { title: t('Arbetsordern är frisläppt'), lead: t('Din arbetsorder är frisläppt.'), next }
    case 'moved':
      return { title: t('Arbetsordern är ändrad'), lead: t('Din arbetsorder är ändrad.'), next }
    case 'taken':
      return {
        title: t('Arbetsordern är inte längre din'),
        lead: t('Arbetsordern är lämnad till någon annan.'),
        next: t('Du behöver inte göra något.'),
      }
    case 'cancelled':
      return {
        title: t('Arbetsordern är avbruten'),
        lead: t('Din arbetsorder är avbruten.'),
        next: t('Åk inte dit. Du behöver inte göra något.'),
      }
  }
}
