import { test } from 'vitest'
import { readFileSync } from 'node:fs'
import { aCase, actorsOf } from '../support/cases.ts'
import { Person, setStage } from '../support/story.ts'

test('shots', async () => {
  const stage = await setStage()
  const { amir, eva } = actorsOf(stage.db.world)
  for (const job of ['NY01', 'BE01', 'BE03', 'LA01', 'PR01']) {
    const sent = await aCase.send(
      amir,
      await aCase(amir, job, {
        note: `Grindkod 4711, ring Tolvansson 070-174 06 99 innan ni kommer, hunden är snäll men stor och vaktar grinden`,
      }),
    )
    await aCase.note(eva, sent, 'owner', 'Kabelskåp KS-90 ses över')
    if (sent.flow === 'F' && job !== 'NY01') await aCase.approve(eva, sent)
  }
  const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
  for (const width of [1280, 390]) {
    for (const scheme of ['light', 'dark'] as const) {
      const eva_ = await Person.arrives(stage, 'eva.nordin', { width, height: 900 })
      await eva_.page.emulateMedia({ colorScheme: scheme })
      for (const [name, path] of [
        ['hits', '/search?q=tolvansson+grindkod&in=both'],
        ['id', '/search?q=735+999&in=both'],
        ['none', '/search?q=hittasinte'],
        ['start', '/search'],
      ]) {
        await eva_.goes(path!)
        await eva_.photographs(`search-${name}-${width}-${scheme}`)
        await eva_.page.evaluate(axe)
        const result = await eva_.page.evaluate(() =>
          (globalThis as any).axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
          }),
        )
        for (const v of result.violations)
          console.log(
            name,
            width,
            scheme,
            v.id,
            v.nodes.map((n: any) => n.html.slice(0, 150)),
          )
      }
      await eva_.goes('/cases')
      await eva_.page.keyboard.press('/')
      if (width === 1280) console.log('focused', await eva_.page.evaluate(() => document.activeElement?.id))
      await eva_.leaves()
    }
  }
}, 120000)
