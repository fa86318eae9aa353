import { type Client, contentOf, type Json } from './api.ts'
import type { Made } from './oneOfEach.ts'

/** One valid object of every resource of the Clevertim dialect that can be made, by the path of the resource. */
export async function oneOfEachByNumber(api: Client): Promise<Readonly<Record<string, Made>>> {
  const made: Record<string, Made> = {}
  const make = async (path: string, body: Record<string, unknown>) => {
    const reply = await api.post(path, body)
    const [object] = contentOf(reply) ?? []
    if (reply.status !== 200 || object === undefined)
      throw new Error(`POST ${path} answered ${reply.status}: ${reply.text}`)
    made[path] = { body, object }
    return object.id as Json
  }
  const field = await make('/customfield', {
    name: 'Industry',
    elemType: 'select',
    modelType: ['customers', 'companies', 'cases', 'opportunities'],
    values: ['Retail', 'Energy'],
    multiple: true,
  })
  const cf = { [field]: ['Retail'] }
  const folder = await make('/folder', { name: 'Offers' })
  const file = await make('/file', { name: 'Offer.pdf', parentId: folder })
  const linked = await make('/linkedfile', { name: 'Plan', sys: 'D', link: 'https://files.example/plan', size: 12 })
  const company = await make('/company', {
    cn: 'Harbor Looms',
    email: ['hello@harborlooms.example'],
    phones: [{ type: 'Work', no: '+14156236785' }],
    website: ['https://harborlooms.example/'],
    address: 'Bryggen 1\n2nd floor',
    city: 'Bergen',
    postcode: '5003',
    region: 'Vestland',
    country: 'NO',
    smids: [{ type: 'LinkedIn', smid: 'harborlooms' }],
    ctype: 'P',
    cf,
    tags: ['looms'],
    files: [file],
    lfiles: [linked],
  })
  const contact = await make('/contact', {
    fn: 'Ida',
    ln: 'Brandt',
    title: 'Buyer',
    companyId: company,
    phones: [{ type: 'Mobile', no: '+4755901234' }],
    cf,
    tags: ['wool'],
  })
  const aCase = await make('/case', { name: 'Late delivery', cust: contact, cf, tags: ['late'], files: [file] })
  const opportunity = await make('/opportunity', {
    name: 'Spring',
    cust: company,
    value: '1000.50',
    currency: 'EUR',
    cf,
  })
  const task = await make('/task', {
    name: 'Call Ida',
    atype: 'Call',
    startDate: { y: 2027, mo: 3, d: 4, h: 9, mi: 30 },
    endDate: { y: 2027, mo: 3, d: 5 },
    cust: contact,
    case: aCase,
    opp: opportunity,
    rec: 'W',
    recevery: 2,
    recopts: { type: 'weekday' },
  })
  const note = await make('/note', { desc: 'Wants blue', cust: [contact, company], case: aCase, opportunity })
  await make('/comment', { comment: 'So do I', nid: note })
  made['/task'] = { body: { name: 'Write to Ida', cust: contact }, object: made['/task']?.object ?? task }
  return made
}
