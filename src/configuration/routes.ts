import { Router } from 'express'
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
import { shadow } from './trialRunRoutes.ts'

/** What a network owner decides about forms and rules, one draft published as a whole: /owner/configuration */
export const configuration = Router()

configuration.use('/', overview)
configuration.use('/jobs', jobs)
configuration.use('/jobs/:job', fields)
configuration.use('/jobs/:job/basics', basics)
configuration.use('/jobs/:job/fields', newField, field)
configuration.use('/jobs/:job/sections', sections)
configuration.use('/jobs/:job/files', files)
configuration.use('/jobs/:job/preview', preview)
configuration.use('/reasons', collection(reasons))
configuration.use('/texts', collection(texts))
configuration.use('/areas', areaFile, collection(areas))
configuration.use('/rules', single(rules))
configuration.use('/fuses', single(fuses))
configuration.use('/templates', collection(templates))
configuration.use('/look', lookSheet, single(look, drawLook))
configuration.use('/passwords', single(passwords))
configuration.use('/files', storedFiles)
configuration.use('/contact', single(contact))
configuration.use('/auto', collection(auto))
configuration.use('/auto/:code/shadow', shadow)
configuration.use('/samples', samples)

/** A part that is one form has one page. */
function single<X, I extends Inputs>(part: Single<X, I>, draw?: Parameters<typeof draftPage<X, I>>[3]): Router {
  const router = Router()
  draftPage(router, '/', { ...part, to: () => `${BASE}/${part.path}` }, draw)
  return router
}
