import { Router } from 'express'
import { areaFile } from './areaFile.ts'
import { areas } from './areas.ts'
import { auto } from './auto.ts'
import { basics } from './basics.ts'
import { field } from './field.ts'
import { fields } from './fields.ts'
import { files } from './files.ts'
import { jobs } from './jobs.ts'
import { overview } from './overview.ts'
import { preview } from './preview.ts'
import { reasons, texts } from './reasons.ts'
import { samples } from './samples.ts'
import { sections } from './sections.ts'
import { fuses } from './fuses.ts'
import { look } from './look.ts'
import { passwords } from './passwords.ts'
import { storedFiles } from './storedRoutes.ts'
import { templates } from './templates.ts'
import { contact, rules } from './settings.ts'
import { shadow } from './trialRunRoutes.ts'

/** What a network owner decides about forms and rules, one draft published as a whole: /owner/configuration */
export const configuration = Router()

configuration.use('/', overview)
configuration.use('/jobs', jobs)
configuration.use('/jobs/:job', fields)
configuration.use('/jobs/:job/basics', basics)
configuration.use('/jobs/:job/fields', field)
configuration.use('/jobs/:job/sections', sections)
configuration.use('/jobs/:job/files', files)
configuration.use('/jobs/:job/preview', preview)
configuration.use('/reasons', reasons)
configuration.use('/texts', texts)
configuration.use('/areas', areaFile)
configuration.use('/areas', areas)
configuration.use('/rules', rules)
configuration.use('/fuses', fuses)
configuration.use('/templates', templates)
configuration.use('/look', look)
configuration.use('/passwords', passwords)
configuration.use('/files', storedFiles)
configuration.use('/contact', contact)
configuration.use('/auto', auto)
configuration.use('/auto/:code/shadow', shadow)
configuration.use('/samples', samples)
