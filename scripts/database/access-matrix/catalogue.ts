import type { SqlClient } from '../../stack/database/sql-client.ts'

export type Relation = { name: string; isView: boolean; columns: string[]; key: string[] }

/** What the Data API could reach: the tables, views and functions of the schema `public`. */
export type Catalogue = { relations: Relation[]; functions: string[] }

/** Reads the catalogue; every kind of relation that holds rows counts. */
export async function readCatalogue(client: SqlClient): Promise<Catalogue> {
  const relations = await client.query<Relation>(`
    select
      c.relname as name,
      c.relkind in ('v', 'm') as "isView",
      (
        select json_agg(a.attname order by a.attnum)
        from pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          -- What is generated nobody can write.
          and a.attgenerated = ''
      ) as columns,
      coalesce(
        (
          select json_agg(a.attname)
          from pg_index as i
          join pg_attribute as a on a.attrelid = c.oid and a.attnum = any (i.indkey)
          where i.indrelid = c.oid and i.indisprimary
        ),
        '[]'
      ) as key
    from pg_class as c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
    order by c.relname`)
  const functions = await client.query<{ name: string }>(`
    select distinct p.proname as name
    from pg_proc as p
    where p.pronamespace = 'public'::regnamespace
    order by 1`)
  return { relations, functions: functions.map(({ name }) => name) }
}
