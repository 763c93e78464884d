import type pg from "pg";

/** A function of the exposed schema that can be called in one plain way. */
export type RpcFunction = {
  name: string;
  /** By name, in order; all are named. */
  parameters: { name: string; type: string; hasDefault: boolean }[];
  returns: "void" | "scalar" | "composite";
  isSet: boolean;
};

type Row = {
  name: string;
  names: string[] | null;
  modes: string[] | null;
  types: string[] | null;
  defaults: number;
  is_variadic: boolean;
  is_set: boolean;
  return_type: string;
  return_kind: string;
  has_out: boolean;
};

const QUERY = `
  select p.proname as name,
    p.proargnames as names,
    p.proargmodes::text[] as modes,
    (select array_agg(pg_catalog.format_type(t, null) order by position)
     from unnest(p.proargtypes::oid[]) with ordinality as each(t, position)) as types,
    p.pronargdefaults as defaults,
    p.provariadic <> 0 as is_variadic,
    p.proretset as is_set,
    p.prorettype::regtype::text as return_type,
    coalesce(base.typtype, returned.typtype)::text as return_kind,
    coalesce(p.proargmodes::text[] && '{t,b,o}', false) as has_out
  from pg_catalog.pg_proc as p
  join pg_catalog.pg_type as returned on returned.oid = p.prorettype
  left join pg_catalog.pg_type as base on base.oid = nullif(returned.typbasetype, 0)
  where p.pronamespace = $1::regnamespace and p.prokind = 'f'`;

function plain(row: Row): RpcFunction | undefined {
  const types = row.types ?? [];
  // Input parameters come first only if no mode is given; else their names stand at the input modes.
  const names = (row.names ?? []).filter((_, index) => !row.modes || row.modes[index] === "i" || row.modes[index] === "b");
  if (row.is_variadic || names.length !== types.length || names.some((name) => name === "")) return undefined;
  const isComposite = row.return_kind === "c" || row.has_out;
  // Left to the API server: rows of unknown columns, polymorphic and trigger functions, domains over rows.
  if (!isComposite && row.return_kind === "p" && row.return_type !== "void") return undefined;
  return {
    name: row.name,
    parameters: types.map((type, index) => ({ name: names[index]!, type, hasDefault: index >= types.length - row.defaults })),
    returns: row.return_type === "void" && !row.has_out ? "void" : isComposite ? "composite" : "scalar",
    isSet: row.is_set,
  };
}

/**
 * Reads the functions of a schema that can be called in one plain way: not overloaded, every parameter named, none
 * variadic, a return type that is known beforehand.
 */
export async function readFunctions(pool: pg.Pool, schema: string): Promise<Map<string, RpcFunction>> {
  const { rows } = await pool.query<Row>(QUERY, [`"${schema.replaceAll('"', '""')}"`]);
  const found = new Map<string, RpcFunction>();
  const overloaded = new Set<string>();
  for (const row of rows) {
    if (overloaded.has(row.name)) continue;
    overloaded.add(row.name);
    const known = plain(row);
    if (known && rows.filter(({ name }) => name === row.name).length === 1) found.set(row.name, known);
  }
  return found;
}
