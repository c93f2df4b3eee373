// Passkeys: the form asks the server what to ask the authenticator, writes the answer into a hidden input and is sent.
const can = typeof PublicKeyCredential !== 'undefined' && 'parseRequestOptionsFromJSON' in PublicKeyCredential

for (const form of document.querySelectorAll('form[data-passkey]')) {
  // Without script, or in a browser that is too old, the other ways in are enough.
  if (!can) continue
  form.hidden = false
  const said = form.querySelector('[data-said]')
  form.addEventListener('submit', (event) => {
    if (answered(form).value !== '') return
    event.preventDefault()
    said.hidden = true
    void answer(form).then(
      () => form.requestSubmit(),
      (error) => {
        said.hidden = false
        said.querySelector('span').textContent = error.said ?? said.dataset.failed
      },
    )
  })
  // Back in the browser's history: what was signed is spent.
  addEventListener('pageshow', () => (answered(form).value = ''))
}

/** Where the answer goes: a form that holds another one names it otherwise. */
function answered(form) {
  return form.querySelector('[data-credential]')
}

async function answer(form) {
  const asked = await fetch(form.dataset.options, {
    method: 'POST',
    body: new URLSearchParams(new FormData(form)),
    headers: { accept: 'application/json' },
  })
  const options = await asked.json()
  if (asked.status === 401) document.dispatchEvent(new CustomEvent('signed-out'))
  if (!asked.ok) throw Object.assign(new Error('refused'), { said: options.error })
  const credential =
    form.dataset.passkey === 'new'
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
  answered(form).value = JSON.stringify(credential.toJSON())
}
