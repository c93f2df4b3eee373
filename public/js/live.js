// Follows what others do: the number that waits, marks on the lines of a list, and a quiet bar. Nothing that one reads or
// types moves. One connection a browser: the tabs choose one among them (Web Locks), which tells the others.
const bar = document.querySelector('[data-live]')
if (bar && navigator.locks && 'BroadcastChannel' in window) follow()

function follow() {
  const NAME = 'elanmalan-live'
  // Who clicks on from page to page needs no connection for each.
  const SETTLED = 2000
  const [words, button] = bar.children
  const shown = document.querySelector('[data-live-case]')
  const channel = new BroadcastChannel(NAME)
  const changed = new Set()
  let heardAt = 0
  // By the server's clock: the last message, or when this page was asked for.
  let since = bar.dataset.since
  // Whose connection it is: after another has signed in, the pages that are left are not theirs.
  let person = ''

  button.addEventListener('click', () => location.reload())
  channel.onmessage = ({ data }) => hear(data)

  const tell = (kind, data) => {
    if (kind === 'inbox') person = data.person
    const message = { kind, data, person }
    channel.postMessage(message)
    hear(message)
  }

  function hear({ kind, data, person }) {
    if (person !== bar.dataset.live) return
    bar.dataset.following = ''
    if (kind === 'inbox') count(data.waiting)
    else if (kind === 'news' && !data.mine) news(data)
    else if (kind === 'missed' && shown) void look()
  }

  function count(waiting) {
    for (const badge of document.querySelectorAll('.badge')) {
      // Its number; the word for a screen reader stands after it.
      badge.firstChild.data = waiting
      badge.hidden = waiting === '0'
    }
  }

  function news({ ref, event, arrived }) {
    if (shown) {
      if (ref === shown.dataset.liveCase && event > Number(shown.dataset.liveEvent)) say(bar.dataset.case)
      return
    }
    const links = document.querySelectorAll(`.case-rows a.num[href="/cases/${CSS.escape(ref)}"]`)
    for (const link of links) mark(link)
    if (links.length === 0 && !(arrived && document.querySelector('.case-table'))) return
    changed.add(ref)
    say(changed.size === 1 ? bar.dataset.one : bar.dataset.many.replace('{n}', changed.size))
  }

  function mark(link) {
    const line = link.closest('tr')
    if (line.classList.contains('is-changed')) return
    line.classList.add('is-changed')
    const said = { className: 'visually-hidden', textContent: ` ${bar.dataset.changed}` }
    link.append(Object.assign(document.createElement('span'), said))
  }

  function say(text) {
    words.textContent = text
    button.hidden = false
  }

  /** Whether the case of this page has changed while nobody told of it. */
  async function look() {
    const now = await state(`?ref=${encodeURIComponent(shown.dataset.liveCase)}`)
    if (now && now.person === bar.dataset.live && now.event > Number(shown.dataset.liveEvent)) say(bar.dataset.case)
  }

  async function state(query = '') {
    const answer = await fetch(`/live/state${query}`).catch(() => null)
    if (answer?.status === 401) document.dispatchEvent(new CustomEvent('signed-out'))
    return answer?.ok ? answer.json() : null
  }

  function connect() {
    let source, again, counting
    const open = () => {
      source = new EventSource(`/live?since=${since}`)
      for (const kind of ['inbox', 'news', 'missed']) {
        source.addEventListener(kind, ({ data, lastEventId }) => {
          heardAt = Date.now()
          since = lastEventId
          tell(kind, JSON.parse(data))
          // The server counts how many wait, once for all that comes within a few seconds.
          if (kind === 'news') counting ??= setTimeout(askCount, 1000 + Math.random() * 2000)
        })
      }
      source.onerror = () => {
        // Signed out, or nothing to follow, or a server that is busy or being replaced: it is asked now and then.
        if (source.readyState !== EventSource.CLOSED) return
        again = setTimeout(() => askCount().then(open), 20_000 + Math.random() * 20_000)
      }
    }
    const askCount = async () => {
      counting = undefined
      const now = await state()
      if (now) tell('inbox', now)
    }
    open()
    return () => {
      clearTimeout(again)
      clearTimeout(counting)
      source.close()
    }
  }

  /** Waits for its turn to hold the connection, and holds it until the page is left. */
  function takeTurn() {
    const waiting = new AbortController()
    let letGo = () => waiting.abort()
    const hold = () =>
      new Promise((release) => {
        const close = connect()
        letGo = () => {
          close()
          release()
        }
      })
    navigator.locks.request(NAME, { signal: waiting.signal }, hold).catch(() => undefined)
    return () => letGo()
  }

  let leave = () => clearTimeout(settled)
  const begin = () => (leave = takeTurn())
  const settled = setTimeout(begin, SETTLED)
  addEventListener('pagehide', () => leave())
  // Back in the browser's history, or awake after sleep: the page is old, its connection may be dead.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    begin()
    if (shown) void look()
  })
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || heardAt === 0 || Date.now() - heardAt < 90_000) return
    leave()
    begin()
  })
}
