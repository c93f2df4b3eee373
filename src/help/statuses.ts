import type { Status } from '../domain/workflow/status.ts'

const MEANINGS: Record<Status, string> = {
  draft: 'Ett utkast. Bara företaget ser det. Ett nummer finns, men inget är skickat till nätbolaget.',
  submitted:
    'Föranmälan är skickad. Nätbolaget läser den och svarar inom den tid som står på ärendet. Vänta med arbetet.',
  notice_rejected:
    'Nätbolaget behöver en rättelse eller mer uppgifter. Orsaken står överst på ärendet. Rätta och skicka igen, det är samma ärende.',
  consented: 'Nätbolaget har godkänt och lämnat sina nätuppgifter. Arbetet får utföras. Färdiganmäl när det är klart.',
  completed: 'Arbetet är gjort och färdiganmälan skickad. Nätbolaget läser den.',
  completion_rejected: 'Något i färdiganmälan ska rättas. Orsaken står överst på ärendet. Rätta och skicka igen.',
  closed:
    'Nätbolaget har godkänt allt. Ärendet ligger bland de arkiverade och kan fortfarande återöppnas av nätbolaget.',
  archived: 'Slutarkiverat. Ärendet kan läsas men inte ändras.',
  cancelled:
    'Ärendet är avbrutet, av installatören eller nätbolaget. Varför står på ärendet. Det kan kopieras till ett nytt.',
}

/** In plain words, for who has never seen the trade's own. */
export function meaningOf(status: Status): string {
  return MEANINGS[status]
}
