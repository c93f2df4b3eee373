// Standard texts: put where the caret stands. Without script the same button posts the form, which comes back with the text.
document.querySelectorAll('[data-texts]').forEach(texts)

function texts(root) {
  const select = root.querySelector('select')
  const unfilled = root.querySelector('[data-unfilled]')
  const area = select.form.elements[root.dataset.texts]
  if (!area) return

  root.querySelector('button').addEventListener('click', (event) => {
    event.preventDefault()
    const { text } = select.selectedOptions[0].dataset
    if (text === undefined) return select.focus()
    // A field nobody has been in yet takes the text at its end.
    const at = area === document.activeElement || area.dataset.entered ? area.selectionStart : area.value.length
    const gap = at > 0 && !area.value.slice(0, at).endsWith('\n') ? '\n\n' : ''
    area.setRangeText(gap + text, at, area.selectionEnd > at ? area.selectionEnd : at, 'end')
    select.value = ''
    area.focus()
    area.dispatchEvent(new Event('input', { bubbles: true }))
  })
  area.addEventListener('focus', () => (area.dataset.entered = 'yes'))
  // What the case does not know stays in braces, to be filled in by the one who writes.
  area.addEventListener('input', () => {
    const left = [...new Set(area.value.match(/\{[^{}\n]{1,40}\}/g) ?? [])]
    unfilled.hidden = left.length === 0
    unfilled.textContent = left.length === 0 ? '' : unfilled.dataset.words.replace('{fields}', left.join(', '))
  })
}
