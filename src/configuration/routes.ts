import type { Room } from '../web/routes.ts'
import { draftRoom } from './draftRoom.ts'
import { accept } from './accept.ts'
import { areaFile } from './areaFile.ts'
import { areas } from './areas.ts'
import { auto } from './auto.ts'
import { basics } from './basics.ts'
import { collection } from './collection.ts'
import { field } from './field.ts'
import { fields } from './fields.ts'
import { files } from './files.ts'
import { draftPage } from './draftPage.ts'
import { fuses } from './fuses.ts'
import type { Inputs } from './inputs.ts'
import { jobs } from './jobs.ts'
import { drawLook, look } from './look.ts'
import { newField } from './newField.ts'
import { overview } from './overview.ts'
import { BASE, type Single } from './part.ts'
import { passwords } from './passwords.ts'
import { preview } from './preview.ts'
import { reasons, texts } from './reasons.ts'
import { samples } from './samples.ts'
import { sections } from './sections.ts'
import { contact, rules } from './settings.ts'
import { lookSheet, storedFiles } from './storedRoutes.ts'
import { templates } from './templates.ts'
import { acceptShadow, shadow } from './trialRunRoutes.ts'

/** What a network owner decides about forms and rules, one draft published as a whole. */
export const configuration = draftRoom('').use(
  overview,
  jobs,
  fields,
  basics,
  newField,
  field,
  sections,
  files,
  preview,
  collection(reasons),
  collection(texts),
  areaFile,
  collection(areas),
  single(rules),
  single(fuses),
  collection(templates),
  lookSheet,
  single(look, drawLook),
  single(passwords),
  storedFiles,
  single(contact),
  collection(auto),
  shadow,
  collection(accept),
  acceptShadow,
  samples,
)

/** A part that is one form has one page. */
function single<X, I extends Inputs>(part: Single<X, I>, draw?: Parameters<typeof draftPage<X, I>>[3]): Room {
  const room = draftRoom(`/${part.path}`)
  draftPage(room, '/', { ...part, support: true, to: () => `${BASE}/${part.path}` }, draw)
  return room
}
