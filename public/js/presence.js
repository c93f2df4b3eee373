// Tells colleagues that one has the case open, or writes in it, and shows who else does.
const BEAT = 20_000
// Who has neither moved nor typed for so long has gone for coffee: a tab left open neither claims a case nor keeps its
// session alive.
const AWAY = 5 * 60_000

document.querySelectorAll('[data-presence]').forEach(presence)

function presence(line) {
  const words = line.querySelector('[data-present]')
  let writing = false
  let alive = Date.now()
  let timer

  const send = (fields) => new URLSearchParams({ ...(writing && { writing: 'ja' }), ...fields })
  const beat = async () => {
    clearTimeout(timer)
    timer = setTimeout(beat, BEAT)
    if (document.hidden || Date.now() - alive > AWAY) return
    const answer = await fetch(line.dataset.presence, { method: 'POST', body: send(), headers: { Accept: 'application/json' } })
      .then((response) => {
        // Told while one writes, and not when what was written is sent.
        if (response.status === 401) document.dispatchEvent(new CustomEvent('signed-out'))
        return response.ok && !response.redirected ? response.json() : null
      })
      .catch(() => null)
    // The case is no more to be seen: nothing to tell, and nobody to tell it to.
    if (answer && words.textContent !== answer.words) {
      words.textContent = answer.words
      line.hidden = answer.words === ''
    }
  }
  for (const sign of ['pointerdown', 'keydown', 'scroll']) {
    addEventListener(sign, () => (alive = Date.now()), { passive: true, capture: true })
  }
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    alive = Date.now()
    beat()
  })
  document.addEventListener('input', ({ target }) => {
    if (writing || !target.form?.matches('[data-writes]')) return
    writing = true
    beat()
  })
  addEventListener('pagehide', () => navigator.sendBeacon(line.dataset.presence, send({ left: 'ja' })))
  addEventListener('pageshow', ({ persisted }) => persisted && beat())
  timer = setTimeout(beat, BEAT)
}
