import { expect, test } from 'vitest'
import { JOB_TYPES } from '../../src/forms/catalogue/jobs.ts'

/** The table of the trade (domain.md 3.1) as it stands there: what the catalogue is held against, row by row. */
const TRADE = `
NY01 | Ny anläggning | Ny servis, högst 63 A | F | – | D F H (C E G) | SIT! | 30
NY02 | Ny anläggning | Ny servis över 63 A | F | – | D F H (C E G) | SIT! ENL! EFF! | 60
NY03 | Ny anläggning | Ny mätplats på befintlig servis | F | yes | D E F H (C) | ENL | 15
NY04 | Ny anläggning | Flerbostadshus, flera mätplatser | F | yes | D E F H (C G) | SIT! ENL! LGH! | 60
NY05 | Ny anläggning | Fritidshus eller tomt utan byggnad | F | – | D F H (C E) | SIT! | 30
BE01 | Befintlig anläggning | Säkringsändring inom intervall (t.ex. 16–25 A) | D | yes | D F (H) | – | 0
BE02 | Befintlig anläggning | Nedsäkring | D | yes | D F (H) | – | 0
BE03 | Befintlig anläggning | Uppsäkring över intervall | F | – | D E F (G H) | EFF if > 63 A | 15
BE04 | Befintlig anläggning | Fasändring 1-fas till 3-fas, utan servisändring | D | – | D F H | – | 0
BE05 | Befintlig anläggning | Servisändring (flytt, byte, förlängning, förkortning) | F | – | D E F (H C) | SIT! | 30
BE06 | Befintlig anläggning | Flytt av mätare / mätartavla / mätarskåp | F | yes | D E H (F) | SIT FOT | 15
BE07 | Befintlig anläggning | Byte av elcentral / mätartavla, samma plats | F | yes | D H (F) | FOT | 10
BE08 | Befintlig anläggning | Sammanslagning av anläggningar | F | yes | D F H N | ENL | 15
BE09 | Befintlig anläggning | Delning av anläggning | F | yes | D F H | ENL! | 15
BE10 | Befintlig anläggning | Effektkrävande utrustning (värmepump, spabad, bastu, motor) | F | – | D F G | DAT | 5
BE11 | Befintlig anläggning | Bruten plombering / omplombering | D | yes | D H | FOT | 0
BE12 | Befintlig anläggning | Återinkoppling av frånkopplad anläggning | F | – | D E F H | – | 10
BE13 | Befintlig anläggning | Direktmätning ↔ mättransformatormätning | F | – | D F H O | ENL! | 20
TI01 | Tillfällig anläggning | Inkoppling | F | – | D F H I (C E) | SIT | 10
TI02 | Tillfällig anläggning | Bortkoppling | G | – | D H I | – | 10
TI03 | Tillfällig anläggning | Flytt av byggskåp | F | – | D F I | SIT! | 10
TI04 | Tillfällig anläggning | Förlängning av tid | G | – | D I | – | 5
PR01 | Produktion | Mikroproduktion, högst 43,5 kW och 63 A | F | – | D F H J (G K) | DAT! ALP FUL | 10
PR02 | Produktion | Småskalig produktion över 43,5 kW, typ A | F | – | D F H J (C K O) | SIT! ENL! DAT! | 60
PR03 | Produktion | Produktion typ B, C eller D | F | – | D F J O (C K) | SIT! ENL! DAT! PGM! | 120
PR04 | Produktion | Utökning eller ändring av produktion | F | – | D F J (H K) | DAT! | 10
PR05 | Produktion | Produktionsanläggning vid ny servis | F | – | D F H J | DAT! | 30
PR06 | Produktion | Avveckling av produktion | D | – | D J N | – | 0
LA01 | Elbilsladdning | Laddbox, småhus | F | – | D F L | DAT | 5
LA02 | Elbilsladdning | Laddstationer, flera uttag (BRF, företag) | F | yes | D F L (E H) | EFF! ENL | 15
LA03 | Elbilsladdning | Publik snabbladdning | F | – | D E F H L (O) | SIT! EFF! ENL! | 90
EL01 | Energilager | Batterilager med produktion | F | – | D F J K | DAT! ENL | 10
EL02 | Energilager | Fristående batterilager | F | – | D F K (H J) | DAT! ENL! | 15
RE01 | Reservkraft | Stationär reservkraft | F | – | D F M | ENL! | 10
RE02 | Reservkraft | Inmatningsenhet för mobilt aggregat | F | – | D F M | – | 10
SE01 | Serviskabel och kabelskåp | Ny eller ytterligare serviskabel | F | – | D E F | SIT! | 30
SE02 | Serviskabel och kabelskåp | Flytt av kabelskåp eller serviskabel | F | – | D E | SIT! FOT | 60
SE03 | Serviskabel och kabelskåp | Tillfällig frånkoppling av servis för arbete | G | – | D E | – | 5
SL01 | Nedmontering/slopning | Nedtagning av mätare, servis kvar | F | yes | D H N | – | 10
SL02 | Nedmontering/slopning | Slopning av anläggning och servis (rivning) | F | – | D E H N | SIT FAS! | 30
GB01 | Gatu- och vägbelysning | Ny belysningscentral | F | yes | D E F H P | SIT! | 30
GB02 | Gatu- och vägbelysning | Ändring av belysningsanläggning | F | yes | D F P | SIT | 15
TR01 | Trafostation/högspänning | Ny kundstation (högspänningskund) | F | – | D F O (C J K) | SIT! ENL! PGM | 180
TR02 | Trafostation/högspänning | Ändring i kundstation | F | – | D F O | ENL! | 60
OV01 | Övrigt | Förfrågan om anslutning / offert | G | – | D (E F) | SIT | 0
OV02 | Övrigt | Begäran om kortslutningseffekt/förimpedans | G | – | D E | – | 5
`

/** Where the catalogue says it in other words, and why. */
const IN_OTHER_WORDS: Record<string, string> = {
  // Read aloud and searched for: a list of words, not of strokes.
  BE06: 'Flytt av mätare, mätartavla eller mätarskåp',
  BE07: 'Byte av elcentral eller mätartavla, samma plats',
}

const rows = TRADE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))

test('the catalogue has the job types of the trade and no others, in its order', () => {
  expect(JOB_TYPES.map(({ code }) => code)).toEqual(rows.map(([code]) => code))
})

test.each(rows)('%s %s: %s', (code, type, name, flow, block, sections, files, lead) => {
  const job = JOB_TYPES.find((each) => each.code === code)!
  expect({ type: job.type.name, name: job.name, flow: job.flow, lead: job.leadDays, block: job.blockAllowed }).toEqual({
    type,
    name: IN_OTHER_WORDS[code!] ?? name,
    flow,
    lead: Number(lead),
    block: block === 'yes',
  })

  const [asked = '', optional = ''] = sections!.split(/[()]/)
  const letters = (text: string) => text.split(' ').filter((letter) => letter !== '')
  // Of a car that feeds the network (V2G) its charger asks as of a storage, when that is said.
  const has = job.notice.sections.filter(({ title }) => title !== 'Utmatning från bilen (V2G)')
  expect(has.map(({ key }) => key).sort()).toEqual(['A', 'B', 'Q', 'R', ...letters(asked), ...letters(optional)].sort())
  // C is one tick until the invoice goes to someone else.
  const folded = letters(optional).filter((letter) => letter !== 'C')
  expect(has.filter((section) => section.optional).map(({ key }) => key)).toEqual(folded.sort())
  expect(job.completion.sections.some(({ key }) => key === 'Y')).toBe(flow !== 'G')

  // EFF if > 63 A: in the table in words, in the catalogue a condition.
  const wanted = files!
    .replace('–', '')
    .replace(' if > 63 A', '')
    .split(' ')
    .filter((file) => file !== '')
  const slots = job.notice.attachments.filter(({ kind }) => wanted.some((file) => file.startsWith(kind)))
  expect(slots.map(({ kind, required }) => kind + (required === true ? '!' : ''))).toEqual(wanted)
  const others = job.notice.attachments.filter((slot) => !slots.includes(slot)).map(({ kind }) => kind)
  expect(others.filter((kind) => !['FAS', 'OVR'].includes(kind))).toEqual([])
})
