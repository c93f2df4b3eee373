import { suggestEmail } from '../identifiers/email.ts'
import { fieldsOf, isRequired } from '../schema.ts'
import { monthsLater } from './dates.ts'
import { BOTH, error, NOTICE, str, warning, type Asked, type Rule, type Said } from './rule.ts'

/** Who the customer is, and who answers for the work. */
export const peopleRules: Rule[] = [
  { code: 'V01', phases: NOTICE, check: customerWithoutNumber },
  { code: 'V14', phases: NOTICE, check: limitedAuthorisation },
  { code: 'V19', phases: BOTH, check: misspeltEmail },
  { code: 'V20', phases: NOTICE, check: notCertified },
  { code: 'V21', phases: NOTICE, check: staleRegisterCheck },
  { code: 'B01', phases: NOTICE, check: installerAsCustomer },
  { code: 'B02', phases: NOTICE, check: digitsInName },
  { code: 'B03', phases: NOTICE, check: dummyBirthday },
  { code: 'O01', phases: NOTICE, check: lowVoltageAuthorisation },
]

/** Only where the owner's form requires the number. */
function customerWithoutNumber({ job, notice }: Asked): Said | null {
  const isAsked = isRequired(fieldsOf(job.notice).find(({ key }) => key === 'best_id')?.required, notice)
  return isAsked && str(notice['best_id']) === null && notice['best_utan_pnr'] !== true
    ? error(
        'best_id',
        'Ange kundens person- eller organisationsnummer, eller kryssa i att kunden saknar svenskt personnummer.',
      )
    : null
}

const authorisation = ({ notice, context }: Asked) => str(notice['regelef_typ']) ?? context.companyAuthorisation

function limitedAuthorisation(asked: Asked): Said | null {
  return authorisation(asked) === 'B'
    ? error('regelef_typ', 'Auktorisation B räcker inte för den här jobbtypen. Ange en installatör med A eller AL.')
    : null
}

/** Authorisation B is covered by V14. */
function lowVoltageAuthorisation(asked: Asked): Said | null {
  return str(asked.notice['hsp_spanning']) !== null && authorisation(asked) === 'AL'
    ? error('regelef_typ', 'Högspänning kräver auktorisation A. Ange en installatör som har den.')
    : null
}

function misspeltEmail({ phase, notice, completion }: Asked): Said | null {
  const field = phase === 'notice' ? 'best_epost' : 'y_slutkund_epost'
  const meant = suggestEmail(str((phase === 'notice' ? notice : completion)[field]) ?? '')
  return meant === undefined
    ? null
    : warning(field, 'Menade du {email}? Rätta adressen om den är fel.', { params: { email: meant } })
}

function notCertified({ notice }: Asked): Said | null {
  return notice['intygande'] === true
    ? null
    : error('intygande', 'Kryssa i att uppgifterna är riktiga. Det krävs varje gång du skickar.')
}

/** The installer cannot fix this in the form: the warning tells that the answer may wait for the owner's check. */
function staleRegisterCheck({ today, context }: Asked): Said | null {
  const months = context.owner.registerCheckMonths ?? null
  const checked = context.registerCheckedOn ?? null
  if (months === null || (checked !== null && today <= monthsLater(checked, months))) return null
  return checked === null
    ? warning(
        'regelef_namn',
        'Nätbolaget har inte kontrollerat ert företag hos Elsäkerhetsverket än. Svaret kan dröja.',
      )
    : warning(
        'regelef_namn',
        'Nätbolaget kontrollerade ert företag hos Elsäkerhetsverket senast {date}. Se till att registreringen gäller, svaret kan dröja.',
        { params: { date: checked } },
      )
}

/** The installer would become the network owner's customer. A sole trader's number is a personnummer, stored with 12 digits. */
function installerAsCustomer({ notice, context }: Asked): Said | null {
  const own = context.companyOrgNumber?.slice(-10)
  return own !== undefined && str(notice['best_id'])?.slice(-10) === own
    ? warning('best_id', 'Det är ert eget organisationsnummer. Ange kundens, annars blir ni nätbolagets kund.')
    : null
}

function digitsInName({ notice }: Asked): Said | null {
  return notice['best_typ'] === 'privat' && /\d/.test(str(notice['best_namn']) ?? '')
    ? error('best_namn', 'En privatpersons namn har inga siffror. Skriv för- och efternamn.')
    : null
}

function dummyBirthday({ notice }: Asked): Said | null {
  return str(notice['best_fodd'])?.endsWith('-01-01')
    ? warning('best_fodd', 'Kontrollera födelsedatumet. Ange inte 1 januari om du inte vet dagen.')
    : null
}
