import type { Identity, Likely, Point } from './duplicate.ts'

/** Two identities, and whether they are the same. */
export type Pair = { readonly kind: Likely; readonly one: Identity; readonly other: Identity }

const points = (values: readonly string[]): Point[] => values.map((value) => ({ value, on: null }))
type Said = { name?: string; emails?: string[]; phones?: string[]; urls?: string[]; leadId?: string }
const identity = ({ name, emails = [], phones = [], urls = [], leadId }: Said): Identity => ({
  name: name === undefined ? null : { value: name, on: null },
  emails: points(emails),
  phones: points(phones),
  urls: points(urls),
  leadId: leadId ?? null,
})
const lead = (one: Said, other: Said): Pair => ({ kind: 'lead', one: identity(one), other: identity(other) })
const contact = (one: Said, other: Said): Pair => ({ kind: 'contact', one: identity(one), other: identity(other) })

// Made-up companies of two or three words, as they are in pipelines.
export const COMPANIES =
  `Harbor Looms|Northfold Textiles|Bluth Homes|Kestrel Freight|Marigold Bakery|Quiet River Studio|
Stonebridge Energy|Pioneer Dental|Cedar Valley Farms|Ironwood Brewing|Silverline Logistics|Bright Harbor Foods|Maple Street Optics|
Alpenblick Hotel|Nordlicht Software|Grünwald Maschinenbau|Café Müller|Bäckerei Schröder|Société Lumière|Hernández Hermanos|
Åkerlund Bygg|Østergaard Møbler|Kowalski Transport|Novák Stavby|Lindqvist Konsult|Rossi Ceramiche|Van Dijk Bloemen|Oliveira Tecidos|
Sakura Robotics|Golden Lotus Trading|Blue Heron Outfitters|Redwood Analytics|Granite Peak Roofing|Willow Creek Clinic|Summit Gear Works|
Oakfield Veterinary|Copper Kettle Catering|Falcon Ridge Security|Meadowlark Interiors|Tidewater Marine|Evergreen Paper Mills|
Lakeside Printing`.split(/\|\n?/)

const PEOPLE =
  `Ida Brandt|Leo Brandt|Nadia Okafor|Tomás Rivera|Michael Bluth|Lindsay Funke|Søren Kjær|Zoë Šimková|Jürgen Weiß|
Ana María López|Chen Wei Lin|Priya Raghunathan|Oluwaseun Adeyemi|Katarzyna Wiśniewska|François Lefèvre|Giulia Bianchi|Henrik Ibsen|
Marta Oliveira|Yuki Tanaka|Dmitri Volkov|Aoife Gallagher|Bartholomew Simmons|Charlotte Dubois|Daniel Fitzgerald|Eleanor Whitfield|
Frederick Langley|Gabriela Mendoza|Harriet Caldwell|Ignatius Moreau|Josephine Abernathy|Kristoffer Lund|Leonora Castellano|
Mortimer Blackwood|Natalia Petrova|Octavia Sinclair|Penelope Hartmann|Quentin Ashworth|Rosalind Kepler|Sebastian Thornton|
Theodora Winslow`.split(/\|\n?/)

const FORMS = [
  'Inc',
  'Inc.',
  'LLC',
  'Ltd',
  'Ltd.',
  'GmbH',
  'GmbH & Co. KG',
  'AG',
  'S.A.',
  'S.r.l.',
  'B.V.',
  'AB',
  'Oy',
  'Corp.',
  'Pty Ltd',
  'Limited',
  'plc',
  'Sp. z o.o.',
]
const at = <T>(list: readonly T[], i: number): T => list[i % list.length] as T
const domainOf = (i: number) => `company-${i}.example`
const plain = (name: string) =>
  name.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ø', 'o').replaceAll('Ø', 'O')

/** A slip in the longest word: a letter doubled, left out, swapped with the next, or another. */
function mistyped(name: string, i: number): string {
  const word = name.split(' ').toSorted((a, b) => b.length - a.length)[0] ?? ''
  const place = 2 + (i % (word.length - 3))
  const [before, letter, next, rest] = [
    word.slice(0, place),
    word[place] ?? '',
    word[place + 1] ?? '',
    word.slice(place + 2),
  ]
  const slips = [
    before + letter + letter + next + rest,
    before + next + rest,
    before + next + letter + rest,
    `${before}x${next}${rest}`,
  ]
  return name.replace(word, at(slips, i))
}

/** Pairs that are the same, by what makes it hard to see. */
export const SAME: Readonly<Record<string, readonly Pair[]>> = {
  'legal form': COMPANIES.map((name, i) => lead({ name }, { name: `${name} ${at(FORMS, i)}` })),
  'another legal form': COMPANIES.map((name, i) =>
    lead({ name: `${name}, ${at(FORMS, i)}` }, { name: `${name} ${at(FORMS, i + 5)}` }),
  ),
  'capitals, accents and marks': COMPANIES.map((name) =>
    lead({ name }, { name: plain(name).toUpperCase().replace(' ', ' - ') }),
  ),
  'order of words': COMPANIES.map((name) => lead({ name }, { name: name.split(' ').toReversed().join(' ') })),
  'written as one': COMPANIES.map((name) => lead({ name }, { name: name.replaceAll(' ', '') })),
  mistyped: COMPANIES.map((name, i) => lead({ name }, { name: mistyped(name, i) })),
  'one address': COMPANIES.map((name, i) =>
    lead(
      { name, emails: [`Mia.Koch@${domainOf(i)}`] },
      { name: at(COMPANIES, i + 7), emails: [`mia.koch+crm@${domainOf(i)}`] },
    ),
  ),
  'one number': COMPANIES.map((name, i) =>
    lead({ name, phones: [`+1415555${1000 + i}`] }, { name: at(COMPANIES, i + 7), phones: [`(415) 555-${1000 + i}`] }),
  ),
  'one domain': COMPANIES.map((name, i) =>
    lead(
      { name, urls: [`https://www.${domainOf(i)}/about`] },
      { name: at(COMPANIES, i + 7), emails: [`mia@${domainOf(i)}`] },
    ),
  ),
  'people with slips at one company': PEOPLE.map((name, i) =>
    contact({ name, emails: [`a@${domainOf(i)}`] }, { name: mistyped(name, i), emails: [`b@${domainOf(i)}`] }),
  ),
  'people by initial with one number': PEOPLE.map((name, i) =>
    contact(
      { name, phones: [`+1415555${1000 + i}`] },
      { name: name.replace(/^(\S)\S*/u, '$1.'), phones: [`+1415555${1000 + i}`] },
    ),
  ),
  'people whose names are turned round at one lead': PEOPLE.map((name) =>
    contact({ name, leadId: 'lead_1' }, { name: name.replace(/^(.*) (\S+)$/u, '$2, $1'), leadId: 'lead_1' }),
  ),
}

const SHORT =
  `Nike Mike|Bali Mali|Delta Delphi|Acer Acme|Ford Fort|Lego Logo|Visa Vita|Sony Sono|Dell Bell|Mars Marc|Puma Luma|Audi Aldi|
Opel Oxel|Fiat Flat|Seat Beat|Saab Skab|Tata Tate|Asus Apus|Heinz Heins|Canon Cannes|Intel Inter|Cisco Costco|Oracle Miracle|Adobe Abode|
Shell Chell|Total Tonal|Bayer Mayer|Merck Werck|Pfizer Phaser|Roche Boche|Linde Binde|Basel Hazel|Metro Retro|Orange Grange|Virgin Origin|
Amazon Avalon|Target Garget|Subway Midway|Lenovo Renova|Yahoo Wahoo|Uber Aber|Lyft Left`
    .split(/\|\n?/)
    .map((pair) => pair.split(' ') as [string, string])

/** Pairs that are not the same, by what they share. */
export const DIFFERENT: Readonly<Record<string, readonly Pair[]>> = {
  'the first word': COMPANIES.map((name, i) =>
    lead(
      { name },
      {
        name: `${name.split(' ')[0]} ${at(COMPANIES, i + 11)
          .split(' ')
          .at(-1)}`,
      },
    ),
  ),
  'the last word': COMPANIES.map((name, i) =>
    lead({ name }, { name: `${at(COMPANIES, i + 11).split(' ')[0]} ${name.split(' ').at(-1)}` }),
  ),
  'all but a number': COMPANIES.map((name, i) => lead({ name: `${name} ${i + 1}` }, { name: `${name} ${i + 2}` })),
  'the legal form': COMPANIES.map((name, i) =>
    lead({ name: `${name} ${at(FORMS, i)}` }, { name: `${at(COMPANIES, i + 3)} ${at(FORMS, i)}` }),
  ),
  'most letters of a short name': SHORT.map(([one, other]) => lead({ name: one }, { name: other })),
  'a provider of mail': COMPANIES.map((name, i) =>
    lead({ name, emails: [`a${i}@gmail.com`] }, { name: at(COMPANIES, i + 7), emails: [`b${i}@gmail.com`] }),
  ),
  'a page at a network': COMPANIES.map((name, i) =>
    lead(
      { name, urls: [`https://facebook.com/a${i}`] },
      { name: at(COMPANIES, i + 7), urls: [`https://www.facebook.com/b${i}`] },
    ),
  ),
  'the company, as colleagues do': PEOPLE.map((name, i) =>
    contact(
      { name, leadId: 'lead_1', emails: [`a${i}@${domainOf(1)}`], phones: ['+14155550100'] },
      { name: at(PEOPLE, i + 9), leadId: 'lead_1', emails: [`b${i}@${domainOf(1)}`], phones: ['+14155550100'] },
    ),
  ),
  'a mailbox of the company': PEOPLE.map((name, i) =>
    contact({ name, emails: [`info@${domainOf(1)}`] }, { name: at(PEOPLE, i + 9), emails: [`info@${domainOf(1)}`] }),
  ),
  'a family name and the company': PEOPLE.map((name, i) =>
    contact(
      { name, leadId: 'lead_1' },
      { name: `${at(PEOPLE, i + 9).split(' ')[0]} ${name.split(' ').at(-1)}`, leadId: 'lead_1' },
    ),
  ),
}
