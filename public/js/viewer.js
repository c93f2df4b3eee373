// An attachment beside the case: exchanged in place, so that what is being written stays. The links work without this.
const article = document.querySelector('article.case')
let viewer = document.querySelector('[data-viewer]')
let opener

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-beside], [data-close]')
  if (!link || !viewer || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  if (link.matches('[data-close]')) return close()
  // A thumbnail is the same link as the name beside it, which is the one that can have the focus.
  if (!viewer.contains(link)) opener = link.closest('.file')?.querySelector('.file-name') ?? link
  show(link.href, ['previous', 'next'].find((way) => way in link.dataset))
})

document.addEventListener('keydown', (event) => {
  if (!viewer?.contains(event.target)) return
  if (event.key === 'Escape') return close()
  const way = { ArrowLeft: '[data-previous]', ArrowRight: '[data-next]' }[event.key]
  if (!way || event.altKey || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  viewer.querySelector(way)?.click()
})

async function show(href, way) {
  const answer = await fetch(href).catch(() => null)
  if (answer?.status === 401) return document.dispatchEvent(new CustomEvent('signed-out'))
  const page = answer?.ok ? await answer.text() : null
  const next = page && new DOMParser().parseFromString(page, 'text/html').querySelector('[data-viewer]')
  if (!next || next.hidden) return location.assign(href)
  viewer.replaceWith(next)
  viewer = next
  article.classList.add('is-beside')
  history.replaceState(history.state, '', href)
  // The hand stays on the button it pressed; a first look begins at the top.
  const button = way && viewer.querySelector(`[data-${way}]`)
  if (button) return button.focus()
  viewer.focus({ preventScroll: true })
  viewer.scrollIntoView({ block: 'nearest' })
}

function close() {
  viewer.replaceChildren()
  viewer.hidden = true
  article.classList.remove('is-beside')
  history.replaceState(history.state, '', location.pathname)
  const back = opener?.isConnected ? opener : article.querySelector('#files [data-beside]')
  back?.focus()
}
