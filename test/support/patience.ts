/** How long anything may take before it counts as hung, in milliseconds: no limit may catch a machine that is slow. */
export const PATIENCE = 300_000

/**
 * How many times as much of the processor the work takes on ten times as much: about ten when it grows with the size, a
 * hundred when it grows with its square. Of three the least, and below a millisecond all is alike. The processor's time is
 * counted, not the clock's: on a busy machine a long run is interrupted more often than a short one.
 */
export function growth(size: number, work: (size: number) => unknown): number {
  const least = { small: Infinity, large: Infinity }
  for (let round = 0; round < 3; round += 1) {
    least.small = Math.min(
      least.small,
      processorTime(() => work(size)),
    )
    least.large = Math.min(
      least.large,
      processorTime(() => work(size * 10)),
    )
  }
  return Math.max(least.large, 1) / Math.max(least.small, 1)
}

/** More than this is not growth in proportion. */
export const LINEAR = 40

function processorTime(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

export async function timeOf(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
