// 'Hämta anl-data' as a dialog over the form. Without script its button leads to a page that does the same.
document.querySelectorAll('dialog[data-facility]').forEach(facility)

function facility(dialog) {
  const open = document.querySelector('[data-facility-open]')
  const ask = dialog.querySelector('form')
  const [search, write, close, answer] = ['search', 'write', 'close', 'answer'].map((name) =>
    dialog.querySelector(`[data-facility-${name}]`),
  )
  if (!open) return
  const form = open.form

  /** All that is typed goes along, so that it can be compared; nothing of it is stored by asking. */
  const send = (at, more) => {
    const body = new URLSearchParams(more)
    for (const source of [form, ask]) {
      for (const [name, value] of new FormData(source)) if (typeof value === 'string') body.append(name, value)
    }
    const headers = { Accept: more._part ? 'text/html' : 'application/json' }
    return fetch(dialog.dataset.facility + at, { method: 'POST', body, headers }).then((response) => {
      if (response.status === 401) document.dispatchEvent(new CustomEvent('signed-out'))
      return response
    })
  }
  /** Why there is no answer. */
  const why = (response) => (response?.status === 401 ? dialog.dataset.signedOut : dialog.dataset.offline)
  const show = (html) => {
    answer.innerHTML = html
    const found = answer.querySelector('[name=_hit]') !== null
    write.hidden = !found
    search.classList.toggle('primary', !found)
    const wrong = answer.querySelector('.field-error')
    tell(wrong)
    if (wrong) return ask.elements._asked.focus()
    // On a phone the table is longer than the window: the choice that it depends on stays above it.
    const choice = [...ask.elements._overwrite][0].closest('.field')
    if (found && matchMedia('(max-width: 40rem)').matches) choice.scrollIntoView({ block: 'start' })
    else answer.scrollIntoView({ block: 'nearest' })
  }
  /** What is wrong with the number, at the number. */
  const tell = (wrong) => {
    const asked = ask.elements._asked
    const place = ask.querySelector('[data-says=_asked]')
    place.replaceChildren(...(wrong ? [wrong] : []))
    place.closest('.field').classList.toggle('has-error', Boolean(wrong))
    asked.setAttribute('aria-invalid', String(Boolean(wrong)))
    asked.setAttribute('aria-describedby', wrong ? '_asked-error _asked-help' : '_asked-help')
  }
  const offline = (words) => {
    answer.textContent = words
    write.hidden = true
  }

  open.addEventListener('click', (event) => {
    event.preventDefault()
    answer.replaceChildren()
    write.hidden = true
    search.classList.add('primary')
    tell(null)
    begin(form, ask)
    dialog.showModal()
    ask.elements._asked.focus()
  })
  ask.addEventListener('submit', async (event) => {
    event.preventDefault()
    if (search.getAttribute('aria-disabled') === 'true') return
    search.setAttribute('aria-disabled', 'true')
    // A hit of before must not go along, nor be written while another is on its way.
    answer.replaceChildren()
    write.hidden = true
    const response = await send('', { _part: 'answer' }).catch(() => null)
    const html = [200, 422].includes(response?.status) ? await response.text() : null
    search.removeAttribute('aria-disabled')
    if (html === null) offline(why(response))
    else show(html)
  })
  write.addEventListener('click', async () => {
    const found = await send('/write', {})
      .then((response) => response.json())
      .catch(() => null)
    if (!found?.values) {
      answer.textContent = found?.words ?? found?.error ?? dialog.dataset.offline
      write.hidden = true
      return
    }
    dialog.close()
    fill(form, found.values)
  })
  close.addEventListener('click', () => dialog.close())
  // What was found is for the question that stands there.
  for (const name of ['_by', '_asked', '_row']) {
    ;[ask.elements[name] ?? []].flat().forEach((control) => {
      for (const each of control instanceof RadioNodeList ? control : [control]) {
        each.addEventListener('input', () => {
          answer.replaceChildren()
          write.hidden = true
          search.classList.add('primary')
          tell(null)
        })
      }
    })
  }
}

/** The number that stands in the form now, typed a moment ago perhaps. */
function begin(form, ask) {
  const typed = (name) => form.elements[name]?.value?.trim() ?? ''
  const byMeter = typed('anl_id') === '' && typed('matarnummer') !== ''
  if (typed('anl_id') === '' && typed('matarnummer') === '') return
  ask.elements._by.value = byMeter ? 'meter' : 'facility'
  ask.elements._asked.value = typed(byMeter ? 'matarnummer' : 'anl_id')
}

/** Marked for a moment, so that one sees what was written; the form saves itself as after any other typing. */
function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const control = form.elements[name]
    if (!control) continue
    const isList = control instanceof HTMLSelectElement && ![...control.options].some((option) => option.value === value)
    // A size that the owner's ladder lacks is shown, to be put right.
    if (isList) control.add(new Option(value, value))
    control.value = value
    if (control instanceof RadioNodeList) continue
    control.classList.add('is-filled')
    control.addEventListener('animationend', () => control.classList.remove('is-filled'), { once: true })
  }
  form.dispatchEvent(new CustomEvent('filled'))
}
