// The lists of cases: groups fetch their lines when they are opened, 'Visa fler' puts more under what is there, and the
// filter opens over the list. Without this each is a page of its own.
document.addEventListener('toggle', (event) => event.target.matches?.('details[data-part]') && unfold(event.target), true)
document.addEventListener('click', (event) => {
  const more = event.target.closest?.('a[data-more]')
  if (!more || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  void append(more)
})

/** A folded group's lines, once. */
async function unfold(group) {
  const { part } = group.dataset
  if (!group.open || part === undefined) return
  delete group.dataset.part
  const link = group.querySelector('.case-more')
  const lines = await fetchPart(part, link)
  if (lines) link.replaceWith(lines)
  else group.dataset.part = part
}

/** The next lines, after those that are there; the link leads on from the last of them. */
async function append(link) {
  const paragraph = link.parentElement
  const fetched = await fetchPart(link.dataset.more, paragraph)
  if (!fetched) return void location.assign(link.href)
  const [first, ...rest] = fetched.querySelectorAll('tbody > tr')
  const table = paragraph.previousElementSibling
  table.tBodies[0].append(...(first ? [first, ...rest] : []))
  const next = fetched.querySelector('.case-more')
  if (next) paragraph.replaceWith(next)
  else paragraph.remove()
  first?.querySelector('a')?.focus()
}

async function fetchPart(address, waiting) {
  waiting.setAttribute('aria-busy', 'true')
  const answer = await fetch(`${address}${address.includes('?') ? '&' : '?'}part=1`).catch(() => null)
  waiting.removeAttribute('aria-busy')
  // Signed out since: the page itself leads to signing in.
  if (!answer?.ok || answer.redirected) return null
  return document.createRange().createContextualFragment(await answer.text())
}
