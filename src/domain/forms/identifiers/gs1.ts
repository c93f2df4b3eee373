/**
 * The GS1 check digit (mod 10, weights 3, 1, 3 … from the right) of the given digits. Source: GS1 General Specifications;
 * valid for 24 of 24 real anläggnings-ID (docs/domain.md 4.1). It detects every single wrong digit, but not a swap of
 * neighbours that differ by 5, so always compare with the address too.
 */
export function gs1CheckDigit(digits: string): string {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const weight = (digits.length - i) % 2 === 1 ? 3 : 1
    sum += weight * Number(digits[i])
  }
  return String((10 - (sum % 10)) % 10)
}

export function hasGs1CheckDigit(digits: string): boolean {
  return gs1CheckDigit(digits.slice(0, -1)) === digits.at(-1)
}
