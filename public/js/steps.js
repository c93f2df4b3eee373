const phone = matchMedia('(max-width: 40rem)')
document.querySelectorAll('form[data-steps]').forEach(steps)

/** On a phone a long form is filled in one section at a time. The page holds them all: this only shows one. */
function steps(form) {
  const all = [...form.querySelectorAll('[data-step]')]
  const part = (name) => form.querySelector(`[data-step-${name}]`)
  const [head, title, count, bars, back, next] = ['head', 'title', 'count', 'bars', 'back', 'next'].map(part)
  const memory = `step:${location.pathname}`
  let at = null
  const shown = () => all.filter((step) => !step.hidden)

  const draw = () => {
    const list = shown()
    if (!list.includes(at)) at = list[0]
    const index = list.indexOf(at)
    all.forEach((step) => step.classList.toggle('is-away', phone.matches && step !== at))
    form.classList.toggle('is-stepped', phone.matches)
    form.classList.toggle('is-last', index === list.length - 1)
    form.classList.toggle('is-first', index === 0)
    head.hidden = !phone.matches
    title.textContent = at.dataset.title
    count.textContent = form.dataset.count.replace('{n}', index + 1).replace('{total}', list.length)
    back.hidden = !phone.matches || index === 0
    next.hidden = !phone.matches || index === list.length - 1
    next.querySelector('span').textContent = form.dataset.next.replace('{title}', list[index + 1]?.dataset.title ?? '')
    bars.replaceChildren(...list.map((step, order) => bar(step, order - index)))
  }
  const go = (step, { remember = true, focus = true } = {}) => {
    if (!step) return
    at = step
    form.classList.add('is-moved')
    sessionStorage.setItem(memory, step.id)
    if (remember && phone.matches) history.pushState({ step: step.id }, '')
    draw()
    if (!phone.matches || !focus) return
    scrollTo({ top: 0 })
    title.focus({ preventScroll: true })
  }
  const beside = (by) => shown()[shown().indexOf(at) + by]

  back.addEventListener('click', () => go(beside(-1)))
  next.addEventListener('click', () => go(beside(1)))
  // Back in the browser's history goes a section back; following a link to a field comes here too.
  addEventListener('popstate', ({ state }) => {
    const step = all.find(({ id }) => id === state?.step) ?? stepOf(location.hash) ?? shown()[0]
    if (step !== at) go(step, { remember: false, focus: false })
  })
  form.addEventListener('judged', draw)
  form.addEventListener('submit', ({ submitter }) => {
    if (submitter?.name === '_do') sessionStorage.removeItem(memory)
  })
  phone.addEventListener('change', draw)
  // A link to a field, from the error summary or from what is to be put right, opens the section it stands in.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]')
    const step = link && stepOf(link.hash)
    if (!step) return
    unfold(link.hash)
    if (step !== at) go(step, { remember: false, focus: false })
  })

  unfold(location.hash)
  const wrong = form.querySelector('[data-step] [aria-invalid=true]')?.closest('[data-step]')
  at = stepOf(location.hash) ?? wrong ?? document.getElementById(sessionStorage.getItem(memory)) ?? all[0]
  draw()
}

function linked(hash) {
  return hash ? document.getElementById(decodeURIComponent(hash.slice(1))) : null
}

function stepOf(hash) {
  return linked(hash)?.closest('[data-step]') ?? null
}

function unfold(hash) {
  for (let fold = linked(hash)?.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true
}

function bar(step, distance) {
  const item = document.createElement('li')
  const wrong = step.querySelector('[aria-invalid=true]') !== null
  item.className = distance === 0 ? 'is-here' : wrong ? 'is-wrong' : `is-${step.dataset.state}`
  return item
}
