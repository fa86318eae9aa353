import sql from 'sql-template-tag'
import type { Database } from '../../src/store/database/database.ts'

/** The schema of a database as SQL one can read: tables with columns and constraints, extensions, indexes, sequences, functions, views. */
export async function describeSchema(database: Database): Promise<string> {
  const tables = await database.run<{ name: string; lines: string[] }>(sql`
    select c.relname as name, array(
      select '  ' || l.line from (
        select a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
          || case when co.collname = 'C' then ' collate "C"' else '' end
          || case when a.attnotnull then ' not null' else '' end
          || case when a.attidentity <> '' then ' generated always as identity' else '' end
          || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line, 0 as part, a.attnum::int as place
        from pg_attribute a
        left join pg_collation co on co.oid = a.attcollation
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        union all
        select pg_get_constraintdef(k.oid), 1, (row_number() over (order by k.contype, pg_get_constraintdef(k.oid)))::int
        from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c')) l
      order by l.part, l.place) as lines
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' order by c.relname`)
  const rest = await database.run<{ line: string }>(sql`
    select line from (
      select 0 as part, 'CREATE EXTENSION ' || extname as line from pg_extension where extname <> 'plpgsql'
      union all select 0, 'CREATE COLLATION ' || collname from pg_collation
        where collnamespace = 'public'::regnamespace
      union all select 1, i.indexdef as line from pg_indexes i where i.schemaname = 'public'
        and not exists (select 1 from pg_constraint k where k.conname = i.indexname)
      union all select 2, 'CREATE SEQUENCE ' || sequencename from pg_sequences where schemaname = 'public'
      union all select 3, trim(pg_get_functiondef(p.oid)) from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and p.prokind = 'f'
        and not exists (select 1 from pg_depend e where e.objid = p.oid and e.deptype = 'e')
      union all select 4, 'CREATE VIEW ' || viewname || ' AS' || rtrim(definition, ';') from pg_views
        where schemaname = 'public') x
    order by part, line`)
  const blocks = tables.map(({ name, lines }) => `CREATE TABLE ${name} (\n${lines.join(',\n')}\n);`)
  return `${HEAD}\n\n${[...blocks, ...rest.map(({ line }) => `${line};`)].join('\n\n')}\n`
}

const HEAD = `-- What the migrations add up to. Made by a test from a migrated database; after a new migration run
--   UPDATE_SCHEMA=1 npm test -- src/store/schema.test.ts`
