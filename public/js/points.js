// The rejection says what is marked in the case beside it, with a way there; without script the marks say it themselves.
document.querySelectorAll('[data-pointed]').forEach((list) => {
  const form = list.closest('form')
  const boxes = () => [...form.elements].filter((each) => each.dataset.point !== undefined)
  const wordsOf = (box) => box.closest('.point').querySelector('.point-words input')

  const draw = () => {
    list.replaceChildren(
      ...boxes()
        .filter((box) => box.checked)
        .map((box) => {
          const item = document.createElement('li')
          const link = document.createElement('a')
          link.href = `#${box.id}`
          link.textContent = box.dataset.point
          const words = wordsOf(box).value.trim()
          item.append(link, ...(words ? [`: ${words}`] : []))
          return item
        }),
    )
  }
  for (const type of ['input', 'change'])
    document.addEventListener(type, ({ target }) => target.form === form && target.closest('.point') && draw())
  document.addEventListener('change', ({ target }) => {
    if (target.form === form && target.dataset.point !== undefined && target.checked) wordsOf(target).focus()
  })
  form.addEventListener('filled', draw)
  // Enter in the words of one value would press the first button of the form, which is another deed.
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.closest('.point-words')) event.preventDefault()
  })
})
