/** A network owner's code, which its cases' references begin with. */
export const OWNER_CODE = '[A-Z]{2,5}'
/** 'NEL-2027-000001': a case's address, as a pattern to build others from. */
export const REFERENCE = String.raw`${OWNER_CODE}-\d{4}-\d{6}`
