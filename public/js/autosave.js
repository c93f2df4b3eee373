// Saves while one writes, a moment after the last key, and says when. What cannot be read yet stays in the page.
document.querySelectorAll('form[data-autosave]').forEach(autosave)

function autosave(form) {
  const said = form.querySelector('[data-autosaved]')
  const version = form.elements._version
  let timer
  let stopped = false
  let running = false
  let again = false

  const later = () => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(save, 1500)
  }
  const save = async () => {
    if (running) return (again = true)
    running = true
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
    const answer = await fetch(form.dataset.autosave, { method: 'POST', body, headers: { Accept: 'application/json' } })
      .then(async (response) => ({ status: response.status, ...(await response.json()) }))
      .catch(() => null)
    running = false
    said.dataset.state = answer?.status === 200 ? 'saved' : 'not-saved'
    said.textContent = answer?.words ?? said.dataset.offline
    if (answer?.status === 200) {
      version.value = answer.version
      // Nothing is left to lose: leaving does not ask.
      if (!again) form.dispatchEvent(new CustomEvent('kept'))
    }
    if (answer?.status === 409) stopped = true
    if (!answer || again) later()
    again = false
  }
  form.addEventListener('input', later)
  form.addEventListener('filled', later)
  // A button changed the form on its way through the server, rows pasted or added: that is not kept yet.
  if (form.dataset.unsaved === 'typed') later()
  form.addEventListener('submit', () => {
    stopped = true
    clearTimeout(timer)
  })
}
