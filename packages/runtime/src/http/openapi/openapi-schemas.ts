import * as contracts from '@hilo/contracts';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import { z } from 'zod';

/** A JSON Schema, or a part of the document. */
export type Json = { [keyword: string]: unknown };

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const place = '#/components/schemas/';

/** A reference to a schema of this name. */
export const referTo = (name: string): Json => ({ $ref: `${place}${name}` });

/** The names that something refers to. */
export const referredIn = (value: unknown): string[] =>
  [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"/]+)"/g)].map(([, name = '']) => name);

/** With any JSON as such: the contracts say so by a schema that contains itself, to which nothing here can refer. */
export const anyJson = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(anyJson);
  if (!isJson(value)) return value;
  if (typeof value.$ref === 'string' && /\/(__)?schema\d+$/.test(value.$ref)) return {};
  return Object.fromEntries(Object.entries(listOf(value)).map(([name, inner]) => [name, anyJson(inner)]));
};

/** So many of a kind: generators of clients do not know tuples that are closed by `items: false`. */
const listOf = (schema: Json): Json => {
  const { prefixItems, items, ...rest } = schema;
  if (!Array.isArray(prefixItems) || items !== false) return schema;
  const [first, ...others] = prefixItems;
  const isOfOneKind = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
  const length = { minItems: prefixItems.length, maxItems: prefixItems.length };
  return isOfOneKind ? { ...rest, items: first, ...length } : { ...rest, prefixItems, ...length };
};

/** The schema with a reference in the place of each that the contracts have. */
export const byName = (value: unknown): unknown => {
  const { names } = contractSchemas();
  const refer = (inner: unknown, isNamed = true): unknown => {
    if (Array.isArray(inner)) return inner.map((one) => refer(one));
    if (!isJson(inner)) return inner;
    const name = isNamed && isWorthAName(inner) ? names.get(JSON.stringify(inner)) : undefined;
    if (name !== undefined) return referTo(name);
    return Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, refer(one)]));
  };
  return refer(anyJson(value));
};

export const isWorthAName = (schema: Json): boolean =>
  isJson(schema.properties) || Array.isArray(schema.anyOf) || Array.isArray(schema.oneOf) || Array.isArray(schema.enum);

/** The schema of this name in the contracts, with references to others. */
export const contractSchema = (name: string): Json | undefined => {
  const schema = contractSchemas().schemas.get(name);
  return schema && Object.fromEntries(Object.entries(schema).map(([key, one]) => [key, byName(one)]));
};

type Named = { names: ReadonlyMap<string, string>; schemas: ReadonlyMap<string, Json> };
let described: Named | undefined;

/** The schemas of the contracts by their JSON, and by their names: as they are answered, and as they are posted if that differs. */
const contractSchemas = (): Named => {
  described ??= describeContracts();
  return described;
};

const describeContracts = (): Named => {
  const names = new Map<string, string>();
  const schemas = new Map<string, Json>();
  const note = (name: string, schema: unknown): void => {
    const json = anyJson(schema);
    if (!isJson(json) || !isWorthAName(json) || names.has(JSON.stringify(json))) return;
    names.set(JSON.stringify(json), name);
    schemas.set(name, json);
  };
  for (const [name, schema] of Object.entries(contracts)) {
    if (!(schema instanceof z.ZodType)) continue;
    const { body, response } = jsonOf(schema);
    note(name, response);
    note(`${name}Input`, body);
  }
  return { names, schemas };
};

const jsonOf = (schema: z.ZodType): { body: unknown; response: unknown } => {
  const { schema: transformed } = jsonSchemaTransform({
    schema: { body: schema, response: { 200: schema } },
    url: '',
    route: { method: 'POST', url: '', handler: () => {} },
    openapiObject: { openapi: '3.1.0', info: { title: '', version: '' } },
  });
  return { body: transformed.body, response: isJson(transformed.response) ? transformed.response[200] : undefined };
};

/**
 * The schema with a reference in the place of each alternative that is an object, or a list of such: generators of clients
 * have no names for these. `name` gives them one.
 */
export const withAlternatives = (schema: unknown, name: (alternative: Json) => string): unknown => {
  const refer = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(refer);
    if (!isJson(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        (key === 'anyOf' || key === 'oneOf') && Array.isArray(inner) ? inner.map(alternative) : refer(inner),
      ]),
    );
  };
  const alternative = (value: unknown): unknown => {
    const inner = refer(value);
    if (!isJson(inner)) return inner;
    if (isJson(inner.properties)) return referTo(name(inner));
    return isJson(inner.items) && isJson(inner.items.properties)
      ? { ...inner, items: referTo(name(inner.items)) }
      : inner;
  };
  return refer(schema);
};
