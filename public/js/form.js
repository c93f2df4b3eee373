// For pages with a form drawn from a definition: what applies now.
document.querySelectorAll('form').forEach((form) => form.querySelector('[data-when]') && conditions(form))

/**
 * Hides fields that do not apply while the form is filled in. The conditions are those of src/domain/forms/definition.ts and
 * are judged as in src/domain/forms/conditions.ts; the server has the last word and drops what is hidden.
 */
function conditions(form) {
  // The list of sections stands beside the form.
  const beside = form.closest('.edit')?.querySelectorAll('.edit-nav [data-when]') ?? []
  const parts = [...form.querySelectorAll('[data-when]'), ...beside].map((element) => ({
    element,
    when: JSON.parse(element.dataset.when),
    // Within a repeating group the row's own answers come first: 'vr.0.'.
    row: /^\w+\.\d+\./.exec(namesIn(element.closest('.field') ?? element)[0] ?? '')?.[0] ?? '',
  }))
  const judge = () => {
    // A block has thousands of cells: asking FormData for a name reads them all.
    const posted = new Map()
    for (const [name, value] of new FormData(form)) posted.set(name, [...(posted.get(name) ?? []), value])
    // Hiding one field may hide the next, so until nothing changes.
    // Rows are an answer by being there, as in domain/forms/conditions.ts.
    const groups = new Set([...posted.keys()].map((name) => /^(\w+)\.\d+\./.exec(name)?.[1]))
    for (let round = 0; round < 8; round++) {
      const hidden = new Set(parts.filter(({ element }) => element.hidden).flatMap(({ element }) => namesIn(element)))
      const read = (name) => {
        if (hidden.has(name)) return []
        if (groups.has(name)) return ['rows']
        const values = (posted.get(name) ?? []).filter((value) => value !== '')
        // A box that is not ticked says no; a question without an answer says nothing.
        return values.length === 0 && form.elements[name]?.type === 'checkbox' ? ['nej'] : values
      }
      const changed = parts.filter(({ element, when, row }) => {
        const hide = !holds(when, (field) => {
          const own = row === '' ? [] : read(row + field)
          return own.length > 0 ? own : read(field)
        })
        const turned = element.hidden !== hide
        element.hidden = hide
        return turned
      })
      if (changed.length === 0) break
    }
    form.dispatchEvent(new CustomEvent('judged'))
  }
  form.addEventListener('change', judge)
  form.addEventListener('filled', judge)
  form.addEventListener('filled', () => form.querySelectorAll('.rare-fold:not([open])').forEach(openIfFilled))
  judge()
}

/** What a button wrote is to be seen. */
function openIfFilled(fold) {
  const controls = [...fold.querySelectorAll('input:not([type=radio], [type=checkbox]), textarea')]
  fold.open = controls.some(({ value, defaultValue }) => value !== defaultValue)
}

function namesIn(element) {
  return [...element.querySelectorAll('input, select, textarea')].map((control) => control.name)
}

/** `read` gives what is typed for a field as a list of strings, empty when nothing is. */
function holds(condition, read) {
  if (condition.all) return condition.all.every((each) => holds(each, read))
  if (condition.any) return condition.any.some((each) => holds(each, read))
  if (condition.not) return !holds(condition.not, read)
  const values = read(condition.field)
  if ('is' in condition) return matches(values, condition.is)
  if ('in' in condition) return condition.in.some((wanted) => matches(values, wanted))
  if ('above' in condition) return values.length > 0 && number(values[0]) > condition.above
  if ('below' in condition) return values.length > 0 && number(values[0]) < condition.below
  return values.some((value) => value !== 'nej') === condition.filled
}

function matches(values, wanted) {
  if (typeof wanted === 'boolean') {
    return values.some((value) => (value !== 'nej') === wanted)
  }
  return values.some((value) => (typeof wanted === 'number' ? number(value) : value) === wanted)
}

/** '48 211', '17,5' and '25 A' as numbers. */
function number(typed) {
  return Number.parseFloat(typed.replace(/\s/g, '').replace(',', '.'))
}
