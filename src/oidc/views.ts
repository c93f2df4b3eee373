// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- its pages come
export interface OidcViews {}
