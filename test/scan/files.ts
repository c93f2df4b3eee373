import { pdf } from '../support/files.ts'
import { SIGNED } from '../support/clamd.ts'

/** A PDF that the test's signature finds. */
export const infected = Buffer.concat([pdf, Buffer.from(`% ${SIGNED}\n`)])

export const file = (name: string, content: Buffer = pdf) => new File([new Uint8Array(content)], name)
