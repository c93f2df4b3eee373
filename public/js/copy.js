document.querySelectorAll('[data-copy-fields]').forEach(copyValues)

/**
 * 'Kopiera från beställare…' and 'Samma adress': fills a section from the orderer's answers. Asks before it writes over
 * what someone has typed; without script the same button posts the form and the server copies.
 */
function copyValues(button) {
  const [fields, known] = [button.dataset.copyFields, button.dataset.copyKnown].map((text) => JSON.parse(text))
  const form = button.form
  const ask = document.getElementById(button.dataset.confirm)

  const bare = (value) => value.replace(/\s/g, '')
  const current = (name) => new FormData(form).get(name) ?? ''
  // In a form that holds both, what is being typed about the orderer is newer than what was saved.
  const pairs = () =>
    Object.entries(fields)
      .filter(([, to]) => form.elements[to])
      .map(([from, to]) => [to, form.elements[from] ? current(from) : (known[to] ?? '')])
      .filter(([, value]) => value !== '')

  const fill = () => {
    for (const [name, value] of pairs()) {
      const control = form.elements[name]
      control.value = value
      // A list of radio buttons has nothing to colour.
      if (control instanceof RadioNodeList) continue
      control.classList.add('is-filled')
      control.addEventListener('animationend', () => control.classList.remove('is-filled'), { once: true })
    }
    form.dispatchEvent(new CustomEvent('filled'))
  }

  button.addEventListener('click', (event) => {
    event.preventDefault()
    if (pairs().length === 0) return askFor(Object.keys(fields)[0])
    const overwrites = pairs().some(([name, value]) => !['', bare(value)].includes(bare(current(name))))
    if (!overwrites || !ask) return fill()
    ask.returnValue = ''
    ask.addEventListener('close', () => ask.returnValue === 'yes' && fill(), { once: true })
    ask.showModal()
  })

  // Nothing to copy yet: to where it is typed, which on a phone is in another step.
  const askFor = (name) => {
    location.hash = name
    document.getElementById(name)?.focus()
  }
}
