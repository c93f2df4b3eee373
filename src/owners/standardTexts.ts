import type { StandardText } from '../db/columnTypes.ts'

/** Words that handläggare reuse, as every network owner begins; what stands in braces is filled in from the case. */
export const standardTexts: StandardText[] = [
  {
    code: 'TID',
    title: 'Boka tid med montören',
    text: 'Hej {installatör}! Kontakta vår montör senast två dagar innan mätaren ska monteras på {adress}. Uppge ärende {nummer}.',
    use: 'approve',
  },
  {
    code: 'PROV',
    title: 'Provdrift av produktion',
    text: 'Anläggningen får provköras i högst två timmar. Stäng sedan av den tills mätaren är bytt.',
    use: 'approve',
  },
  {
    code: 'SIT',
    title: 'Situationsplan saknas',
    text: 'Situationsplanen i ärende {nummer} saknas eller går inte att läsa. Bifoga en ny där mätarens plats och kabelns väg är utritade.',
    use: 'reject',
  },
  {
    code: 'FOTO',
    title: 'Foto av mätarplatsen',
    text: 'Vi behöver ett foto av mätarplatsen på {adress}, taget så att hela skåpet syns. Bifoga det och skicka anmälan igen.',
    use: 'reject',
  },
  {
    code: 'FAST',
    title: 'Fastigheten stämmer inte',
    text: 'Fastighetsbeteckningen stämmer inte med adressen {adress}. Kontrollera mot lagfarten och skicka anmälan igen.',
    use: 'reject',
  },
  {
    code: 'AVBR',
    title: 'Kunden vill inte gå vidare',
    text: 'Kunden har meddelat oss att arbetet inte blir av. Ärende {nummer} avbryts {datum}. Hör av dig om det är fel.',
    use: 'cancel',
  },
  {
    code: 'OFFERT',
    title: 'Väntar på offerten',
    text: 'Offerten till kunden är skickad. Vi fortsätter med ärende {nummer} när kunden har svarat.',
    use: 'hold',
  },
  {
    code: 'HEJ',
    title: 'Hälsning',
    text: 'Med vänlig hälsning\n{handläggare}, {nätägare}',
    use: 'any',
  },
]
