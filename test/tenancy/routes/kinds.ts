/** Whom a route is for; 'self': everybody who is signed in, the operator too. */
export type Kind = 'anyone' | 'self' | 'installer' | 'owner' | 'party' | 'installerAdmin' | 'ownerAdmin' | 'operator'
export type Route = [method: 'GET' | 'POST', path: string, whom: Kind]
