// Single keys for those who do this all day. What a key does stands at the link or button itself (data-key); ? tells.
const dialog = document.getElementById('shortcuts')
const isOff = () => localStorage.getItem('slash') === 'off'
let prefix = ''

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || dialog?.open) return
  if (event.target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')) return
  if (event.key === '?') return void (event.preventDefault(), tell())
  // Who speaks to the machine, or whose hand rests on the keys, can do without the rest (WCAG 2.1.4).
  if (isOff()) return
  const keys = prefix + (event.shiftKey && /^\p{L}$/u.test(event.key) ? `Shift+${event.key.toUpperCase()}` : event.key)
  prefix = event.key === 'g' ? 'g ' : ''
  // What is done at one press (a button that posts) has Shift before it: a hand that slips does nothing.
  const target = [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].find((each) => each.checkVisibility())
  if (target) {
    event.preventDefault()
    return target.click()
  }
  if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1)
  if (event.key === 'x') document.activeElement.closest('tr')?.querySelector('.cell-choose input')?.click()
})

/** To the line below or above, in groups that are open. */
function step(by) {
  const lines = [...document.querySelectorAll('.case-rows .cell-case a, .hits .cell-case a')].filter((a) => a.checkVisibility())
  const here = document.activeElement.closest('tr')
  const at = lines.findIndex((line) => line.closest('tr') === here)
  const next = at < 0 ? lines.at(by > 0 ? 0 : -1) : lines[at + by]
  next?.focus()
  next?.closest('tr').scrollIntoView({ block: 'nearest' })
}

function tell() {
  if (!dialog) return
  const list = dialog.querySelector('dl')
  list.querySelectorAll('[data-own]').forEach((row) => row.remove())
  list.querySelectorAll('[data-if]').forEach((row) => (row.hidden = !document.querySelector(row.dataset.if)))
  for (const target of document.querySelectorAll('[data-key]')) {
    if (!target.checkVisibility()) continue
    const row = document.createElement('div')
    row.dataset.own = ''
    const keys = document.createElement('dt')
    for (const key of target.dataset.key.split(/[ +]/)) keys.append(Object.assign(document.createElement('kbd'), { textContent: key }), ' ')
    row.append(keys, Object.assign(document.createElement('dd'), { textContent: target.dataset.keyLabel ?? target.textContent.trim() }))
    list.prepend(row)
  }
  const choice = dialog.querySelector('[data-keys-choice]')
  choice.checked = !isOff()
  choice.onchange = () => localStorage.setItem('slash', choice.checked ? 'on' : 'off')
  dialog.showModal()
}
