import type { Answers } from '../definition.ts'
import { COMPLETION, error, fuseOf, num, rowsIn, str, warning, type Asked, type Rule, type Said } from './rule.ts'

/** The completion compared with the consent. Lead times and holidays are V12 and V13. */
export const completionRules: Rule[] = [
  { code: 'Y01', phases: COMPLETION, check: notYetDone },
  { code: 'Y02', phases: COMPLETION, check: otherFuse },
  { code: 'Y03', phases: COMPLETION, check: otherMeter },
]

function notYetDone({ completion, today }: Asked): Said | null {
  const done = str(completion['y_utfort'])
  return done !== null && done > today
    ? error('y_utfort', 'Skicka när arbetet är klart. Dagen kan inte ligga efter idag.')
    : null
}

function otherFuse(asked: Asked): Said[] {
  const rows = rowsIn(asked.completion, 'y_rader')
  if (rows.length === 0) return [otherFuseOf(asked, asked.notice, asked.completion, 'y_sakr') ?? []].flat()
  const applied = rowsIn(asked.notice, 'rader')
  const granted = rowsIn(asked.consent, 'x_rader')
  return rows.flatMap((row, i) => {
    const notice = applied[i] ?? {}
    const fuse = granted[i]?.['x_matarsakring']
    // A row that got what it asked for is told of the notice, which the installer knows.
    const consent = fuse === undefined || fuse === fuseOf(notice) ? asked.consent : { x_matarsakring: fuse }
    return otherFuseOf({ ...asked, consent }, notice, row, `y_rader.${i}.y_sakr`) ?? []
  })
}

/** Without a granted fuse (flow D, or a blockanmälan with fuses per row) the one in the notice is expected. */
function otherFuseOf({ consent }: Asked, notice: Answers, completion: Answers, field: string): Said | null {
  const mounted = num(completion['y_sakr'])
  const granted = num(consent['x_matarsakring'])
  const expected = granted ?? fuseOf(notice)
  if (mounted === null || expected === null || mounted === expected) return null
  const message =
    granted === null
      ? 'Anmälan säger {expected} A. Svara ja på avvikelse och beskriv varför.'
      : 'Medgivandet säger {expected} A. Svara ja på avvikelse och beskriv varför.'
  return warning(field, message, { params: { expected } })
}

function otherMeter({ completion, notice }: Asked): Said | null {
  const [found, told] = [str(completion['y_matare_bef']), str(notice['matarnummer'])]
  return found !== null && told !== null && found !== told
    ? warning('y_matare_bef', 'Anmälan har ett annat mätarnummer, {told}. Kontrollera på plats.', { params: { told } })
    : null
}
