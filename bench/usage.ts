/** What a measured process tells of itself, whenever its parent asks. */
export interface Usage {
  port: number
  /** Milliseconds of its own processor time. */
  cpu: number
  statements: number
  /** Megabytes, at most so far. */
  memory: number
}

export function answerUsage(port: number, statements: () => number): void {
  const tell = () => {
    const { user, system } = process.cpuUsage()
    const memory = process.resourceUsage().maxRSS / 1024
    process.send!({ port, cpu: (user + system) / 1000, statements: statements(), memory } satisfies Usage)
  }
  process.on('message', tell)
  process.on('disconnect', () => process.exit(0))
  tell()
}
