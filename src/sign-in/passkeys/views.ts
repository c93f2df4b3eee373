export {}

declare module '../../web/partials.ts' {
  interface Partials {
    'partials/passkey-form': {
      passkey: {
        /** One that is known, or a new one. */
        kind: 'known' | 'new'
        action: string
        label: string
        fields: Record<string, string>
        /** The name that is proposed; '' asks for none. */
        asksName: string
        asksPassword: boolean
        look: string
        /** Where the authenticator's question is fetched, and the input of its answer, where they are not the usual. */
        optionsAt?: string
        input?: string
      }
    }
  }
}
