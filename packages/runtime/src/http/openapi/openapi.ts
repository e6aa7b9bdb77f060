import { jsonSchemaTransform, type jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { scopesOf } from '../allow.ts';
import { personParameters, personReferences } from './openapi-person.ts';
import { problemAnswers } from './openapi-problems.ts';
import {
  anyJson,
  byName,
  contractSchema,
  isJson,
  isWorthAName,
  type Json,
  referredIn,
  referTo,
  withAlternatives,
} from './openapi-schemas.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A body that the route takes, for who tries it in the documentation. */
    example?: unknown;
  }
}

type Transform = typeof jsonSchemaTransform;
type Transformed = ReturnType<Transform>;

/** The document of a server: what its own transform gives for a route, and for the whole. */
export const describeApi = (description: string) => ({
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Hilo', version: '1.0.0', description },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer' } as const,
        basic: { type: 'http', scheme: 'basic' } as const,
      },
    },
    security: [{ key: [] }],
  },
  transform: describeRoute,
  transformObject: (document: Parameters<typeof jsonSchemaTransformObject>[0]) =>
    'openapiObject' in document ? describeAll(document.openapiObject) : document.swaggerObject,
});

/** A route with a name, with its schemas by name where the contracts have one, and with the example that it gives. */
const describeRoute = (document: Parameters<Transform>[0]): Transformed => {
  const { schema, url } = jsonSchemaTransform(document);
  if (schema === undefined || schema.hide === true || !('route' in document)) return { schema, url };
  const { method, config, onRequest } = document.route;
  const named: Json = {};
  // By their values: the parameters of a query are described one by one, so they keep their own.
  for (const [part, value] of Object.entries(schema)) {
    if (!isSpread(part)) named[part] = byName(value);
    else if (isJson(value) && isJson(value.properties)) named[part] = anyJson(value);
  }
  const operationId = operationIdOf(Array.isArray(method) ? (method[0] ?? '') : method, url);
  const example = config?.example === undefined ? {} : { 'x-example': config.example };
  const scopes = [onRequest].flat().flatMap(scopesOf);
  const description = [schema.description, needs(scopes)].filter((one) => one).join(' ');
  const person = scopes.length > 0 ? { 'x-person': true } : {};
  return { schema: { ...named, operationId, ...(description && { description }), ...example, ...person }, url };
};

const needs = (anyOf: readonly string[]): string | undefined =>
  anyOf.length === 0 ? undefined : `Needs the scope ${anyOf.map((scope) => `\`${scope}\``).join(' or ')}.`;

const isSpread = (part: string): boolean => part === 'querystring' || part === 'params' || part === 'headers';

/** `getCustomersByIdIdentity`: the method, then the path. */
const operationIdOf = (method: string, url: string): string => {
  const words = url.split('/').filter((part) => part !== '' && part !== 'v1');
  const named = words.map((part) => (/^[:{]/.test(part) ? `by-${part.replace(/\W/g, '')}` : part)).join('-');
  return `${method.toLowerCase()}-${named}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
};

/** The whole document: what each route may answer beside its own, and every schema that something refers to. */
const describeAll = (openapiObject: unknown) => {
  const document = JSON.parse(JSON.stringify(openapiObject));
  const own = new Map<string, string>();
  for (const path of Object.values<Json>(document.paths ?? {})) {
    for (const operation of Object.values(path)) if (isJson(operation)) completeOperation(operation, own);
  }
  document.components = {
    ...document.components,
    parameters: personParameters,
    schemas: schemasOf(document.paths, own),
  };
  return document;
};

/** Every schema that something refers to, by its name. */
const schemasOf = (paths: unknown, own: ReadonlyMap<string, string>): Json => {
  const used: Json = {};
  const alternatives = new Map<string, string>();
  const note = (name: string, schema: unknown): void => {
    used[name] = undefined;
    used[name] = withAlternatives(schema, (alternative) => {
      const written = JSON.stringify(alternative);
      const known = alternatives.get(written);
      if (known !== undefined) return known;
      const title = alternativeName(name, alternative, used);
      alternatives.set(written, title);
      used[title] = alternative;
      for (const other of referredIn(alternative)) noteContract(other);
      return title;
    });
    for (const other of referredIn(used[name])) noteContract(other);
  };
  const noteContract = (name: string): void => {
    const schema = name in used ? undefined : contractSchema(name);
    // RFC 9457 lets a problem have more members than these.
    if (schema !== undefined) note(name, name === 'Problem' ? { ...schema, additionalProperties: true } : schema);
  };
  for (const [schema, name] of own) note(name, JSON.parse(schema));
  for (const name of referredIn([paths, used])) noteContract(name);
  return used;
};

/** By the word that tells it from the others, as `DecisionSame`; else by a number. */
const alternativeName = (name: string, { properties }: Json, taken: Json): string => {
  const words = isJson(properties)
    ? Object.values(properties).flatMap((one) => (isJson(one) ? (one.const ?? []) : []))
    : [];
  const [word] = words.filter((one) => typeof one === 'string');
  const title = `${name}${String(word ?? '').replace(/(^|[^a-z0-9]+)([a-z0-9])/gi, (_, __, letter: string) => letter.toUpperCase())}`;
  for (let n = 1; ; n += 1) {
    const numbered = word === undefined || n > 1 ? `${title}Variant${n}` : title;
    if (!(numbered in taken)) return numbered;
  }
};

const completeOperation = (operation: Json, own: Map<string, string>): void => {
  const { 'x-example': example, 'x-person': namesPerson, requestBody, parameters = [] } = operation;
  delete operation['x-example'];
  delete operation['x-person'];
  if (namesPerson && Array.isArray(parameters)) operation.parameters = [...parameters, ...personReferences];
  if (example !== undefined && isJson(requestBody) && isJson(requestBody.content)) {
    const [first] = Object.values(requestBody.content);
    if (isJson(first)) first.example = example;
  }
  nameOwn(operation, own);
  const isOpen = Array.isArray(operation.security) && operation.security.length === 0;
  const given = isJson(operation.responses) ? operation.responses : {};
  for (const [status, one] of Object.entries(given)) if (isJson(one)) describeSuccess(status, one);
  const answers = problemAnswers({
    given: Object.keys(given).map(Number),
    isOpen,
    hasBody: requestBody !== undefined,
    hasParameters: Array.isArray(operation.parameters) && operation.parameters.length > 0,
  });
  operation.responses = { ...given, ...answers };
};

/** What is posted and answered that the contracts have no name for is named by the operation that has it first. */
const nameOwn = ({ operationId, requestBody, responses }: Json, own: Map<string, string>): void => {
  const title = String(operationId).replace(/^./, (letter) => letter.toUpperCase());
  const successes = isJson(responses) ? Object.entries(responses).filter(([status]) => status < '400') : [];
  const carriers: [string, unknown][] = [
    [`${title}Body`, requestBody],
    ...successes.map(([, one]): [string, unknown] => [`${title}Answer`, one]),
  ];
  for (const [name, carrier] of carriers) {
    const content = isJson(carrier) && isJson(carrier.content) ? Object.values(carrier.content) : [];
    for (const media of content) {
      if (!isJson(media) || !isJson(media.schema) || !isWorthAName(media.schema)) continue;
      const schema = JSON.stringify(media.schema);
      own.set(schema, own.get(schema) ?? name);
      media.schema = referTo(own.get(schema) ?? name);
    }
  }
};

const successes: Readonly<Record<string, string>> = { 200: 'Done.', 201: 'Made.', 202: 'Taken, and on its way.' };

/** In place of what is said where a route says nothing. */
const describeSuccess = (status: string, answer: Json): void => {
  if (answer.description === 'Default Response') answer.description = successes[status] ?? 'An answer.';
};
