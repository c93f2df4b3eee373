import type { AlertRow } from '../db/rowTypes.ts'
import type { Translate } from '../language/i18n.ts'
import { ALERTS } from './kinds.ts'

/** One alert as it is told, in a line of the inbox, on the case and in a mail. */
export type Said = Pick<AlertRow, 'kind' | 'about' | 'words' | 'words_by'>
export type NewAlert = Said & Pick<AlertRow, 'case_id' | 'user_id'>
/** What it must know of the case. */
interface About {
  handler_name: string | null
  company_name: string
}

/** Of a kind, or of one alert. */
export function alertTitle({ kind, about = '' }: Pick<Said, 'kind'> & Partial<Said>, t: Translate): string {
  return kind === 'consent' && isOver(about) ? t('Medgivandet har gått ut') : t(ALERTS[kind].title)
}

/** Of a consent: it is told thirty days before, seven days before, and once more when its last day has passed (kinds.ts). */
function isOver(about: string): boolean {
  return about.endsWith(' 0')
}

/** A sentence; what somebody wrote stands beside it (`words`), but for the number of an order. */
export function alertInWords(
  alert: Said,
  { handler_name: handler, company_name: company }: About,
  t: Translate,
): string {
  const { kind, about, words, words_by: name } = alert
  const date = about.slice(0, 10)
  switch (kind) {
    case 'deviation':
      return t('{name} har rapporterat en avvikelse på arbetsordern.', { name })
    case 'proposal':
      if (about.startsWith('refused')) return t('{name} har avslagit ditt förslag att godkänna.', { name })
      return t('{name} har avvisat eller avbrutit ärendet, som du hade föreslagit ska godkännas.', { name })
    case 'left':
      return t('{company} har avslutat hos er och kan inte skicka nya anmälningar.', { company })
    case 'late':
      return t('Svar skulle ha getts senast {date}.', { date })
    case 'escalated':
      return handler === null
        ? t('Svar skulle ha getts senast {date}. Ingen har tagit ärendet.', { date })
        : t('Svar skulle ha getts senast {date}. Handläggare: {name}.', { date, name: handler })
    case 'order': {
      const planned = about.split(' ')[1] ?? ''
      return planned === ''
        ? t('Arbetsorder {number} är inte rapporterad.', { number: words })
        : t('Arbetsorder {number} skulle ha gjorts {date} och är inte rapporterad.', { number: words, date: planned })
    }
    case 'consent':
      return isOver(about)
        ? t('Medgivandet gick ut {date}.', { date })
        : t('Medgivandet gäller till {date}. Skicka färdiganmälan, eller be nätbolaget om förlängning.', { date })
    case 'temporary':
      return t('Den tillfälliga anläggningen skulle behövas till {date}.', { date })
    case 'returned':
      return t('Nätbolaget avvisade ärendet {date}, och det är inte skickat igen.', { date })
    case 'draft':
      return t('Utkastet är inte ändrat sedan {date}.', { date })
  }
}

/** What somebody wrote, with their name; null: nothing to quote. */
export function quoteOf({ kind, words, words_by: by }: Said): { by: string; text: string } | null {
  return kind === 'order' || words === '' ? null : { by, text: words }
}
