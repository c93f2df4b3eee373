/**
 * What Swedes make passwords of, beside the 49,000 leaked ones of @zxcvbn-ts/language-common. zxcvbn sees through capitals,
 * l33t, years, repetition, reversal and keyboard walks by itself; folded forms (sommar, lösenord → losenord) are added.
 */
const WORDS =
  `lösenord hemligt hemlig hemlighet hejsan hejhej hejhopp hallå tjena tjenare välkommen välkommet sommar vinter
höst vår sommaren vintern hösten våren semester midsommar julafton jultomten påsk fredag måndag tisdag onsdag torsdag lördag
söndag januari februari mars april maj juni juli augusti september oktober november december älskar älskling kärlek hjärta
sötnos gumman gubben raring pappa mamma mormor farfar morfar farmor lillebror storasyster familjen barnen hund katten hunden
kisse vovve bamse pippi långstrump emil lönneberga alfons åberg mumin bullerbyn saltkråkan zlatan fotboll hockey innebandy
ishockey djurgården hammarby malmöff ifkgöteborg gnaget blåvitt örgryte elfsborg brommapojkarna frölunda leksand modo brynäs
färjestad luleå skellefteå sverige svensk svenska stockholm göteborg malmö uppsala västerås örebro linköping helsingborg
jönköping norrköping lund umeå gävle borås södertälje eskilstuna halmstad växjö karlstad sundsvall trollhättan östersund
norrland skåne dalarna småland värmland gotland öland lappland kungen drottning kalle anka mössan stjärna solsken blomma
blommor sommarblomma skogen havet sjön berget fjället åskväder regnbåge månen solen himmel snöflinga fjäril ekorre älgen
björnen vargen räven haren örnen häst hästen ponny kaninen kanelbulle köttbullar lingonsylt knäckebröd falukorv kaffe fika
chokladboll prinsesstårta pannkaka blåbär jordgubb äpple päron apelsin volvo saab scania husqvarna ikea systemet bolaget
elektriker elfirma elinstallatör installatör elnät elnätet nätägare nätbolag elektrisk ström strömmen kabel kablar säkring
säkringen huvudsäkring mätare mätaren elmätare elcentral värmepump laddbox solceller batteri jordfelsbrytare uttag kontakt
brytare lampan belysning kilowatt ampere anmälan föranmälan färdiganmälan ärende handläggare företag företaget kontoret arbete
jobbet chefen kollega administratör användare inloggning logga öppna sesam godmorgon godnatt förnamn efternamn personnummer
ettvåtre abcdef qwerty asdfgh zxcvbn`.split(/\s+/)

const folded = (word: string) => word.replace(/[åä]/g, 'a').replace(/[öø]/g, 'o').replace(/é/g, 'e')

export const COMMON_WORDS = [...new Set(WORDS.flatMap((word) => [word, folded(word)]))]

/** Words of our own that no password may lean on (ASVS 6.1.2); the person's and the tenant's names come beside them. */
export const PRODUCT_WORDS = ['elanmälan', 'elanmalan', 'föranmälan', 'foranmalan', 'färdiganmälan', 'fardiganmalan']
