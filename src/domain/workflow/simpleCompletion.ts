/** What is asked of a färdiganmälan to tell whether a person has anything to weigh in it. */
export interface CompletionFacts {
  /** The work is not as the consent, or the notice, says. */
  deviates: boolean
  /** What the installer was warned of and sent all the same; on paper, what the handläggare let pass. */
  warnings: number
  /** Labels of files that the form demands and that are not there. */
  missingFiles: string[]
  /** A file that is not scanned yet, or did not pass. */
  unopenedFile: boolean
  facilities: number
  /** It was sent back, or the case was opened again: who did so has something to look for. */
  isReturned: boolean
  isReopened: boolean
  /** Only in flow D, where nobody has looked at the notice before. */
  wantsPerson: boolean
  held: boolean
  removalRequested: boolean
  /** The installer has written something that nobody at the owner has read. */
  openQuestion: boolean
  /** With beredning, or a quote that is not answered. */
  inPreparation: boolean
  quoteOpen: boolean
  /** A montör has reported something that nobody has seen to. */
  openDeviation: boolean
  /** Two people must agree. */
  fourEyes: boolean
}

export interface Objection {
  /** A Swedish sentence, key of t(). */
  reason: string
  params?: Record<string, string | number>
}

/**
 * All that keeps a färdiganmälan from being simple; none: it may be accepted among others (src/bulk) and by a rule
 * of the network owner. The one place where this is said. Pure.
 */
export function objectionsTo(facts: CompletionFacts): Objection[] {
  const rows: [boolean, string, Objection['params']?][] = [
    [facts.fourEyes, 'Två personer godkänner hos er'],
    [facts.deviates, 'Har en avvikelse'],
    [facts.warnings > 0, '{n} varning|{n} varningar', { n: facts.warnings }],
    [facts.missingFiles.length > 0, 'Saknar bilaga: {files}', { files: facts.missingFiles.join(', ') }],
    [facts.unopenedFile, 'En bilaga går inte att öppna'],
    [facts.facilities > 1, 'Flera anläggningar'],
    [facts.isReturned, 'Har varit avvisad'],
    [facts.isReopened, 'Är återöppnat'],
    [facts.wantsPerson, 'Installatören vill att någon granskar'],
    [facts.held, 'Är i väntläge'],
    [facts.removalRequested, 'Borttagning är begärd'],
    [facts.openQuestion, 'Har en oläst notering'],
    [facts.inPreparation, 'Beredningen är inte klar'],
    [facts.quoteOpen, 'Offerten är inte besvarad'],
    [facts.openDeviation, 'En avvikelse på en arbetsorder är inte omhändertagen'],
  ]
  return rows.flatMap(([holds, reason, params]) => (holds ? [{ reason, ...(params && { params }) }] : []))
}
