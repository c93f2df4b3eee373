import type { AttachmentSlot, Condition } from '../definition.ts'
import { is } from './make.ts'
import type { Row } from './requirements.ts'

/** Files by the codes of docs/domain.md 3.4; INT belongs to the company. */
export const FILES: Record<string, { label: string; help: string }> = {
  SIT: { label: 'Situationsplan', help: 'Tomten med hus, mätarskåp och kabelväg.' },
  ENL: { label: 'Enlinjeschema', help: 'Från servis till undercentraler.' },
  EFF: { label: 'Effektberäkning', help: 'Effektbudget för anläggningen.' },
  DAT: { label: 'Datablad', help: 'Tillverkarens datablad för utrustningen.' },
  ALP: { label: 'Anmälan produktion typ A (ALP)', help: 'Undertecknad av anläggningsinnehavaren.' },
  FUL: { label: 'Fullmakt', help: 'Om kunden företräds av någon annan.' },
  FAS: { label: 'Fastighetsägarens medgivande', help: 'Krävs när beställaren inte äger fastigheten.' },
  LGH: { label: 'Lägenhetsförteckning', help: 'Lägenhetsnummer och mätplats för varje lägenhet.' },
  FOT: { label: 'Foto', help: 'Av mätarplatsen, före arbetet.' },
  PGM: { label: 'RfG-dokument', help: 'Dokument enligt RfG för anläggningens typ.' },
  OVR: { label: 'Övrigt', help: 'Annat som hjälper handläggningen.' },
}

/** Conditions under which a file that a row names without ! is required. */
const CONDITIONS: Record<string, Condition> = {
  // Above direct metering the owner needs the power calculation (BE03).
  EFF: { field: 'sakr_ny', above: 63 },
  ALP: is('alp_kund_sign', 'fil'),
  FAS: is('best_ar_fastighetsagare', false),
}

/** The attachment slots of a job type; every job type has FAS and OVR. */
export function slots({ files }: Pick<Row, 'files'>): AttachmentSlot[] {
  const asked = files.split(' ').filter((file) => file !== '')
  const always = ['FAS', 'OVR'].filter((kind) => !asked.some((file) => file.startsWith(kind)))
  return [...asked, ...always].map((file) => {
    const kind = file.slice(0, 3)
    const required = file.endsWith('!') || CONDITIONS[kind]
    return { kind, ...FILES[kind]!, ...(required && { required }) }
  })
}
