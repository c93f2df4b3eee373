// What the server said of the form when it was saved while one writes: how far each section has come, and at the field
// what cannot be read. The focus stays where it is; a screen reader hears of it when it has finished speaking.
document.querySelectorAll('form[data-autosave]').forEach((form) => {
  const nav = document.querySelector('.edit-nav')
  const looks = JSON.parse(nav.dataset.looks)
  const touched = new Set()
  form.addEventListener('input', ({ target }) => touched.add(target.name))

  form.addEventListener('read', ({ detail: { progress, errors, reckoned } }) => {
    for (const [name, words] of Object.entries(reckoned)) {
      const place = document.getElementById(name)
      place.textContent = words || place.dataset.none
    }
    for (const [key, state] of Object.entries(progress)) mark(document.getElementById(`section-${key}`), state)
    for (const place of form.querySelectorAll('[data-says]')) say(place, errors[place.dataset.says])
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
  function say(place, message) {
    const name = place.dataset.says
    const there = place.querySelector('.field-error')
    if (message === undefined && !(there && touched.has(name))) return
    if (there?.textContent.trim() === message) return
    place.replaceChildren(...(message === undefined ? [] : [words(name, message)]))
    place.closest('.field, .grid-cell').classList.toggle('has-error', message !== undefined)
    for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) tie(control, name, message !== undefined)
  }

  function words(name, message) {
    const line = document.createElement('p')
    const text = document.createElement('span')
    const icon = nav.querySelector('svg').cloneNode(true)
    turn(icon.querySelector('use'), 'alert')
    text.textContent = message
    line.className = 'field-error'
    line.id = `${name}-error`
    line.append(icon, ' ', text)
    return line
  }
})

function tie(control, name, wrong) {
  const others = (control.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && id !== `${name}-error`)
  const ids = wrong ? [...others, `${name}-error`] : others
  if (ids.length > 0) control.setAttribute('aria-describedby', ids.join(' '))
  else control.removeAttribute('aria-describedby')
  if (wrong) control.setAttribute('aria-invalid', 'true')
  else control.removeAttribute('aria-invalid')
}

function turn(use, icon) {
  use.setAttribute('href', use.getAttribute('href').replace(/#.*/, `#${icon}`))
}
