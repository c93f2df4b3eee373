import type { Translate } from '../language/i18n.ts'

/** Why a mail was not accepted: a code without personal data, and whether a retry is pointless. */
export interface Failure {
  code: string
  permanent: boolean
  /** The server was unreachable: affects all mail until it is back. */
  away: boolean
}

interface SmtpError {
  code?: string
  responseCode?: number
  response?: string
}

/**
 * Classifies nodemailer's error. Permanent is only a refusal of this mail: a 554 greeting or a refused sign-in is a fault
 * of the installation, which can be fixed.
 */
export function failureOf(error: unknown): Failure {
  const { code = 'ERROR', responseCode, response = '' } = error as SmtpError
  if (!responseCode) return { code, permanent: code === 'EENVELOPE', away: code !== 'EENVELOPE' }
  const detail = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})/.exec(response)?.[1]
  const ofThisMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  return {
    code: detail ? `${responseCode} ${detail}` : String(responseCode),
    permanent: ofThisMail && responseCode >= 550 && responseCode < 560,
    away: !ofThisMail,
  }
}

/** mail_messages.last_error as text, for the person who waits for the mail. */
export function explainFailure(t: Translate, code: string): string {
  if (/^55\d|^EENVELOPE/.test(code)) return t('adressen finns inte eller tar inte emot mejlet ({code})', { code })
  if (/^4\d\d/.test(code)) return t('mottagarens server bad oss försöka senare ({code})', { code })
  return t('e-postservern svarade inte ({code})', { code })
}
