import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

type Json = null | string | number | boolean | Json[] | { [name: string]: Json };
const Json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.string(), z.number(), z.boolean(), z.array(Json), z.record(z.string(), Json)]),
);
const Schema = z.record(z.string(), Json);
type Schema = z.infer<typeof Schema>;

const Kinds = z.array(z.object({ group: z.string(), version: z.string(), kind: z.string() }));
const OpenApi = z.object({ definitions: z.record(z.string(), Schema) });
const Definition = z.object({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string() }),
    versions: z.array(z.object({ name: z.string(), schema: z.object({ openAPIV3Schema: Schema }) })),
  }),
});

/**
 * Writes a JSON Schema for each kind, as kubeconform looks it up: of Kubernetes' own OpenAPI, and of the definitions of custom
 * resources in a folder. A field that is not in the schema is refused, as the API server would.
 */
export const writeSchemas = async (out: string, openApi: string, definitionsIn: string): Promise<void> => {
  await mkdir(out, { recursive: true });
  const write = (group: string, version: string, kind: string, schema: Schema): Promise<void> => {
    const suffix = group === '' ? '' : `-${group.split('.')[0]}`;
    return writeFile(join(out, `${kind.toLowerCase()}${suffix}-${version}.json`), JSON.stringify(schema));
  };
  const { definitions } = OpenApi.parse(JSON.parse(await readFile(openApi, 'utf8')));
  const closed = Object.fromEntries(Object.entries(definitions).map(([name, schema]) => [name, close(schema)]));
  closed['io.k8s.apimachinery.pkg.api.resource.Quantity'] = either('string', 'number');
  closed['io.k8s.apimachinery.pkg.util.intstr.IntOrString'] = either('string', 'integer');
  for (const [name, schema] of Object.entries(definitions)) {
    for (const { group, version, kind } of Kinds.catch([]).parse(schema['x-kubernetes-group-version-kind'])) {
      const root = closed[name] ?? {};
      await write(group, version, kind, { ...root, definitions: reachable(root, closed) });
    }
  }
  for (const file of await readdir(definitionsIn)) {
    for (const document of parseAllDocuments(await readFile(join(definitionsIn, file), 'utf8'))) {
      const { group, names, versions } = Definition.parse(document.toJS()).spec;
      for (const { name, schema } of versions)
        await write(group, name, names.kind, closeResource(schema.openAPIV3Schema));
    }
  }
};

const either = (...types: string[]): Schema => ({ oneOf: types.map((type) => ({ type })) });

const isSchema = (value: Json | undefined): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The schema without descriptions, and with no other fields than those that it names. */
const close = (schema: Schema): Schema => {
  if (schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string')
    return either('string', 'integer');
  const entries = Object.entries(schema).filter(([name]) => name !== 'description');
  const inside = Object.fromEntries(entries.map(([name, value]) => [name, closeIn(name, value)]));
  const isClosed = isSchema(schema.properties) && !('additionalProperties' in schema);
  return {
    ...inside,
    ...(isClosed && schema['x-kubernetes-preserve-unknown-fields'] !== true && { additionalProperties: false }),
    ...(schema.nullable === true && typeof schema.type === 'string' && { type: [schema.type, 'null'] }),
  };
};

const closeIn = (name: string, value: Json): Json => {
  if (Array.isArray(value)) return value.map((one) => (isSchema(one) ? close(one) : one));
  if (!isSchema(value)) return value;
  if (name !== 'properties') return close(value);
  return Object.fromEntries(Object.entries(value).map(([field, one]) => [field, isSchema(one) ? close(one) : one]));
};

const closeResource = (schema: Schema): Schema => {
  const closed = close(schema);
  const properties = isSchema(closed.properties) ? closed.properties : {};
  const own = { apiVersion: { type: 'string' }, kind: { type: 'string' }, metadata: { type: 'object' } };
  return { ...closed, properties: { ...properties, ...own }, additionalProperties: false };
};

/** The definitions that a schema refers to, and those that these refer to. */
const reachable = (root: Schema, definitions: Readonly<Record<string, Schema>>): Schema => {
  const found: Schema = {};
  const walk = (value: Json): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    if (!isSchema(value)) return;
    const name = typeof value.$ref === 'string' ? value.$ref.replace('#/definitions/', '') : undefined;
    const named = name === undefined ? undefined : definitions[name];
    if (name !== undefined && named !== undefined && !(name in found)) {
      found[name] = named;
      walk(named);
    }
    for (const one of Object.values(value)) walk(one);
  };
  walk(root);
  return found;
};
