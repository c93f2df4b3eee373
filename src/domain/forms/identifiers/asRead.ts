import type { Field } from '../definition.ts'
import { showIdentity } from './identity.ts'
import { showOrgNumber } from './orgNumber.ts'
import { showPhone } from './phone.ts'
import { showPostcode } from './postcode.ts'

/** A stored number as people read and write it, for an input: '19121212-1212', '070-174 06 05'. It parses to the same. */
export function asRead(type: Field['type'], value: string): string {
  switch (type) {
    case 'identity':
      return showIdentity(value)
    case 'orgNumber':
      return showOrgNumber(value)
    case 'phone':
      return showPhone(value)
    case 'postcode':
      return showPostcode(value)
    default:
      return value
  }
}
