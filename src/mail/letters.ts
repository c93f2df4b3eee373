import { HOLD_REASONS } from '../cases/symbols/symbols.ts'
import { isGranted, STATUSES, type MailName } from '../domain/workflow/status.ts'
import type { CaseRow } from '../db/rowTypes.ts'
import { format } from '../language/format.ts'
import type { Translate } from '../language/i18n.ts'
import type { About } from './about.ts'

/** Text of one mail; greeting, reasons, facts and footer are common to all (mail/templates.ts). */
export interface Letter {
  /** The end of the subject, and the heading. */
  title: string
  /** What was done, by whom and when. */
  lead: string[]
  next: string
  /** Default 'Öppna ärendet'; null: no button, since the reader can no longer open the case. */
  button?: string | null
}

export interface Telling {
  t: Translate
  kase: CaseRow
  about: About
  /** 'Eva Nordin (nätbolag, Norrådalens Elnät AB)', or the network owner alone. */
  who: string
  /** '2027-02-01 14:05' */
  when: string
  /** Decided by a rule of the network owner, not by a person. */
  byRule: boolean
}

/** The text of each mail of docs/domain.md 2.7. */
export const LETTERS: Record<MailName, (telling: Telling) => Letter> = {
  M01: ({ t, kase, who, when, byRule }) =>
    kase.flow === 'F'
      ? {
          title: t('Godkänd föranmälan'),
          lead: [
            t('{who} godkände din föranmälan {when}. Du har nu installationsmedgivande.', { who, when }),
            ...(byRule ? [t('Svaret kom automatiskt, enligt nätbolagets regler för enkla anmälningar.')] : []),
            ...(kase.consent_number && kase.consent_valid_to
              ? [
                  t('Medgivandet har nummer {number} och gäller till {date}.', {
                    number: kase.consent_number,
                    date: format.date(kase.consent_valid_to),
                  }),
                ]
              : []),
          ],
          next: t('Gör arbetet enligt medgivandet och skicka sedan färdiganmälan.'),
        }
      : {
          title: t('Godkänd föranmälan'),
          lead: [
            t('{who} godkände din föranmälan {when}. Ärendet är godkänt och arkiverat.', { who, when }),
            ...(byRule ? [t('Svaret kom automatiskt, enligt nätbolagets regler för enkla anmälningar.')] : []),
          ],
          next: isGranted(kase) ? t('Värdena du bad om står i ärendet.') : t('Du behöver inte göra något mer.'),
        },
  M02: ({ t, who, when }) => ({
    title: t('Avvisad föranmälan'),
    lead: [t('{who} avvisade din föranmälan {when}.', { who, when })],
    next: t('Rätta felen och skicka föranmälan igen. Ärendet ligger i din inkorg.'),
    button: t('Rätta föranmälan'),
  }),
  M03: ({ t, who, when }) => ({
    title: t('Återtaget medgivande'),
    lead: [t('{who} återtog installationsmedgivandet {when}.', { who, when })],
    next: t('Arbetet får inte göras förrän du har fått ett nytt medgivande. Ärendet ligger hos nätbolaget igen.'),
  }),
  M04: ({ t, who, when, byRule }) => ({
    title: t('Godkänd färdiganmälan'),
    lead: [
      t('{who} godkände din färdiganmälan {when}. Ärendet är arkiverat.', { who, when }),
      ...(byRule ? [t('Svaret kom automatiskt, enligt nätbolagets regler för enkla anmälningar.')] : []),
    ],
    next: t('Du behöver inte göra något mer.'),
  }),
  M05: ({ t, who, when }) => ({
    title: t('Avvisad färdiganmälan'),
    lead: [t('{who} avvisade din färdiganmälan {when}.', { who, when })],
    next: t('Rätta felen och skicka anmälan igen. Ärendet ligger i din inkorg.'),
    button: t('Rätta färdiganmälan'),
  }),
  M06: ({ t, kase, about, who, when }) =>
    about.validTo
      ? {
          title: t('Medgivandet är förlängt'),
          lead: [
            t('{who} förlängde medgivandet {when}. Det gäller till {date}.', {
              who,
              when,
              date: format.date(about.validTo),
            }),
          ],
          next: t('I övrigt gäller medgivandet som förut.'),
        }
      : kase.status === 'cancelled'
        ? {
            title: t('Avbrutet av nätbolaget'),
            lead: [t('{who} avbröt ärendet {when}.', { who, when })],
            next: t('Ska arbetet ändå göras behövs en ny anmälan. Du kan kopiera den avbrutna.'),
          }
        : {
            title: t('Ändrat av nätbolaget'),
            lead: [
              t('{who} ändrade ärendet {when}. Dess status är nu {status}.', {
                who,
                when,
                status: t(STATUSES[kase.status].label),
              }),
            ],
            next: t('Öppna ärendet för att se vad som har ändrats.'),
          },
  M07: ({ t, kase, who, when }) => ({
    title: t('Registrerat åt er'),
    lead: [t('{who} registrerade ett ärende åt {company} {when}.', { who, when, company: kase.company_name })],
    next: t('Kontrollera uppgifterna och välj vem hos er som ansvarar för ärendet.'),
  }),
  M08: ({ t, kase, who, when }) => ({
    title: kase.status === 'completed' ? t('Inkommen färdiganmälan') : t('Inkommen föranmälan'),
    lead: [
      kase.status === 'completed'
        ? t('{who} skickade en färdiganmälan {when}.', { who, when })
        : t('{who} skickade en föranmälan {when}.', { who, when }),
      ...(kase.rejected_count > 0 ? [t('Anmälan har varit avvisad och är nu rättad.')] : []),
    ],
    next: kase.due_on
      ? t('Ärendet väntar på handläggning, senast {date}.', { date: format.date(kase.due_on) })
      : t('Ärendet väntar på handläggning.'),
  }),
  M09: withdrawn,
  M18: ({ t, kase, who, when }) => ({
    title: t('Du är ansvarig'),
    lead: [t('{who} gjorde dig till ansvarig för ärendet {when}.', { who, when })],
    next: t('Ärendets status är {status}. Mejl om det går till dig från och med nu.', {
      status: t(STATUSES[kase.status].label),
    }),
  }),
  M21: ({ t, kase, who, when }) => ({
    title: t('Du är handläggare'),
    lead: [t('{who} lämnade ärendet till dig {when}.', { who, when })],
    next: kase.due_on
      ? t('Ärendet ligger i din inkorg och väntar på beslut, senast {date}.', { date: format.date(kase.due_on) })
      : t('Ärendet ligger i din inkorg.'),
  }),
  M11: ({ t, who, when }) => ({
    title: t('Ny notering'),
    lead: [t('{who} skrev en notering till dig {when}.', { who, when })],
    next: t('Öppna ärendet för att läsa noteringen i sitt sammanhang och svara.'),
  }),
  M24: ({ t, who, when }) => ({
    title: t('Ny notering från installatören'),
    lead: [t('{who} skrev en notering till er {when}.', { who, when })],
    next: t('Öppna ärendet för att läsa noteringen i sitt sammanhang och svara.'),
  }),
  M10: ({ t, kase, who, when }) => ({
    title: t('Väntläge'),
    lead: kase.hold_reason
      ? [
          t('{who} satte ärendet i väntläge {when}. Orsak: {reason}.', {
            who,
            when,
            reason: t(HOLD_REASONS[kase.hold_reason]),
          }),
          ...(kase.hold_until ? [t('Väntläget gäller till {date}.', { date: format.date(kase.hold_until) })] : []),
        ]
      : [t('{who} tog ärendet ur väntläge {when}.', { who, when })],
    next: kase.hold_reason ? t('Tiden för beslut står still så länge.') : t('Tiden för beslut räknas igen.'),
  }),
}

function withdrawn({ t, kase, who, when }: Telling): Letter {
  if (!kase.sent) {
    return {
      title: t('Återkallad föranmälan'),
      lead: [t('{who} återkallade sin föranmälan {when}, innan någon hade börjat handlägga den.', { who, when })],
      next: t('Ni behöver inte göra något. Ärendet syns hos er igen om det skickas på nytt.'),
      button: null,
    }
  }
  if (kase.status === 'cancelled') {
    if (kase.previous_status === 'consented') {
      return {
        title: t('Medgivandet används inte'),
        lead: [t('{who} avstod {when} från medgivandet.', { who, when })],
        next: t('Ärendet ligger bland de arkiverade.'),
      }
    }
    return {
      title: t('Avbrutet av installatören'),
      lead: [t('{who} avbröt ärendet {when}.', { who, when })],
      next: t('Ärendet ligger bland de arkiverade.'),
    }
  }
  return {
    title: t('Borttagning begärd'),
    lead: [t('{who} bad {when} om att ärendet tas bort.', { who, when })],
    next: t('Avbryt ärendet, eller avslå begäran om det inte går.'),
  }
}
