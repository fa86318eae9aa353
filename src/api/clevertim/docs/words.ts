/** The text before the resources. */
export const introduction = (url: string) =>
  `
The API of this Ajar server that follows the public API of Clevertim, over the same data as the Close API. Clients
written for Clevertim work here with another base address and token.

**Begin.** The API token is the user name of HTTP Basic; any password will do:

\`\`\`sh
curl -u YOUR_API_TOKEN:X ${url}/api/company -d '{"cn": "Harbor Bakery"}'
\`\`\`

**Answers** are \`{"status": "OK", "content": […]}\`, a list also for one object, and always 200. What is under \`/api\`
is found without it too, except by browsers that want a page.

**Objects** go by number. Contacts and companies share one count, because \`cust\` means either. Times are in UTC, amounts
are texts with two decimals.

**PUT** changes what it names. \`null\`, an empty text or an empty list empties a field. What is sent back as it was read is
no change.

**Lists** hold everything you may see, in the order of ids. \`limit\` and \`offset\` take a part, \`lm_gt\` what was changed
since.

**Failures** are \`{"status": "ERROR", "error": "…"}\` with a status. A body that is not JSON is 500, a method that a
resource does not have 501.
`.trim()

/** What resources are, in the order a newcomer needs them. */
export const titles: Readonly<Record<string, string>> = {
  contact: 'People, at a company or on their own.',
  company: 'Companies. Deleting one leaves its people.',
  case: 'Something to be settled for a customer.',
  opportunity: 'Possible sales. The status goes by its label.',
  task: 'Something to do, by the clocks of the organization; it may repeat.',
  note: 'What somebody wrote down, and e-mails and text messages that are filed.',
  comment: 'What people say about notes and tasks.',
  'custom field': 'Fields of your own on contacts, companies, cases and opportunities.',
  user: 'Those who work here.',
  group: 'Users who are named together, for instance as those who may see something.',
  folder: 'What holds files and other folders.',
  file: 'Files. The content has a path of its own.',
  'linked file': 'Files that are kept elsewhere.',
}

/** What fields mean, where the name does not say it. */
export const fields: Readonly<Record<string, string>> = {
  id: 'A number, never used again.',
  'folder.id': 'A text such as `f17`.',
  fn: 'First name.',
  ln: 'Last name.',
  cn: 'The name of the company.',
  title: 'What they do there.',
  companyId: 'The company they are at; null for someone on their own.',
  address: 'Street and house number, in one text.',
  smids: 'Names in social networks: `type` is the network, `smid` the name.',
  ctype:
    'C customer, P prospect, S supplier, R reseller, E employee, O competitor, N consultant, T contractor, ' +
    'D distributor, X influencer, I investor, M manufacturer, A retailer, V vendor, W wholesaler, L lead, F friend, H other.',
  cf: 'Custom values by the number of their field. In a change, fields that are not named keep their values.',
  lc: 'Last contacted: the time of the newest call or e-mail.',
  cphoto: 'The photo: the name of one of the files that hang on it. The picture is at `/getcphoto/{id}/{name}`.',
  files: 'The numbers of files that hang on it.',
  lfiles: 'The numbers of linked files that hang on it.',
  notes: 'Numbers. Write the `cust` of the note.',
  opportunities: 'Numbers. Write the `cust` of the opportunity.',
  tasks: 'Numbers. Write what the task is about.',
  cases: 'Numbers. Write the `cust` of the case.',
  comments: 'Numbers.',
  is_private: 'Whether one user alone may see it, besides administrators.',
  gid: 'The groups that may see it: one number, or a list of several.',
  'group.gid': 'The same as `id`.',
  puser: 'The user who may see it.',
  phones: '`type` and `no`; a number without a prefix is one of the organization’s country.',
  website: 'Web addresses.',
  region: 'Such as `US-OR`, or a name.',
  country: 'Two letters, or a name.',
  atype: 'What kind of task it is.',
  case: 'The case it belongs to.',
  opp: 'The opportunity it belongs to.',
  opportunity: 'The opportunity it belongs to.',
  permissions: 'What they may do: change things, delete them, export.',
  ao: 'Added on.',
  lm: 'Last modified.',
  cust: 'The contact or company it is about.',
  'note.cust': 'The contacts and companies it is filed under: one number, or a list of several.',
  leadUser: 'The user who leads it.',
  userId: 'The user who made it.',
  aUserId: 'The user who is to do it.',
  value: 'Two decimals; a number is taken too.',
  currency: 'Three letters; without one, that of the organization.',
  status: 'The label of one of the statuses.',
  atypet: 'The same as `atype`.',
  startDate: 'When it is due, as a wall calendar shows it: `{y, mo, d}`, with `h` and `mi` where the time matters.',
  endDate: 'When it ends, in the same form.',
  rec: 'N once, D daily, W weekly, M monthly, Y yearly.',
  recevery: 'Every so many days, weeks, months or years.',
  recopts: '`{"type": "weekday"}` leaves out week-ends.',
  is_deleted: 'True deletes it, false brings it back. It can still be fetched by its id.',
  desc: 'The text.',
  type: 'N note, E e-mail that came in, S e-mail that was sent, M text message.',
  hl: 'The headline.',
  fmt: 'Kept as it is given.',
  delvry: 'Of an e-mail that is sent: N waiting, S sent, F failed.',
  email: 'From, subject and recipients of an e-mail: `{f, s, t, c, b}`.',
  'contact.email': 'Addresses.',
  'company.email': 'Addresses.',
  'user.email': 'The address.',
  'note.ao': 'Added on; an earlier time back-dates the note.',
  nid: 'The note it is about.',
  tid: 'The task it is about.',
  name: 'What it is called.',
  'comment.name': 'Taken for `comment` when that is absent.',
  elemType: 'What a value is.',
  modelType: 'What kinds of object have it: `customers` are contacts.',
  values: 'What can be chosen, for a `select`.',
  multiple: 'Whether an object may have several values.',
  fullname: 'The name once more.',
  user: 'The full name.',
  users: 'The numbers of its users.',
  parentId: 'The folder it is in, such as `f17`; null at the top.',
  sys: 'D Dropbox, G Google Drive.',
  size: 'In bytes.',
  contentType: 'As it was sent with the content.',
}
