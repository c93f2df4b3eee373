// What the server said of the form when it was saved while one writes: how far each section has come, and at the field
// what cannot be read or looks odd. The focus stays where it is; a screen reader hears of it when it has finished speaking.
document.querySelectorAll('form[data-autosave]').forEach((form) => {
  const nav = document.querySelector('.edit-nav')
  const looks = JSON.parse(nav.dataset.looks)
  const touched = new Set()
  form.addEventListener('input', ({ target }) => touched.add(target.name))

  form.addEventListener('read', ({ detail: { progress, errors, warnings, reckoned } }) => {
    for (const [name, words] of Object.entries(reckoned)) {
      const place = document.getElementById(name)
      place.textContent = words || place.dataset.none
    }
    for (const [key, state] of Object.entries(progress)) mark(document.getElementById(`section-${key}`), state)
    for (const place of form.querySelectorAll('[data-says]')) say(place, errors[place.dataset.says], warnings[place.dataset.says])
    form.dispatchEvent(new CustomEvent('judged'))
  })

  function mark(section, state) {
    const link = section && nav.querySelector(`a[href="#${section.id}"]`)
    if (!link || section.dataset.state === state) return
    section.dataset.state = state
    link.parentElement.className = `is-${state}`
    turn(link.querySelector('use'), looks[state].icon)
    link.querySelector('[data-word]').textContent = `(${looks[state].word})`
  }

  /** The words of a Save that found something else wrong stand until the field is written in. */
  function say(place, error, warning) {
    const name = place.dataset.says
    const message = error ?? warning
    const there = place.querySelector('.field-error, .field-warning')
    if (error === undefined && there?.matches('.field-error') && !touched.has(name)) return
    if (there?.textContent.trim() === message) return
    const kind = error === undefined ? 'warning' : 'error'
    place.replaceChildren(...(message === undefined ? [] : [words(name, message, kind)]))
    place.closest('.field, .grid-cell').classList.toggle('has-error', error !== undefined)
    const says = message === undefined ? null : `${name}-${kind}`
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) tie(control, name, says, error !== undefined)
  }

  function words(name, message, kind) {
    const line = document.createElement('p')
    const text = document.createElement('span')
    const icon = nav.querySelector('svg').cloneNode(true)
    turn(icon.querySelector('use'), 'alert')
    text.textContent = message
    line.className = `field-${kind}`
    line.id = `${name}-${kind}`
    line.append(icon, ' ', text)
    return line
  }
})

function tie(control, name, says, wrong) {
  const own = [`${name}-error`, `${name}-warning`]
  const others = (control.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && !own.includes(id))
  const ids = says ? [...others, says] : others
  if (ids.length > 0) control.setAttribute('aria-describedby', ids.join(' '))
  else control.removeAttribute('aria-describedby')
  if (wrong) control.setAttribute('aria-invalid', 'true')
  else control.removeAttribute('aria-invalid')
}

function turn(use, icon) {
  use.setAttribute('href', use.getAttribute('href').replace(/#.*/, `#${icon}`))
}
