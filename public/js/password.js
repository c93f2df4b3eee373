// A new password: the rules turn green as they are kept, by asking the server, whose rules they are.
const input = document.querySelector('[data-rules]')
const items = [...document.querySelectorAll('[data-rule]')]
let asked = 0
let timer

input?.addEventListener('input', () => {
  clearTimeout(timer)
  timer = setTimeout(ask, 150)
})

async function ask() {
  asked += 1
  const mine = asked
  const token = location.pathname.match(/^\/invitation\/([\w-]+)$/)?.[1] ?? ''
  const body = new URLSearchParams({ password: input.value, token })
  const answer = await fetch(input.dataset.rules, { method: 'POST', body }).catch(() => null)
  // An answer to what has been typed over since is of no use; without one the server tells when the form is sent.
  if (mine !== asked || !answer?.ok) return
  const { rules } = await answer.json()
  for (const item of items) {
    const state = input.value === '' ? '' : (rules.find(({ key }) => key === item.dataset.rule)?.state ?? '')
    item.dataset.state = state
    const said = item.querySelector('[data-said]')
    said.textContent = state === 'ok' ? ` – ${said.dataset.ok}` : state === 'wrong' ? ` – ${said.dataset.wrong}` : ''
  }
}

for (const button of document.querySelectorAll('[data-show]')) {
  button.hidden = false
  button.addEventListener('click', () => {
    const shown = button.getAttribute('aria-pressed') !== 'true'
    button.setAttribute('aria-pressed', String(shown))
    for (const name of button.dataset.show.split(' ')) {
      for (const field of document.querySelectorAll(`[name="${name}"]`)) field.type = shown ? 'text' : 'password'
    }
  })
}
