// Help that has no room of its own: seen when the pointer or the focus comes near, and by a press, which needs no script.
document.querySelectorAll('[data-tip]').forEach((button) => {
  const text = document.getElementById(button.getAttribute('popovertarget'))
  const show = () => {
    if (text.matches(':popover-open')) return
    text.showPopover()
    const { left, bottom } = button.getBoundingClientRect()
    text.style.left = `${Math.max(8, Math.min(left, innerWidth - text.offsetWidth - 8))}px`
    text.style.top = `${bottom + 4}px`
  }
  // The pointer may go over to the text, to read it where it is enlarged.
  let leaving
  const stay = () => clearTimeout(leaving)
  const leave = () => (leaving = setTimeout(() => text.hidePopover(), 200))
  for (const each of [button, text]) {
    each.addEventListener('pointerenter', (event) => event.pointerType === 'mouse' && (stay(), show()))
    each.addEventListener('pointerleave', (event) => event.pointerType === 'mouse' && leave())
  }
  button.addEventListener('focus', () => button.matches(':focus-visible') && show())
  button.addEventListener('blur', leave)
  // Shown already by the pointer or the focus: the press must not put it away.
  button.addEventListener('click', (event) => {
    event.preventDefault()
    stay()
    show()
  })
})

// The rest of a long text: there while the pointer is, and for as long as it is wanted after a press.
document.querySelectorAll('.field-more').forEach((more) => {
  const summary = more.querySelector('summary')
  let pressed = false
  summary.addEventListener('click', (event) => {
    event.preventDefault()
    more.open = pressed = !pressed
  })
  summary.addEventListener('pointerenter', (event) => event.pointerType === 'mouse' && (more.open = true))
  more.addEventListener('pointerleave', () => (more.open = pressed))
  more.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') more.open = pressed = false
  })
})
