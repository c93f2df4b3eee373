// Keeps what is written in a form while one goes elsewhere and comes back: takes the case, makes a work order, undoes what
// was decided. In this tab alone, for the one who wrote it; a tab that is closed with something written asks first.
let dirty = false
let leaves = false

const forms = [...document.querySelectorAll('form[data-keep]')]
forms.forEach(keep)

function keep(form) {
  const person = form.elements._person?.value
  if (!person) return
  const key = keyOf(person, form.getAttribute('action'))
  // A page that the server drew with what was typed knows better: after an error, or after signing in again.
  const isDrawn = location.pathname !== form.dataset.keep || new URLSearchParams(location.search).has('kept')
  const before = read(key)
  if (before && !isDrawn && (!before.sent || before.undone)) putBack(form, before.values)
  else if (before && !isDrawn) sessionStorage.removeItem(key)

  let elsewhere = false
  const note = () => {
    dirty = true
    elsewhere = false
    write(key, { values: valuesOf(form) })
  }
  // Some of its controls stand outside it, beside the values they are about.
  for (const type of ['input', 'change']) document.addEventListener(type, ({ target }) => target.form === form && note())
  form.addEventListener('submit', ({ submitter }) => {
    // Another deed than the form's own: the server would bring back this form alone, and here are all of them.
    elsewhere = submitter?.hasAttribute('formaction') ?? false
    if (elsewhere) return
    const now = read(key)
    if (now) write(key, { ...now, sent: true, undone: false })
  })
  form.addEventListener('formdata', ({ formData }) => {
    if (!elsewhere) return
    for (const { name } of within(form)) if (!name.startsWith('_')) formData.delete(name)
    elsewhere = false
  })
}

// What was decided is undone: what was written for it is wanted again.
document.addEventListener('submit', ({ target: form }) => {
  const action = form.getAttribute('action') ?? ''
  leaves = action !== '/sign-out'
  if (!action.endsWith('/undo')) return
  const page = action.replace(/undo$/, '')
  for (const [key, kept] of all()) if (key.includes(`:${page}`)) write(key, { ...kept, undone: true })
})

document.addEventListener('click', ({ target, ctrlKey, metaKey, shiftKey }) => {
  const link = target.closest('a[href]')
  if (!link || link.target || link.origin !== location.origin || ctrlKey || metaKey || shiftKey) return
  leaves = true
  setTimeout(() => (leaves = false), 2000)
})
addEventListener('pageshow', () => (leaves = false))
addEventListener('beforeunload', (event) => {
  if (dirty && !leaves) event.preventDefault()
})

/** Its own controls, without what stands elsewhere and is sent with it: symbols, a file. */
function within(form) {
  return [...form.elements].filter((control) => control.name && form.contains(control))
}

function valuesOf(form) {
  const own = new Set(within(form).map(({ name }) => name))
  return [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && own.has(name) && !name.startsWith('_'))
}

function putBack(form, values) {
  for (const control of within(form)) {
    if (control.name.startsWith('_') || ['hidden', 'file', 'submit'].includes(control.type)) continue
    const own = values.filter(([name]) => name === control.name).map(([, value]) => value)
    if (['checkbox', 'radio'].includes(control.type)) control.checked = own.includes(control.value)
    else control.value = own[0] ?? ''
    if (own.some(Boolean)) for (let fold = control.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true
  }
  dirty = true
  form.querySelector('[data-kept]')?.removeAttribute('hidden')
  form.dispatchEvent(new CustomEvent('filled'))
  for (const area of form.querySelectorAll('textarea')) area.dispatchEvent(new Event('input'))
}

function keyOf(person, action) {
  return `keep:${person}:${action}`
}

function all() {
  return Object.keys(sessionStorage)
    .filter((key) => key.startsWith('keep:'))
    .map((key) => [key, read(key)])
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key))
  } catch {
    return null
  }
}

function write(key, kept) {
  try {
    sessionStorage.setItem(key, JSON.stringify(kept))
  } catch {
    // Full, or turned off: it stays on the page.
  }
}
