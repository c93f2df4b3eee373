// The lists of cases: groups fetch their lines when they are opened, 'Visa fler' puts more under what is there, and the
// filter opens over the list. Without this each is a page of its own.
document.addEventListener('toggle', (event) => event.target.matches?.('details[data-part]') && unfold(event.target), true)
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-more], a[data-filter]')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  void ('more' in link.dataset ? append(link) : openFilter(link))
})

/** The filter's own page, in a dialog over the list; Esc closes it, and the focus is back on its button. */
async function openFilter(link) {
  const open = document.getElementById('filter-sheet')
  if (open) return void open.showModal()
  link.setAttribute('aria-busy', 'true')
  const answer = await fetch(link.href).catch(() => null)
  link.removeAttribute('aria-busy')
  const page = answer?.ok && !answer.redirected ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null
  const form = page?.querySelector('.filter-page')
  if (!form) return void location.assign(link.href)
  const dialog = document.createElement('dialog')
  dialog.id = 'filter-sheet'
  dialog.className = 'filter-sheet'
  const title = form.querySelector('h1')
  const heading = document.createElement('h2')
  heading.id = 'filter-title'
  heading.textContent = title.textContent
  title.replaceWith(heading)
  dialog.setAttribute('aria-labelledby', heading.id)
  const close = document.createElement('button')
  close.type = 'button'
  close.className = 'button quiet'
  close.textContent = link.dataset.close
  heading.after(close)
  // Beside the sheet is the list: a press there leads back to it.
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close())
  dialog.append(document.importNode(form, true))
  document.body.append(dialog)
  dialog.querySelector('h2 + button').addEventListener('click', () => dialog.close())
  dialog.showModal()
}

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

bulk(document.getElementById('bulk'))

/** The bar of what can be done to many: there once a line is chosen, and says how many are. */
function bulk(form) {
  if (!form) return
  const count = form.querySelector('[data-bulk-count]')
  const boxes = () => [...document.querySelectorAll('input[form=bulk][name=ref]')]
  const all = document.createElement('input')
  all.type = 'checkbox'
  all.setAttribute('aria-label', form.dataset.all)
  document.querySelector('.head-choose')?.append(all)
  const show = () => {
    const chosen = boxes().filter((box) => box.checked).length
    form.hidden = chosen === 0
    all.checked = chosen > 0 && chosen === boxes().length
    all.indeterminate = chosen > 0 && !all.checked
    count.value = form.dataset.bulk.replace('#', chosen)
  }
  all.addEventListener('change', () => {
    boxes().forEach((box) => (box.checked = all.checked && box.checkVisibility()))
    show()
  })
  document.addEventListener('change', (event) => event.target.matches('input[form=bulk]') && show())
  // Back in the browser's history the boxes are as they were left.
  addEventListener('pageshow', show)
  show()
}
