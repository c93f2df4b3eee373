import { expect } from 'vitest'
import type { Answer, Client } from './client.ts'

/** The pages of a network owner's draft, worked as an administrator does. */
export const AT = '/owner/configuration'

export type Typed = Record<string, string | string[] | File>

/** What a page's form holds, as a browser would post it: its fields and what is typed over them. */
export function filledIn(page: Answer): Record<string, string | string[]> {
  const body = page.body.slice(page.body.indexOf('<main'))
  const at = body.indexOf('<form method="post"')
  const form = body.slice(at, body.indexOf('</form>', at))
  const values: Record<string, string | string[]> = {}
  const put = (name: string, value: string) => (values[name] = name in values ? [values[name]!, value].flat() : value)
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const read = (of: string) => text(new RegExp(` ${of}="([^"]*)"`).exec(tag)?.[1] ?? '')
    if (/type="(radio|checkbox)"/.test(tag) && !tag.includes(' checked')) continue
    if (read('name') !== '' && read('type') !== 'file') put(read('name'), read('value'))
  }
  for (const [, name, value] of form.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\n([^<]*)<\/textarea>/g))
    put(name!, text(value!))
  for (const [, name, inner] of form.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    put(name!, text(/value="([^"]*)" selected/.exec(inner!)?.[1] ?? ''))
  }
  return values
}
const text = (html: string) =>
  html.replaceAll('&#34;', '"').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')

/** Opens a page, changes some of it and saves. */
export async function changes(who: Client, path: string, typed: Typed): Promise<Answer> {
  const page = await who.get(AT + path)
  expect(page.status, path).toBe(200)
  return who.post(AT + path, { ...filledIn(page), ...typed })
}
export async function presses(who: Client, list: string, button: Typed, action = `${list}/do`): Promise<Answer> {
  const { _key, _stamp } = filledIn(await who.get(AT + list))
  return who.post(AT + action, { _key: _key!, _stamp: _stamp!, ...button })
}
export async function publishes(who: Client, typed: Typed = {}): Promise<Answer> {
  const { body } = await who.get(AT)
  const [, key] =
    /name="_key" value="([^"]*)"/.exec(body.slice(body.indexOf('action="/owner/configuration/publish"'))) ?? []
  const form = { _key: key ?? '', when: 'now', day: '', note: '', ...typed }
  const answer = await who.post(`${AT}/publish`, form)
  // Publishing asks who it is; once for all that a test publishes.
  if (!answer.body.includes('data-proof')) return answer
  return (await who.proves()).post(`${AT}/publish`, form)
}

/** No file chosen: a form with files is posted as one all the same. */
export const noFile = new File([], '')
