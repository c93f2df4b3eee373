import type { Symbol } from './views.ts'
import { routes } from '../../web/routes.ts'
import { render } from '../../web/views.ts'
import { SYMBOLS } from './symbols.ts'

/** Every symbol with its name and what it tells. */
export const legend = routes('/symbols', { for: 'self', support: true })

/** What stands in the holes of a title where no case fills them. */
const EXAMPLE = { n: 2, date: '2027-03-01' }

legend.get('/', {}, async (_req, res) => {
  const { t } = res.locals
  const groups = new Map<string, { name: string; by: string; states: Symbol[] }>()
  for (const { group, by, icon, tone, title } of Object.values(SYMBOLS)) {
    const found = groups.get(group) ?? { name: t(group), by: t(by), states: [] }
    found.states.push({ icon, tone, title: t(title, { ...EXAMPLE, reason: t('kund') }) })
    groups.set(group, found)
  }
  await render(res, 'cases/symbols', { title: t('Symboler'), groups: [...groups.values()] })
})
