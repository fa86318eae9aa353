/** What is said, with the words in braces filled in from the lead. Each moment has a few ways to go. */
export type Line = { readonly subject: string; readonly text: string }
type Lines = readonly [Line, ...Line[]]

export const firstWords: Lines = [
  {
    subject: 'Cloth for {makes}',
    text: 'Hello,\n\nwe make {makes} and are looking for a mill that answers its mail. Do you have something like {fabric}? We would need about {yards} yards a year.\n\n{first}',
  },
  {
    subject: '{fabric}?',
    text: 'Good morning,\n\na friend showed me your {fabric} and I have not put it down since. What is the smallest amount we could order for {makes}?\n\n{first}',
  },
  {
    subject: 'Question from {name}',
    text: 'Hi,\n\nour supplier has just told us "twelve weeks, maybe". How long do you take for {yards} yards of {fabric}?\n\n{first}',
  },
  {
    subject: 'Looking for a new mill',
    text: 'Dear Northfold team,\n\nwe have made {makes} for nine years, and the cloth gets thinner every year. Could you send us {fabric} to try?\n\nKind regards,\n{first}',
  },
]

export const firstCalls: Lines = [
  {
    subject: '',
    text: 'Called {first} about {makes}. Pays for {fabric} elsewhere and is not happy with the color from roll to roll.',
  },
  {
    subject: '',
    text: 'Good talk with {first}. About {yards} yards a year, ordered twice. Wants to feel it before anything else.',
  },
  {
    subject: '',
    text: '{first} picked up in the workshop, machines running. {fabric}, two colors, no hurry. Send swatches.',
  },
  {
    subject: '',
    text: 'Short call. {first} has ten minutes on Thursdays and we had eight of them. Samples, then prices, in this order.',
  },
]

export const samplesOut: Lines = [
  {
    subject: 'Your samples',
    text: 'Hello {first},\n\nfive yards of {fabric} left the mill today, enough to sew one of your {makes} and to ruin another. Tell me how it behaves.\n\n{user}',
  },
  {
    subject: 'On its way: {fabric}',
    text: 'Dear {first},\n\nthe box has two weights in it. My guess for {makes} is the one with the blue ribbon, but I would love to be wrong.\n\n{user}',
  },
  {
    subject: 'A box for {name}',
    text: 'Hi {first},\n\nsamples are with the carrier. The data sheet in the box shows our worst roll of the year, so what you get will be better.\n\n{user}',
  },
]

export const samplesLiked: Lines = [
  {
    subject: 'Re: samples',
    text: 'Hi {user},\n\nsewn, soaked and left in the car for a week. It passed. What does it cost for {yards} yards?\n\n{first}',
  },
  {
    subject: 'Test is done',
    text: 'Hello {user},\n\nour sewing room voted, and the {fabric} won with one vote against (he is against everything). Please send a quote.\n\n{first}',
  },
  {
    subject: 'Good news',
    text: 'Dear {user},\n\nthe needle goes through like butter and the seam holds. We would like to go ahead if the price is sensible.\n\n{first}',
  },
]

export const quoted: Lines = [
  {
    subject: 'Quote for {yards} yards',
    text: 'Hello {first},\n\n{fabric}, {yards} yards over twelve months: {price} a yard, delivered within 21 days of each call. The price holds for 60 days.\n\n{user}',
  },
  {
    subject: 'Prices for {name}',
    text: 'Dear {first},\n\n{price} a yard for {fabric}, from 120 yards per color. There is no better price for waiting, so take the time you need.\n\n{user}',
  },
]

export const won: Lines = [
  {
    subject: '',
    text: '{first} said yes on the phone and sent the signed page before I had put it down. First rolls next week.',
  },
  { subject: '', text: 'Won. What decided it, says {first}: we answered the same day, each time.' },
  { subject: '', text: 'Order is in. {first} asked whether the looms have names. They will now.' },
  { subject: '', text: 'Signed. {first} wants half of it before their fair, which we can do.' },
]

export const lost: Lines = [
  {
    subject: '',
    text: 'Lost. {first} stays with the present supplier: their finance people want 90 days, and we do not lend money. Parted as friends.',
  },
  {
    subject: '',
    text: 'Lost. They have decided to buy finished goods instead of making {makes} themselves. Nothing to do with us, says {first}, and I believe it.',
  },
]

export const left: Lines = [
  { subject: '', text: '{first} has stopped making {makes}; the person who sewed them retired. Ask again in a year.' },
  {
    subject: '',
    text: 'They have moved to a synthetic from elsewhere, cheaper by a third. {first} was sorry. Keep sending the color card.',
  },
]

export const tooSmall: Lines = [
  {
    subject: 'Re: {fabric}?',
    text: 'Dear {first},\n\nwith {yards} yards in small pieces you would pay more for our set-up than for the cloth. Tidewater Outfitters sell our roll ends by the yard, and they will be glad to help.\n\n{user}',
  },
]

export const checkIns: Lines = [
  {
    subject: '',
    text: 'Quarterly call. All well with {makes}; the last roll was a little narrow on one edge, told the mill.',
  },
  { subject: '', text: '{first} will need about a tenth more next season. Pencilled in with the mill.' },
  { subject: '', text: 'Called to say that the dye lot changes. {first} wants a swatch first, sent today.' },
]
