import { isReadable, isWritable } from './readable.ts'

// What is pressed to go somewhere, and is nothing when one cannot go there; a link in a text is text then.
const PRESSED = /\b(button|row-link|tab|icon-button)\b/

/**
 * A page for who gives support: links to what is shut to it (readable.ts) are not drawn, and what would be written cannot be
 * pressed. Done here, on every page alike, so that no view has to know the list.
 */
export function withoutShutLinks(html: string): string {
  return withoutShutForms(html).replace(
    /<a\b([^>]*)>([\s\S]*?)<\/a>/g,
    (link: string, attributes: string, words: string) => {
      const [, href] = /\shref="([^"]*)"/.exec(attributes) ?? []
      if (href === undefined || !href.startsWith('/') || isReadable(pathOf(href))) return link
      const [said = '', looks = ''] = /\sclass="([^"]*)"/.exec(attributes) ?? []
      return PRESSED.test(looks) ? '' : `<span${said}>${words}</span>`
    },
  )
}

function withoutShutForms(html: string): string {
  return html.replace(/<form\b([^>]*)>[\s\S]*?<\/form>/g, (form: string, attributes: string) => {
    const [, action = ''] = /\saction="([^"]*)"/.exec(attributes) ?? []
    const writes = /\smethod="post"/i.test(attributes) && !isWritable(pathOf(action))
    return writes ? form.replace(/<button\b/g, '<button disabled') : form
  })
}

const pathOf = (href: string) => href.split(/[?#]/)[0]!.replace(/(.)\/$/, '$1')
