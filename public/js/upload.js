// Files are sent as soon as they are picked, taken or dropped, each with its progress: what is shown as saved is saved,
// whatever happens to the form around it. Without script they go with the form.
document.querySelectorAll('input[type=file][data-upload]').forEach(uploadAtOnce)
document.querySelectorAll('[data-without-script]').forEach((button) => (button.hidden = true))

/** How many files of each form are on their way. */
const onTheirWay = new WeakMap()

document.addEventListener('submit', (event) => {
  const form = event.target
  if (!onTheirWay.get(form)) return
  // The form waits for them: what it is sent for may depend on a file that is not there yet.
  event.preventDefault()
  const { submitter } = event
  form.addEventListener('uploaded', () => form.requestSubmit(submitter), { once: true })
}, { capture: true })

function count(form, change) {
  const left = (onTheirWay.get(form) ?? 0) + change
  onTheirWay.set(form, left)
  if (left === 0) form.dispatchEvent(new CustomEvent('uploaded'))
}

function uploadAtOnce(input) {
  const list = document.getElementById(input.dataset.list)
  // Where the page lists what is attached, it is drawn anew when all is there; in a form that would lose what is typed.
  const redraw = input.dataset.kind === ''
  // What it shows is said by whoever attaches it: a file waits until that is chosen.
  const chooser = input.dataset.kind ? null : input.form.elements.kind
  chooser?.addEventListener('change', () => input.files.length > 0 && send())
  input.addEventListener('change', send)
  async function send() {
    if (chooser?.value === '') {
      chooser.reportValidity()
      return
    }
    const files = [...input.files]
    // They must not go a second time with the form.
    input.value = ''
    const kind = input.dataset.kind || chooser?.value || 'OVR'
    const sent = []
    count(input.form, files.length)
    for (const file of files) {
      sent.push(await upload(file, kind, input, list))
      count(input.form, -1)
    }
    if (redraw && sent.every(Boolean)) {
      location.hash = 'files'
      location.reload()
    }
  }
  const box = input.closest('.pick')
  if (!box) return
  for (const type of ['dragover', 'dragenter']) box.addEventListener(type, () => box.classList.add('is-over'))
  for (const type of ['dragleave', 'drop']) box.addEventListener(type, () => box.classList.remove('is-over'))
}

/** One file; true when it is saved. */
function upload(file, kind, input, list) {
  const item = document.createElement('li')
  const words = document.createElement('span')
  const bar = document.createElement('progress')
  words.textContent = `${file.name} (${size(file.size)}) – ${list.dataset.sending}`
  bar.max = 1
  bar.value = 0
  bar.setAttribute('aria-label', file.name)
  item.className = 'is-sending'
  item.append(words, bar)
  list.append(item)

  const body = new FormData()
  body.append('_key', key())
  body.append('_person', input.form.elements._person?.value ?? '')
  body.append('kind', kind)
  if (input.form.elements.keep_position?.checked) body.append('keep_position', 'ja')
  body.append('file', file)
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open('POST', input.dataset.upload)
    request.setRequestHeader('Accept', 'application/json')
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total
    })
    request.addEventListener('loadend', () => {
      const { added = [], refused = [], told = '', error = list.dataset.failed } = answerOf(request)
      if (request.status === 401) document.dispatchEvent(new CustomEvent('signed-out'))
      bar.remove()
      item.className = added.length > 0 ? '' : 'is-refused'
      words.textContent = added.length > 0 ? '' : refused[0] ?? `${file.name}: ${error}`
      for (const each of added) item.append(...savedFile(each, input, list))
      if (told) item.append(Object.assign(document.createElement('span'), { className: 'muted small', textContent: told }))
      resolve(added.length > 0)
    })
    request.send(body)
  })
}

function answerOf(request) {
  try {
    return JSON.parse(request.responseText)
  } catch {
    return {}
  }
}

/** Its name as a link, and in a form the box that takes it away again when the form is saved. */
function savedFile({ id, name, size: bytes }, input, list) {
  const link = document.createElement('a')
  link.href = `${input.dataset.upload}/${id}`
  link.textContent = name
  const detail = document.createElement('span')
  detail.className = 'muted small num'
  detail.textContent = `${size(bytes)} · ${list.dataset.sent}`
  if (input.dataset.kind === '') return [link, detail]
  const label = document.createElement('label')
  label.className = 'tick small'
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', name: 'remove_file', value: id })
  box.setAttribute('aria-label', `${list.dataset.remove} ${name}`)
  label.append(box, ` ${list.dataset.remove}`)
  return [link, detail, label]
}

/** A one-time key, as the server makes them: a repeated request stores the file once. */
function key() {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18)))).replaceAll('+', '-').replaceAll('/', '_')
}

function size(bytes) {
  const [value, unit] = bytes < 1e6 ? [Math.max(1, Math.round(bytes / 1e3)), 'kB'] : [bytes / 1e6, 'MB']
  return `${value.toLocaleString('sv-SE', { maximumFractionDigits: 1 })} ${unit}`
}
