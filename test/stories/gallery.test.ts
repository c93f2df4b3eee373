import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { root } from '../../src/config.ts'
import { arrives, filledIn, PAGES, setPages, type Look } from '../support/everyPage.ts'

// Every page at both widths and in both themes, on sheets to be looked at whole: npm run gallery, into .data/gallery. In a run
// of all tests three pages show that it can be done.
const isWhole = process.env['GALLERY'] === '1'
const SHOWN = isWhole ? PAGES : [PAGES[0]!, PAGES.find(([who]) => who === 'amir.haddad')!, PAGES.at(-1)!]

/** In CSS pixels: a page longer than this goes on below the picture. */
const LONGEST = { 1280: 1800, 390: 2400 }
// A sheet is as large as can be read at one look.
const TILE = { 1280: { width: 500, height: 640, across: 3 }, 390: { width: 240, height: 1300, across: 6 } }
const ROWS = { 1280: 2, 390: 1 }
const GAP = 16
const LABEL = 24

const LOOKS: (Look & { width: 1280 | 390 })[] = ([1280, 390] as const).flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({
    width,
    viewport: { width, height: width === 1280 ? 900 : 844 },
    colorScheme,
    lang: 'sv' as const,
  })),
)

beforeAll(async () => {
  await setPages()
})

interface Tile {
  title: string
  picture: Buffer
}

test.each(LOOKS)('every page at $width px, $colorScheme, on sheets', async (look) => {
  const tiles: Tile[] = []
  for (const who of new Set(SHOWN.map(([name]) => name))) {
    const page = await arrives(who, look)
    for (const [, address] of SHOWN.filter(([name]) => name === who)) {
      await page.goto(filledIn(address))
      tiles.push({ title: `${who || '–'} ${address}`, picture: await photograph(page, look) })
    }
    await page.context().close()
  }
  const { across } = TILE[look.width]
  const perSheet = across * ROWS[look.width]
  const folder = path.join(root, '.data', 'gallery')
  if (isWhole) await mkdir(folder, { recursive: true })
  for (let at = 0; at < tiles.length; at += perSheet) {
    const sheet = await sheetOf(tiles.slice(at, at + perSheet), look.width)
    const { width } = await sharp(sheet).metadata()
    expect(width).toBe(GAP + across * (TILE[look.width].width + GAP))
    const name = `${look.width}-${look.colorScheme}-${String(at / perSheet + 1).padStart(2, '0')}.png`
    if (isWhole) await writeFile(path.join(folder, name), sheet)
  }
})

async function photograph(page: Page, { width, viewport }: (typeof LOOKS)[number]): Promise<Buffer> {
  const long = Number(await page.evaluate('document.documentElement.scrollHeight'))
  // What is fixed stands at the foot of the window, so the window is as long as what is shown.
  await page.setViewportSize({ width, height: Math.min(Math.max(long, viewport.height), LONGEST[width]) })
  const picture = await page.screenshot()
  await page.setViewportSize(viewport)
  return picture
}

/** Pictures beside each other, each under who looks at which address. */
async function sheetOf(tiles: Tile[], width: 1280 | 390): Promise<Buffer> {
  const tile = TILE[width]
  const rows = Math.ceil(tiles.length / tile.across)
  const parts = await Promise.all(
    tiles.map(async ({ title, picture }, at) => {
      const left = GAP + (at % tile.across) * (tile.width + GAP)
      const top = GAP + Math.floor(at / tile.across) * (tile.height + LABEL + GAP)
      const small = await sharp(picture)
        .resize({ width: tile.width })
        .toBuffer()
        .then((input) =>
          sharp(input)
            .metadata()
            .then(({ height }) => ({ input, height })),
        )
      const input = await sharp(small.input)
        .extract({ left: 0, top: 0, width: tile.width, height: Math.min(small.height, tile.height) })
        .toBuffer()
      return [
        { input: labelOf(title, tile.width), left, top },
        { input, left, top: top + LABEL },
      ]
    }),
  )
  return sharp({
    create: {
      width: GAP + tile.across * (tile.width + GAP),
      height: GAP + rows * (tile.height + LABEL + GAP),
      channels: 3,
      background: '#8a94a0',
    },
  })
    .composite(parts.flat())
    .png()
    .toBuffer()
}

function labelOf(title: string, width: number): Buffer {
  const words = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return Buffer.from(
    `<svg width="${width}" height="${LABEL}" xmlns="http://www.w3.org/2000/svg"><text y="17" font-size="13" font-family="sans-serif">${words}</text></svg>`,
  )
}
