// A table of rows as a spreadsheet has them. What is pasted and what its buttons do is worked out by the server, as without
// script: the form is posted and the rows of its answer are put in the place of those here, which keeps the rest of the page.
document.querySelectorAll('[data-grid]').forEach((table) => {
  const group = table.dataset.grid
  const field = table.closest('fieldset')
  const form = table.closest('form')
  const said = field.querySelector('[data-grid-said]')
  const undo = field.querySelector('[data-grid-undo]')
  // What the last answer changed: each table, its rows before, and what was written in each cell; and which row it took away.
  let sheets = []
  let removed = Infinity
  let busy = false

  table.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    // One cell is typed where it is pasted.
    if (!/[\t\n]/.test(text.trim()) || !event.target.name) return
    event.preventDefault()
    post({ _paste: event.target.name, [`_rows.${group}`]: text }, () => document.getElementById(event.target.id))
  })

  field.addEventListener('click', (event) => {
    const button = event.target.closest('button[name^="_"]')
    if (!button) return
    event.preventDefault()
    const { name, value } = button
    const row = Number(value.split('.')[1])
    const wasEmpty = table.tBodies[0].rows.length === 0
    post({ [name]: value }, () => {
      const last = table.tBodies[0].rows.length - 1
      if (last < 0) return field.querySelector('[name=_add]')
      if (name === '_remove') return cell(Math.min(row, last), 0)
      return name === '_fill' ? field.querySelector(`[name=_fill][value="${value}"]`) : cell(wasEmpty ? 0 : last, 0)
    }, button)
  })

  undo.addEventListener('click', () => {
    for (const sheet of sheets) {
      keepTyped(sheet)
      // A row that stays here, for what was typed in it, stays in its follower too.
      if (sheet.table === table || sheet.before.rows.length === table.tBodies[0].rows.length) exchange(sheet.table, sheet.before)
    }
    controls(table).forEach(give)
    undo.hidden = true
    said.textContent = ''
    form.dispatchEvent(new CustomEvent('filled'))
    ;(cell(0, 0) ?? field.querySelector('[name=_add]'))?.focus()
  })

  table.addEventListener('keydown', (event) => {
    const { target, key } = event
    if (!target.closest('td') || target.tagName === 'BUTTON' || event.isComposing) return
    const isText = target.type === 'text'
    if (key === 'Escape' && target.dataset.was !== undefined) target.value = target.dataset.was
    // Enter would send the whole form.
    else if (key === 'Enter') step(event, event.shiftKey ? -1 : 1)
    else if (isText && key === 'ArrowDown') step(event, 1)
    else if (isText && key === 'ArrowUp') step(event, -1)
  })
  table.addEventListener('focusin', ({ target }) => {
    if (target.name) target.dataset.was = target.value
  })

  function step(event, by) {
    event.preventDefault()
    const at = event.target.closest('td')
    const below = table.tBodies[0].rows[at.parentElement.sectionRowIndex + by]?.cells[at.cellIndex]
    const control = below?.querySelector('input, select')
    control?.focus()
    if (control?.type === 'text') control.select()
  }

  const controls = (within) => [...within.querySelectorAll(':is(input:not([type=hidden]), select)[name]')]
  const cell = (row, at) => table.tBodies[0].rows[row]?.querySelectorAll('td :is(input:not([type=hidden]), select)')[at]

  async function post(pressed, focus, button) {
    if (busy) return
    busy = true
    const body = new FormData(form)
    // Files are sent by themselves, and those ticked to be removed wait for Spara.
    for (const [name, value] of [...body]) if (typeof value !== 'string' || name === 'remove_file') body.delete(name)
    for (const [name, value] of Object.entries(pressed)) body.set(name, value)
    let status
    // As the form itself would: a page without files reads no other.
    const sent = form.enctype === 'multipart/form-data' ? body : new URLSearchParams(body)
    const page = await fetch(form.action, { method: 'POST', body: sent })
      .then((answer) => {
        status = answer.status
        return answer.text()
      })
      .then((text) => new DOMParser().parseFromString(text, 'text/html'))
      .catch(() => null)
    busy = false
    if (status === 401) {
      said.textContent = said.dataset.signedOut
      document.dispatchEvent(new CustomEvent('signed-out'))
      return
    }
    const rows = page?.querySelector(`[data-grid="${group}"] tbody`)
    // No answer, or another page: as without script, which tells why. What was pasted is still in the clipboard.
    if (!rows) {
      if (button) form.requestSubmit(button)
      else said.textContent = said.dataset.offline
      return
    }
    const told = tell(page)
    if (pressed._paste && keepUnplaced(page, pressed._paste === group)) {
      said.textContent = told
      return
    }
    sheets = [table, ...followers()].map((each) => ({ table: each, before: each.tBodies[0] }))
    for (const sheet of sheets) {
      exchange(sheet.table, page.querySelector(`[data-grid="${sheet.table.dataset.grid}"] tbody`))
      sheet.written = new Map(controls(sheet.table).map((control) => [control, control.value]))
    }
    const says = `[data-says="${group}"]`
    field.querySelector(says)?.replaceChildren(...(page.querySelector(says)?.childNodes ?? []))
    removed = pressed._remove ? Number(pressed._remove.split('.')[1]) : Infinity
    undo.hidden = false
    said.textContent = told || said.dataset.gridSaid
    form.dispatchEvent(new CustomEvent('filled'))
    focus()?.focus({ preventScroll: pressed._paste?.includes('.') ?? false })
  }

  /** What the answer says of the table as a whole, at the table. */
  function tell(page) {
    const [here, there] = [field, page].map((within) => within.querySelector(`[data-says="${group}"]`))
    here.replaceChildren(...there.children)
    field.classList.toggle('has-error', here.children.length > 0)
    return here.textContent.trim()
  }

  /** Rows that there is no room for are not put in: they stay in the box for them. */
  function keepUnplaced(page, isFromBox) {
    const [here, there] = [document, page].map((within) => within.getElementById(`_rows.${group}`))
    if (!here || (there.value === '' && !isFromBox)) return false
    here.value = there.value
    here.closest('details').open = there.value !== ''
    return there.value !== ''
  }

  // Only what the answer wrote is taken back. What was typed since is carried over to the rows as they were; where it was
  // typed in a row that came with the answer, that row stays for it.
  function keepTyped({ table, before, written }) {
    const isTyped = (control) => control.value !== written.get(control)
    const rows = [...table.tBodies[0].rows]
    const last = rows.findLastIndex((row) => controls(row).some(isTyped))
    rows.slice(0, last + 1).forEach((row, at) => {
      const now = controls(row)
      const then = before.rows[at < removed ? at : at + 1]
      if (then) controls(then).forEach((control, i) => isTyped(now[i]) && (control.value = now[i].value))
      else {
        for (const control of now) if (!isTyped(control)) control.value = ''
        before.append(row)
      }
    })
  }

  // Tables of the same page that have a row for each of these: when both parts of a case are written together (flow D).
  const followers = () => [...form.querySelectorAll(`[data-follows="${group}"] [data-grid]`)]

  function exchange(table, rows) {
    const field = table.closest('fieldset')
    table.tBodies[0].replaceWith(rows)
    field.querySelector('legend .count').textContent = rows.rows.length
    field.classList.toggle('is-empty', rows.rows.length === 0)
  }

  // What a follower has only been given is written here.
  table.addEventListener('input', ({ target }) => give(target))
  function give({ name, value }) {
    const [, row, part] = name.split('.')
    for (const { dataset } of followers()) {
      const given = form.elements[`${dataset.grid}.${row}.${part}`]
      if (given?.type !== 'hidden') continue
      given.value = value
      given.previousElementSibling.textContent = value
    }
  }
})
