import type { Around, ListSpec } from './table.ts'

/** Whom a row that can be hidden is visible to, if not to everyone. */
export const visibility = {
  isPrivate: (t: string) => `exists (select 1 from users u where ${among('u.id', t)})`,
  groupNumbers: (t: string) => `(
    select case count(*) when 0 then null when 1 then to_json(min(g.number)) else json_agg(g.number order by g.number) end
    from groups g where g.organization_id = ${t}.organization_id and ${among('g.id', t)})`,
  privateUserNumber: (t: string) => `(select min(u.number) from users u where ${among('u.id', t)})`,
} as const

const among = (id: string, t: string) =>
  `${t}.visible_to is not null and ${id} in (select jsonb_array_elements_text(${t}.visible_to))`

const attached = (key: string): ListSpec => ({
  named: true,
  on: (c, t) => `${c}.organization_id = ${t}.organization_id and ${c}.id in (
    select jsonb_array_elements_text(${t}.details->'${key}'))`,
})

/** The files that a row carries the ids of. */
export const fileLists: Readonly<Record<string, ListSpec>> = {
  files: attached('fileIds'),
  linkedFiles: attached('linkedFileIds'),
}

/** The name of the file that a row has as its photo, as long as the file is there and hangs on the row. */
export const photoName = (t: string, { relations }: Around) => `(
  select p.name from ${relations.one('file')} p where p.organization_id = ${t}.organization_id
    and p.id = ${t}.details->>'photo' and p.deleted_at is null and ${t}.details->'fileIds' ? p.id)`

/** The parts of a row's first address; `addresses` is where they are. */
export const firstAddress = (addresses: (t: string) => string) => ({
  street: (t: string) =>
    `nullif(concat_ws(E'\\n', nullif(${addresses(t)}->0->>'address_1', ''), nullif(${addresses(t)}->0->>'address_2', '')), '')`,
  city: (t: string) => `(${addresses(t)}->0->>'city')`,
  state: (t: string) => `(${addresses(t)}->0->>'state')`,
  zipcode: (t: string) => `(${addresses(t)}->0->>'zipcode')`,
  country: (t: string) => `(${addresses(t)}->0->>'country')`,
})
