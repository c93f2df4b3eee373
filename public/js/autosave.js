// Saves while one writes, a moment after the last key, and says when. What cannot be read yet stays in the page.
document.querySelectorAll('form[data-autosave]').forEach(autosave)

function autosave(form) {
  const said = form.querySelector('[data-autosaved]')
  const version = form.elements._version
  let timer
  let stopped = false
  let running = false
  let again = false
  // Signed out: it goes on when one has signed in again, in another tab.
  let waits = false
  let pressed = null

  const later = () => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(save, 1500)
  }
  const save = async () => {
    if (running) return (again = true)
    running = true
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
    // Half a date is no empty field, though the browser hands it over as one.
    for (const { name, validity } of form.elements) if (name && validity?.badInput) body.set(name, '?')
    const answer = await fetch(form.dataset.autosave, { method: 'POST', body, headers: { Accept: 'application/json' } })
      .then(async (response) => ({ status: response.status, ...(await response.json()) }))
      .catch(() => null)
    running = false
    const kept = answer?.status === 200
    const whole = kept && Object.keys(answer.errors).length === 0
    said.dataset.state = whole ? 'saved' : 'not-saved'
    said.textContent = answer?.words ?? answer?.error ?? said.dataset.offline
    waits = answer?.status === 401
    if (waits) {
      document.dispatchEvent(new CustomEvent('signed-out'))
      said.append(' ', document.querySelector('[data-signed-out] a').cloneNode(true))
    }
    if (kept) {
      version.value = answer.version
      // What was typed meanwhile is judged when it has been read.
      if (!again) form.dispatchEvent(new CustomEvent('read', { detail: answer }))
    }
    // Nothing is left to lose: leaving does not ask.
    if (whole && !again) form.dispatchEvent(new CustomEvent('kept'))
    if (answer?.status === 409) stopped = true
    if (!answer || again) later()
    again = false
    if (pressed) form.requestSubmit(pressed)
    pressed = null
  }
  document.addEventListener('signed-in', () => waits && save())
  for (const type of ['input', 'filled', 'uploaded']) form.addEventListener(type, later)
  // A button changed the form on its way through the server, rows pasted or added: that is not kept yet.
  if (form.dataset.unsaved === 'typed') later()
  form.addEventListener('submit', (event) => {
    stopped = true
    clearTimeout(timer)
    if (!running) return
    // What is on its way makes a new version: a press meanwhile would be told that somebody else has saved.
    event.preventDefault()
    pressed = event.submitter
  })
}
