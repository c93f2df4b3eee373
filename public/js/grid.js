// A table of rows: what is pasted into a cell from a spreadsheet becomes rows, read by the server as its own form does.
document.querySelectorAll('[data-paste]').forEach((table) => {
  const group = table.dataset.paste
  const area = document.getElementById(`_rows.${group}`)
  const button = document.querySelector(`[name=_paste][value="${group}"]`)
  table.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    // One cell is typed where it is pasted.
    if (!/[\t\n]/.test(text.trim())) return
    event.preventDefault()
    area.value = text
    button.form.requestSubmit(button)
  })
})
