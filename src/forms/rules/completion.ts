import { addWorkdays } from '../../calendar/workdays.ts'
import type { Rule } from '../rules.ts'
import { noticeRules, num, str, warning } from './notice.ts'

export const completionRules: Record<string, Rule> = {
  /** The earliest day the owner can come is not closer than it has said it needs, in vardagar. */
  Y01: ({ completion, today, context }) => {
    const earliest = addWorkdays(today, context.owner.completionLeadDays)
    for (const key of ['y_klar_matare', 'y_klar_tillk']) {
      const day = str(completion[key])
      if (day !== null && day < earliest) {
        return warning(key, 'Nätbolaget behöver {n} vardagar och kan tidigast komma {date}.', {
          params: { n: context.owner.completionLeadDays, date: earliest },
        })
      }
    }
    return null
  },
  Y02: ({ completion, consent, notice }) => {
    const [mounted, granted] = [num(completion['y_sakr']), num(consent['x_matarsakring']) ?? num(notice['sakr_ny'])]
    return mounted !== null && granted !== null && mounted !== granted
      ? warning('y_sakr', 'Medgivandet säger {granted} A. Beskriv avvikelsen.', { params: { granted } })
      : null
  },
  Y03: ({ completion, notice }) => {
    const [found, told] = [str(completion['y_matare_bef']), str(notice['matarnummer'])]
    return found !== null && told !== null && found !== told
      ? warning('y_matare_bef', 'Anmälan har ett annat mätarnummer, {told}. Kontrollera på plats.', {
          params: { told },
        })
      : null
  },
  Y04: (asked) => noticeRules['V13']!(asked),
}
