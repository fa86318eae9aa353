import type { Story } from '../../resource/description.ts'

// The people and things that the examples of the reference are about. Values stand under the names of the wire format
// and are checked against the schemas by a test. Names, numbers and addresses are made up or reserved for examples.

const [BAKERY, NADIA] = [1041, 1042]
const [CASE, OPPORTUNITY, TASK, NOTE, COMMENT] = [17, 23, 58, 96, 12]
const [USER, GROUP, SHOPS, FILE, LINKED] = [3, 2, 5, 31, 4]
const FOLDER = 'f17'
const TIME = '2026-03-04T09:15:22Z'

const reached = {
  phones: [{ type: 'Mobile', no: '+15035550142' }],
  website: ['https://harbor-bakery.example'],
  address: '12 Quay Street',
  city: 'Portland',
  postcode: '97209',
  region: 'US-OR',
  country: 'US',
  tags: ['trade fair'],
  cf: { [SHOPS]: '2' },
  lc: TIME,
}
const filed = { notes: [NOTE], tasks: [TASK] }
const deal = { name: 'Ovens for the third shop', value: '4800.00', currency: 'USD', cust: BAKERY }
const toDo = {
  name: 'Send the floor plan back',
  atype: 'Email',
  startDate: { y: 2026, mo: 3, d: 6, h: 9, mi: 0 },
  cust: NADIA,
}
const words = 'Met at the trade fair. Third shop opens in June.'

/** What the reference tells of this dialect's objects. */
export const story: Story = {
  anywhere: { ao: TIME, lm: TIME, userId: USER, leadUser: USER, is_private: false, gid: null },
  shown: {
    contact: {
      id: NADIA,
      fn: 'Nadia',
      ln: 'Okafor',
      title: 'Owner',
      companyId: BAKERY,
      email: ['nadia@harbor-bakery.example'],
      smids: [{ type: 'LinkedIn', smid: 'nadiaokafor' }],
      ctype: 'P',
      ...reached,
      ...filed,
      files: [FILE],
    },
    company: { id: BAKERY, cn: 'Harbor Bakery', ctype: 'P', ...reached, opportunities: [OPPORTUNITY] },
    case: { id: CASE, name: 'Dented oven door', cust: NADIA, tags: ['warranty'], cf: {}, files: [FILE] },
    opportunity: { id: OPPORTUNITY, ...deal, status: 'Active', cf: {}, ...filed },
    task: {
      id: TASK,
      ...toDo,
      atypet: 'Email',
      aUserId: USER,
      opp: OPPORTUNITY,
      is_completed: false,
      is_deleted: false,
      comments: [COMMENT],
      rec: 'N',
      recevery: 1,
    },
    note: { id: NOTE, desc: words, type: 'N', cust: [NADIA, BAKERY], opportunity: OPPORTUNITY, delvry: 'N' },
    comment: { id: COMMENT, comment: 'The second oven needs a wider door.', tid: TASK },
    'custom field': {
      id: SHOPS,
      name: 'Shop count',
      fullname: 'Shop count',
      elemType: 'input',
      modelType: ['companies'],
      multiple: false,
    },
    user: {
      id: USER,
      user: 'Tomás Rivera',
      email: 'tomas@ajar.example',
      is_owner: true,
      is_admin: true,
      permissions: ['canedit', 'candelete', 'canexport'],
    },
    group: { id: GROUP, gid: GROUP, name: 'Field sales', users: [USER] },
    folder: { id: FOLDER, name: 'Offers' },
    file: { id: FILE, name: 'Offer 2026-03.pdf', parentId: FOLDER, size: 48_213, contentType: 'application/pdf' },
    'linked file': { id: LINKED, name: 'Price list', sys: 'G', link: 'https://drive.example/d/1aB', size: 20_480 },
  },
  requests: {
    contact: {
      create: { fn: 'Nadia', ln: 'Okafor', companyId: BAKERY, email: ['nadia@harbor-bakery.example'] },
      update: { title: 'Founder' },
    },
    company: {
      create: { cn: 'Harbor Bakery', phones: [{ type: 'Work', no: '+1 503 555 0142' }], tags: ['trade fair'] },
      update: { city: 'Portland', cf: { [SHOPS]: '3' } },
    },
    case: { create: { name: 'Dented oven door', cust: NADIA }, update: { description: 'A new door is on its way.' } },
    opportunity: { create: deal, update: { status: 'Won' } },
    task: { create: toDo, update: { is_completed: true } },
    note: { create: { desc: words, cust: [NADIA, BAKERY] }, update: { hl: 'At the trade fair' } },
    comment: { create: { comment: 'The second oven needs a wider door.', tid: TASK } },
    'custom field': {
      create: { name: 'Delivers on', elemType: 'select', modelType: ['companies'], values: ['Monday', 'Friday'] },
      update: { values: ['Monday', 'Thursday', 'Friday'] },
    },
    folder: { create: { name: 'Offers' }, update: { name: 'Old offers' } },
    file: { create: { name: 'Offer 2026-03.pdf', parentId: FOLDER }, update: { parentId: null } },
    'linked file': {
      create: { name: 'Price list', sys: 'G', link: 'https://drive.example/d/1aB' },
      update: { name: 'Price list 2026' },
    },
  },
}
