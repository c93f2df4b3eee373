/** What a browser would post of a page's form: every field with what stands in it, none of the files. */
export function fieldsIn(html: string, id: string): Record<string, string> {
  const form = new RegExp(`<form[^>]*id="${id}"[\\s\\S]*?</form>`).exec(html)?.[0]
  if (form === undefined) throw new Error(`the page has no form ${id}`)
  const fields: Record<string, string> = {}
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const [name, type] = [attribute(tag, 'name'), attribute(tag, 'type')]
    const isOff = (type === 'checkbox' || type === 'radio') && !/ checked/.test(tag)
    if (name !== undefined && type !== 'file' && !isOff) fields[name] = attribute(tag, 'value') ?? 'on'
  }
  for (const [, name, options] of form.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const [chosen] = /<option value="[^"]*" selected/.exec(options!) ?? []
    fields[name!] = (chosen && attribute(chosen, 'value')) ?? ''
  }
  for (const [, name, text] of form.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\r?\n?([\s\S]*?)<\/textarea>/g)) {
    fields[name!] = decoded(text!)
  }
  return fields
}

function attribute(tag: string, name: string): string | undefined {
  const value = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]
  return value === undefined ? undefined : decoded(value)
}

/** The entities that ejs writes. */
function decoded(text: string): string {
  const signs: Record<string, string> = { lt: '<', gt: '>', '#34': '"', '#39': "'", amp: '&' }
  return text.replace(/&(lt|gt|#34|#39|amp);/g, (_, name: string) => signs[name]!)
}
