/** How long anything may take before it counts as hung, in milliseconds: no limit may catch a machine that is slow. */
export const PATIENCE = 300_000

/**
 * How many times as long the work takes on ten times as much: about ten when time grows with the size, a hundred when it
 * grows with its square. Best of five, since other programs of the machine can only add; below a millisecond all is alike.
 */
export async function growth(size: number, work: (size: number) => unknown): Promise<number> {
  const best = { small: Infinity, large: Infinity }
  for (let round = 0; round < 5; round += 1) {
    best.small = Math.min(best.small, await timeOf(() => work(size)))
    best.large = Math.min(best.large, await timeOf(() => work(size * 10)))
  }
  return Math.max(best.large, 1) / Math.max(best.small, 1)
}

/** More than this is not growth in proportion. */
export const LINEAR = 40

export async function timeOf(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
