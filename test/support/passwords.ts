/**
 * The least that argon2id can do: a run signs in thousands of times. How much work a hash is stands in the hash, so
 * sign-in takes it as it takes any other.
 */
export const CHEAP = { algorithm: 2, memoryCost: 8, timeCost: 1, parallelism: 1 }
