document.querySelectorAll('[data-copy-values]').forEach(copyValues)

/**
 * 'Kopiera från beställare…': fills the end customer in the page. Asks before it writes over what someone has typed;
 * without script the same button posts the form and the server copies.
 */
function copyValues(button) {
  const known = JSON.parse(button.dataset.copyValues)
  const form = button.form
  const ask = document.getElementById(button.dataset.confirm)

  const current = (name) => new FormData(form).get(name) ?? ''
  // In a form that holds both, what is being typed about the orderer is newer than what was saved.
  const source = (name) => current(name.replace('y_slutkund_', 'best_')) || known[name] || ''
  const names = () => [...form.elements].map(({ name }) => name).filter((name) => name?.startsWith('y_slutkund_'))

  const fill = () => {
    for (const name of new Set(names())) {
      const value = source(name)
      if (value === '') continue
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
    const overwrites = names().some(
      (name) => current(name) !== '' && source(name) !== '' && current(name) !== source(name),
    )
    if (!overwrites || !ask) return fill()
    ask.returnValue = ''
    ask.addEventListener('close', () => ask.returnValue === 'yes' && fill(), { once: true })
    ask.showModal()
  })
}
