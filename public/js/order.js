// Lists of the configuration: put in order by dragging a grip or by the arrow keys on it, and sought while one types.
// Without script the menu of each row moves it, and the search is a page.
document.querySelectorAll('[data-order]').forEach(order)
document.querySelectorAll('[data-find]').forEach(find)

function order(form) {
  if (!(form instanceof HTMLFormElement)) return
  const grips = () => [...form.querySelectorAll('[data-grip]')]
  grips().forEach((grip) => (grip.hidden = false))
  let busy = Promise.resolve()

  form.addEventListener('keydown', (event) => {
    const grip = event.target.closest?.('[data-grip]')
    const what = { ArrowUp: 'up', ArrowDown: 'down', Home: 'first', End: 'last' }[event.key]
    if (!grip || !what || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const id = idOf(grip.closest('li'))
    busy = busy.then(() => post({ [what]: id }, id))
  })
  form.addEventListener('pointerdown', (event) => {
    const grip = event.target.closest?.('[data-grip]')
    if (grip && event.button === 0) drag(grip, event)
  })

  /** Follows the pointer among the rows of the same list; the place is kept when it is let go, and left with Escape. */
  function drag(grip, begun) {
    const row = grip.closest('li')
    const before = othersOf(row).filter((each) => precedes(each, row)).length
    begun.preventDefault()
    grip.focus()
    grip.setPointerCapture(begun.pointerId)
    row.classList.add('is-dragged')
    const over = ({ clientY }) => {
      const isAbove = (each) => {
        const { top, height } = each.getBoundingClientRect()
        return top + height / 2 < clientY
      }
      place(row, othersOf(row).filter(isAbove).length)
      const edge = 60
      if (clientY < edge) scrollBy(0, -12)
      else if (clientY > innerHeight - edge) scrollBy(0, 12)
    }
    const end = (event) => {
      grip.removeEventListener('pointermove', over)
      row.classList.remove('is-dragged')
      removeEventListener('keydown', leave, true)
      const others = othersOf(row)
      const now = others.filter((each) => precedes(each, row)).length
      if (event.type !== 'pointerup' || now === before) return
      const next = others[now]
      busy = busy.then(() => post({ move: idOf(row), before: next ? idOf(next) : '' }, idOf(row)))
    }
    const leave = (event) => {
      if (event.key !== 'Escape') return
      place(row, before)
      grip.releasePointerCapture(begun.pointerId)
    }
    grip.addEventListener('pointermove', over)
    for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'])
      grip.addEventListener(name, end, { once: true })
    addEventListener('keydown', leave, true)
  }

  /** Posts as a button of the row would, and shows the list that comes back where one is. */
  async function post(button, id) {
    const body = new URLSearchParams(new FormData(form))
    for (const [name, value] of Object.entries(button)) body.set(name, value)
    const answer = await fetch(form.action, { method: 'POST', body }).catch(() => null)
    if (answer?.status === 401) return document.dispatchEvent(new CustomEvent('signed-out'))
    const page = answer?.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null
    const fresh = page?.querySelector('form[data-order]')
    // Somebody else changed it, or there is no net: the page itself tells.
    if (!fresh) return location.reload()
    for (const name of ['_key', '_stamp']) form.elements[name].value = fresh.elements[name].value
    const lists = [...form.querySelectorAll('.config-rows')]
    fresh.querySelectorAll('.config-rows').forEach((rows, at) => {
      if (lists[at] && lists[at].innerHTML !== rows.innerHTML) lists[at].replaceChildren(...rows.children)
    })
    const side = page.querySelector('.config-side')
    if (side) document.querySelector('.config-side')?.replaceWith(side)
    grips().forEach((grip) => (grip.hidden = false))
    const row = document.getElementById(`row-${id}`)
    row?.querySelector('[data-grip]')?.focus()
    if (row) tell(row)
  }

  function tell(row) {
    const list = [...row.parentElement.children].filter((each) => each.dataset.list === row.dataset.list)
    const moved = form.querySelector('[data-moved]')
    const said = { name: row.querySelector('a').textContent, n: list.indexOf(row) + 1, of: list.length }
    moved.textContent = moved.dataset.says.replaceAll(/\{(\w+)\}/g, (_all, key) => said[key])
  }
}

const othersOf = (row) =>
  [...row.parentElement.children].filter((each) => each !== row && each.dataset.list === row.dataset.list)
const precedes = (each, row) => (each.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0

/** After so many of its list. The others move: what is taken out of the document loses the pointer. */
function place(row, n) {
  const others = othersOf(row)
  let at = others.filter((each) => precedes(each, row)).length
  while (at < n) row.before(others[at++])
  while (at > n) row.after(others[--at])
}

const idOf = (row) => row.id.slice('row-'.length)

/** Shows the rows that have every word, and opens the folds that they lie in. */
function find(input) {
  const groups = [...document.querySelectorAll('details.config-group')]
  const wasOpen = new Map(groups.map((group) => [group, group.open]))
  input.addEventListener('input', () => {
    const words = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean)
    for (const group of groups) {
      const rows = [...group.querySelectorAll('.config-row')]
      for (const row of rows) {
        const text = `${idOf(row)} ${row.querySelector('.config-text').textContent}`.toLocaleLowerCase()
        row.hidden = !words.every((word) => text.includes(word))
      }
      const left = rows.filter((row) => !row.hidden).length
      group.hidden = left === 0 && words.length > 0
      group.open = words.length === 0 ? wasOpen.get(group) : left > 0
    }
    const differing = document.querySelector('.config-differing')
    if (differing) differing.hidden = words.length > 0
  })
}
