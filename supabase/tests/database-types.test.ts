/** app/lib/supabase/database-types.ts says of every function of the API what the catalog says: names, arguments, types. */
import path from "node:path";
import type pg from "pg";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { connect } from "../../tests/support/database";

/** What a type is, as text that both sides can be written in: nulls left out, objects by their keys in order. */
type Written = string;

type Signature = { arguments: Record<string, Written>; answer: Written };

// TypeScript ------------------------------------------------------------------------------------------------

const file = path.resolve("app/lib/supabase/database-types.ts");

function fromTypeScript(): Record<string, Signature> {
  const program = ts.createProgram([file], { strict: true, noEmit: true, skipLibCheck: true, target: ts.ScriptTarget.ES2022, types: [] });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file)!;

  const write = (type: ts.Type): Written => {
    if (checker.typeToString(checker.getNonNullableType(type)) === "boolean") return "boolean";
    if (type.isUnion()) {
      const parts = type.types.filter((part) => !(part.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)));
      if (parts.every((part) => part.isStringLiteral()))
        return parts
          .map((part) => `"${part.value}"`)
          .sort()
          .join(" | ");
      return [...new Set(parts.map(write))].sort().join(" | ");
    }
    if (type.flags & ts.TypeFlags.Undefined) return "nothing";
    if (type.flags & (ts.TypeFlags.String | ts.TypeFlags.Number | ts.TypeFlags.Boolean)) return checker.typeToString(type);
    if (checker.isArrayType(type)) return `${write(checker.getTypeArguments(type as ts.TypeReference)[0]!)}[]`;
    const keys = type.getProperties().map((property) => `${property.name}: ${write(checker.getTypeOfSymbol(property))}`);
    return `{ ${keys.sort().join("; ")} }`;
  };
  const member = (type: ts.Type, name: string) => checker.getTypeOfSymbol(type.getProperty(name)!);

  const declaration = source.statements.find((statement) => ts.isTypeAliasDeclaration(statement) && statement.name.text === "Database");
  const functions = member(member(checker.getTypeAtLocation(declaration!), "public"), "Functions");
  return Object.fromEntries(
    functions.getProperties().map((property) => {
      const type = checker.getTypeOfSymbol(property);
      const given = member(type, "Args")
        .getProperties()
        .map((argument) => [
          `${argument.name}${argument.flags & ts.SymbolFlags.Optional ? "?" : ""}`,
          write(checker.getTypeOfSymbol(argument)),
        ]);
      return [property.name, { arguments: Object.fromEntries(given) as Record<string, Written>, answer: write(member(type, "Returns")) }];
    }),
  );
}

// The catalog -----------------------------------------------------------------------------------------------

type CatalogType = {
  oid: number;
  name: string;
  kind: string;
  element: number;
  labels: string[] | null;
  columns: { name: string; type: number }[] | null;
};
type CatalogFunction = {
  name: string;
  names: string[];
  types: number[];
  modes: string[] | null;
  inputs: number;
  defaults: number;
  answer: number;
  is_set: boolean;
};

const scalars: Record<string, Written> = {
  uuid: "string",
  text: "string",
  timestamptz: "string",
  int2: "number",
  int4: "number",
  int8: "number",
  bool: "boolean",
  date: "string",
  time: "string",
  void: "nothing",
};

async function fromCatalog(client: pg.Client): Promise<Record<string, Signature>> {
  const { rows: types } = await client.query<CatalogType>(
    `select pg_type.oid::int, typname as name, typtype as kind, typelem::int as element,
       (select array_agg(enumlabel::text order by enumlabel) from pg_enum where enumtypid = pg_type.oid) as labels,
       (select json_agg(json_build_object('name', attname, 'type', atttypid::int) order by attnum)
        from pg_attribute where attrelid = typrelid and attnum > 0 and not attisdropped) as columns
     from pg_type`,
  );
  const typeOf = new Map(types.map((type) => [type.oid, type]));
  const object = (columns: { name: string; type: number }[]): Written =>
    `{ ${columns
      .map(({ name, type }) => `${name}: ${write(type)}`)
      .sort()
      .join("; ")} }`;
  const write = (oid: number): Written => {
    const type = typeOf.get(oid)!;
    if (type.kind === "e")
      return type
        .labels!.map((label) => `"${label}"`)
        .sort()
        .join(" | ");
    if (type.kind === "c") return object(type.columns!);
    if (type.element !== 0 && type.name.startsWith("_")) return `${write(type.element)}[]`;
    const scalar = scalars[type.name];
    if (!scalar) throw new Error(`The API answers or takes a ${type.name}; say here what that is in JSON.`);
    return scalar;
  };
  const { rows } = await client.query<CatalogFunction>(
    `select proname as name, coalesce(proargnames, '{}') as names, coalesce(proallargtypes, proargtypes::oid[])::int[] as types, proargmodes::text[] as modes,
       pronargs as inputs, pronargdefaults as defaults, prorettype::int as answer, proretset as is_set
     from pg_proc where pronamespace = 'public'::regnamespace`,
  );
  return Object.fromEntries(
    rows.map(({ name, names, types: parameterTypes, modes, inputs, defaults, answer, is_set }) => {
      const parameters = names.map((parameter, index) => ({ name: parameter, type: parameterTypes[index]!, mode: modes?.[index] ?? "i" }));
      const given = parameters
        .filter(({ mode }) => mode === "i")
        .map(({ name: argument, type }, index) => [`${argument}${index >= inputs - defaults ? "?" : ""}`, write(type)]);
      const columns = parameters.filter(({ mode }) => mode === "t");
      const one = columns.length > 0 ? object(columns) : write(answer);
      return [name, { arguments: Object.fromEntries(given) as Record<string, Written>, answer: is_set ? `${one}[]` : one }];
    }),
  );
}

describe("database-types.ts", () => {
  let client: pg.Client;
  let catalog: Record<string, Signature>;
  const written = fromTypeScript();
  beforeAll(async () => {
    client = await connect(inject("testStack").env.DATABASE_URL);
    catalog = await fromCatalog(client);
  });
  afterAll(() => client.end());

  it("names every function of the API, and no other", () => {
    expect(Object.keys(written).length).toBeGreaterThan(10);
    expect(Object.keys(written).sort()).toEqual(Object.keys(catalog).sort());
  });

  it.each(Object.keys(written))("says what %s takes and answers", (name) => expect(written[name]).toEqual(catalog[name]));

  it("really reads both sides", () => {
    expect(written.send_message).toEqual({
      arguments: { room_id: "string", body: "string", client_id: "string", "reply_to_seq?": "number", "attachment_ids?": "string[]" },
      answer: expect.stringContaining('sender_type: "agent" | "customer" | "system"') as string,
    });
    expect(catalog.list_tickets?.arguments["page_size?"]).toBe("number");
  });
});
