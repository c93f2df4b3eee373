/** How a network owner's entrance looks: what it says, its colour and its logo. */
export interface Look {
  id: number
  code: string
  name: string
  text: string | null
  accent: string | null
  /** Addresses of the picture and of the sheet that colours; null for none. */
  logo: string | null
  sheet: string | null
}

/**
 * The owner's colour behind words: white or nearly black, whichever is easier to read. One of them always reaches 4.5 to 1
 * (WCAG 1.4.3), so that no colour has to be refused.
 */
export function inkOn(accent: string): string {
  return contrast(accent, '#ffffff') >= contrast(accent, '#000000') ? '#ffffff' : '#000000'
}

/** WCAG 2.2: the relative luminances of two colours '#rrggbb', 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** A sheet of its own: our pages take no style that stands in them. */
export function sheet(accent: string): string {
  return `@layer pages { .sign-in.is-owners { --entrance: ${accent}; --entrance-ink: ${inkOn(accent)} } }\n`
}
