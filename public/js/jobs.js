// Nytt ärende: what is written is looked for in the names of jobs and in what people call them. Without script the jobs
// lie in their folds.
const search = document.querySelector('[data-job-search]')
if (search) {
  const input = search.querySelector('input')
  const told = search.querySelector('[data-job-found]')
  const box = search.closest('fieldset')
  const types = [...box.querySelectorAll('.job-type')]
  const recent = box.querySelector('.job-recent')
  const plain = (text) => text.toLowerCase().normalize('NFC')
  const jobs = [...box.querySelectorAll('.job[data-words]')].map((label) => ({ label, text: plain(`${label.textContent} ${label.dataset.words}`) }))
  search.hidden = false

  const find = () => {
    const words = plain(input.value).split(/[^\p{L}\d]+/u).filter(Boolean)
    const isFound = ({ text }) => words.every((word) => text.split(/[^\p{L}\d]+/u).some((each) => each.startsWith(word)))
    let count = 0
    for (const job of jobs) {
      job.label.hidden = !isFound(job)
      if (!job.label.hidden) count += 1
    }
    const isLost = words.length > 0 && count === 0
    if (isLost) jobs.forEach(({ label }) => (label.hidden = false))
    if (recent) recent.hidden = words.length > 0
    for (const type of types) {
      // Several are open at once while one searches, which folds of one name cannot be.
      words.length > 0 && !isLost ? type.removeAttribute('name') : type.setAttribute('name', 'job-type')
      type.hidden = [...type.querySelectorAll('.job')].every((label) => label.hidden)
      type.open = (words.length > 0 && !isLost && !type.hidden) || type.querySelector(':checked') !== null
    }
    told.textContent = words.length === 0 ? '' : isLost ? told.dataset.none : told.dataset.some.replace('{n}', count)
  }
  input.addEventListener('input', find)
  input.addEventListener('keydown', (event) => {
    // Enter would send the form: it chooses the one that is left.
    if (event.key !== 'Enter') return
    event.preventDefault()
    const left = jobs.filter(({ label }) => !label.hidden)
    if (input.value.trim() !== '' && left.length === 1) left[0].label.querySelector('input').click()
  })
}
