// For every page. Nothing depends on it: each part finds what it knows by a data attribute and makes it a little better.
// The modules here import nothing, so that the hash in each one's address is the hash of all it does.
const each = (selector, enhance) => document.querySelectorAll(selector).forEach(enhance)

submitOnce()
signedOut()
pastedDays()
each('form[data-unsaved]', warnUnsaved)
each('form[action="/sign-out"]', forgetKept)
each('[data-tabs]', tabs)
each('[data-print]', printButton)
each('[data-fill]', fillButton)
each('[data-fit]', fitAside)
each('[data-undo]', undo)
each('[data-slash]', slash)
each('[data-slash-choice]', slashChoice)
// On a phone the row of pages is wider than the window: the page one is at is in sight.
each('.section-nav [aria-current], .config-nav [aria-current]', (link) => link.scrollIntoView({ block: 'nearest', inline: 'center' }))

/** A second press while the first is on its way does nothing; the server's one-time key is the real lock. */
function submitOnce() {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (event.defaultPrevented || form.getAttribute('method')?.toLowerCase() !== 'post') return
    if (form.hasAttribute('data-sent')) return event.preventDefault()
    form.setAttribute('data-sent', '')
    event.submitter?.setAttribute('aria-disabled', 'true')
  })
  // Back in the browser's history shows the page as it was left: it may be sent again.
  addEventListener('pageshow', () => {
    document.querySelectorAll('form[data-sent]').forEach((form) => form.removeAttribute('data-sent'))
    document.querySelectorAll('button[aria-disabled=true]:not([data-why])').forEach((button) => {
      button.removeAttribute('aria-disabled')
    })
  })
}

/**
 * The session has ended, as a script of the page was told: says so above the page, where what is written stays. Who has
 * signed in in another tab comes back to it, and each script that waits is told.
 */
function signedOut() {
  const line = document.querySelector('[data-signed-out]')
  const tooLong = document.querySelector('[data-too-long]')
  if (!line) return
  document.addEventListener('signed-out', () => (line.hidden = false))
  document.addEventListener('signed-in', () => (line.hidden = true))
  document.addEventListener('visibilitychange', ask)
  addEventListener('focus', ask)
  async function ask() {
    if (line.hidden || document.hidden) return
    const answer = await fetch('/session').catch(() => null)
    if (answer?.ok) document.dispatchEvent(new CustomEvent('signed-in'))
  }
  // What is longer than the server reads of somebody unknown would be lost on the way to signing in.
  const LONG = 90_000
  const asked = new WeakSet()
  document.addEventListener('submit', async (event) => {
    const { target: form, submitter } = event
    if (event.defaultPrevented || form.method !== 'post' || asked.has(form)) return
    const { plain, encoded } = sizeOf(form)
    const isMultipart = form.enctype === 'multipart/form-data'
    if (encoded < LONG) return
    event.preventDefault()
    tooLong.hidden = (isMultipart ? plain : encoded) <= Number(tooLong.dataset.tooLong)
    if (!tooLong.hidden) return tooLong.focus()
    const answer = await fetch('/session').catch(() => null)
    if (answer?.status === 401) return document.dispatchEvent(new CustomEvent('signed-out'))
    asked.add(form)
    form.requestSubmit(submitter)
    asked.delete(form)
  }, { capture: true })
}

/** A day that is pasted into a calendar's field, which takes its own form alone: it is text then, and the server reads it. */
function pastedDays() {
  document.addEventListener('paste', (event) => {
    const { target } = event
    const text = event.clipboardData?.getData('text/plain').trim() ?? ''
    if (event.defaultPrevented || target.type !== 'date' || text === '' || target.readOnly) return
    event.preventDefault()
    if (!/^\d{4}-\d\d-\d\d$/.test(text)) target.type = 'text'
    target.value = text
    for (const type of ['input', 'change']) target.dispatchEvent(new Event(type, { bubbles: true }))
  })
}

/** Of the text of a form: its characters, and the bytes it takes in an address-like body. */
function sizeOf(form) {
  const size = { plain: 0, encoded: 0 }
  for (const [name, value] of new FormData(form)) {
    const text = name + (typeof value === 'string' ? value : value.name)
    size.plain += text.length
    size.encoded += encodeURIComponent(text.toWellFormed()).length + 2
  }
  return size
}

/** What public/js/keep.js keeps in this tab is not left for the next at the same screen. */
function forgetKept(form) {
  form.addEventListener('submit', () => {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith('keep:')) sessionStorage.removeItem(key)
  })
}

/** Asks before leaving a form in which something was typed and not saved. */
function warnUnsaved(form) {
  // The server gave back what was typed, or a button changed: it is nowhere but here.
  let unsaved = form.dataset.unsaved === 'typed'
  const typed = () => (unsaved = true)
  form.addEventListener('input', typed)
  form.addEventListener('filled', typed)
  for (const kept of ['submit', 'kept']) form.addEventListener(kept, () => (unsaved = false))
  addEventListener('beforeunload', (event) => {
    if (unsaved) event.preventDefault()
  })
}

/** Turns a list of links to sections into tabs; without script the links jump to the sections, which are all shown. */
function tabs(root) {
  const links = [...root.querySelectorAll('[data-tab]')]
  const panels = links.map((link) => document.getElementById(link.hash.slice(1)))
  const list = links[0]?.parentElement
  if (!list) return
  list.setAttribute('role', 'tablist')

  const open = (index, focus = false) => {
    links.forEach((link, at) => {
      link.setAttribute('aria-selected', String(at === index))
      link.tabIndex = at === index ? 0 : -1
      panels[at].hidden = at !== index
    })
    if (focus) links[index].focus()
  }
  links.forEach((link, index) => {
    link.setAttribute('role', 'tab')
    link.setAttribute('aria-controls', panels[index].id)
    panels[index].setAttribute('role', 'tabpanel')
    panels[index].setAttribute('aria-labelledby', link.id)
    link.addEventListener('click', (event) => {
      event.preventDefault()
      open(index)
    })
    link.addEventListener('keydown', (event) => {
      const last = links.length - 1
      const to = {
        ArrowRight: index === last ? 0 : index + 1,
        ArrowLeft: index === 0 ? last : index - 1,
        Home: 0,
        End: last,
      }[event.key]
      if (event.key === ' ') link.click()
      if (to === undefined && event.key !== ' ') return
      event.preventDefault()
      if (to !== undefined) open(to, true)
    })
  })
  const wanted = panels.findIndex((panel) => `#${panel.id}` === location.hash)
  open(Math.max(0, wanted))
}

function printButton(button) {
  button.hidden = false
  button.addEventListener('click', () => print())
}

/** The demo's sign-in page: a person's button fills in the name and the password. */
function fillButton(button) {
  button.addEventListener('click', () => {
    for (const [name, value] of Object.entries(JSON.parse(button.dataset.fill))) {
      const control = document.querySelector(`[name="${CSS.escape(name)}"]`)
      if (control) control.value = value
    }
  })
}

/** A column taller than the window follows the page until its end is seen, then stays: CSS needs its height for that. */
function fitAside(element) {
  new ResizeObserver(() => {
    document.documentElement.style.setProperty('--aside', `${element.offsetHeight}px`)
  }).observe(element)
}

/** Ångra: tells how long it can be pressed, and is put away when it cannot. */
function undo(form) {
  const left = form.querySelector('[data-undo-left]')
  const end = Date.now() + Number(form.dataset.undo) * 1000
  const tick = () => {
    const seconds = Math.ceil((end - Date.now()) / 1000)
    if (seconds <= 0) return form.remove()
    const inMinutes = left.dataset.minutes && seconds > 60
    left.textContent = inMinutes ? left.dataset.minutes.replace('{n}', Math.ceil(seconds / 60)) : left.dataset.words.replace('{n}', seconds)
    setTimeout(tick, 500)
  }
  tick()
}

/** The / key leads to the search field from anywhere but a field one writes in, unless it was turned off. */
function slash(input) {
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem('slash') === 'off') return
    if (event.target.closest('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]')) return
    const shown = [input, document.getElementById('q')].find((each) => each?.checkVisibility())
    if (!shown) return
    event.preventDefault()
    shown.focus()
    shown.select()
  })
}

/** Who speaks to the machine, or whose hand rests on the keys, can do without (WCAG 2.1.4). */
function slashChoice(label) {
  const tick = label.querySelector('input')
  tick.checked = localStorage.getItem('slash') !== 'off'
  tick.addEventListener('change', () => localStorage.setItem('slash', tick.checked ? 'on' : 'off'))
  label.hidden = false
}
