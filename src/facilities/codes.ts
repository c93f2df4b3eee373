/**
 * How a look-up ended (docs/facility-register.md). 1xx found, 2xx not to be found, 3xx not to be asked, 4xx the network
 * owner's service failed. The words are for the installer; `code` is what both sides can quote on the phone.
 */
export const CODES = {
  100: 'Anläggningen hittades.',
  200: 'Ingen träff. Kontrollera numret mot mätaren eller fakturan, eller fyll i uppgifterna för hand.',
  201: 'Flera anläggningar har det numret. Sök på anläggnings-ID i stället.',
  300: 'Ert företag är inte godkänt hos nätbolaget och kan inte hämta uppgifter där.',
  301: 'Nätbolaget erbjuder inte hämtning. Fyll i uppgifterna för hand.',
  302: 'För många sökningar. Vänta en stund, eller fyll i uppgifterna för hand.',
  400: 'Nätbolagets tjänst svarar inte just nu. Försök igen om en stund, eller fyll i uppgifterna för hand.',
  401: 'Svaret från nätbolagets tjänst går inte att läsa. Fyll i uppgifterna för hand så länge.',
  402: 'Nätbolagets tjänst släpper inte in oss. Nätbolaget behöver se över inställningen.',
} as const
export type Code = keyof typeof CODES
