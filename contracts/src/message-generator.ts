import fc from 'fast-check';
import { knownWordsKeyword } from './open.ts';

/** A JSON Schema of a contract, and what its references lead to. */
type Schema = { [keyword: string]: unknown };

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The second is a name that every object has. */
const laterWords = ['a_later_word', 'constructor'];
const laterField = 'aLaterField';

/**
 * Messages that a JSON Schema of the contracts allows: with every known word and with unknown ones where an enumeration is
 * open, with and without what is optional, and with a field of a later version where there may be one.
 */
export const messagesOf = (schema: unknown): fc.Arbitrary<unknown> => {
  if (!isSchema(schema)) return anyJson();
  // The only thing that the contracts refer to is any JSON.
  if (typeof schema.$ref === 'string') return anyJson();
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  const members = listOf(schema.anyOf ?? schema.oneOf);
  if (members.length > 0) return fc.oneof(...members.map(messagesOf));
  // Of several types, one at a time.
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => messagesOf({ ...schema, type })));
  return (typeof schema.type === 'string' ? byType[schema.type]?.(schema) : undefined) ?? anyJson();
};

const anyJson = (): fc.Arbitrary<unknown> => fc.jsonValue({ maxDepth: 1 });

const byType: Readonly<Record<string, (schema: Schema) => fc.Arbitrary<unknown>>> = {
  object: (schema) => objectsOf(schema),
  array: (schema) => arraysOf(schema),
  string: (schema) => textsOf(schema),
  integer: ({ minimum, maximum }) => fc.integer({ min: within(minimum, -1000), max: within(maximum, 1000) }),
  number: ({ minimum, maximum }) =>
    fc.double({ min: within(minimum, -1000), max: within(maximum, 1000), noNaN: true, noDefaultInfinity: true }),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
};

const within = (limit: unknown, otherwise: number): number =>
  typeof limit === 'number' && Math.abs(limit) < 1e9 ? limit : otherwise;

const objectsOf = ({ properties, required, additionalProperties, propertyNames }: Schema): fc.Arbitrary<unknown> => {
  const named = isSchema(properties) ? properties : {};
  const fields = fc.record(
    Object.fromEntries(Object.entries(named).map(([name, schema]) => [name, messagesOf(schema)])),
    { requiredKeys: listOf(required).map(String), noNullPrototype: true },
  );
  if (additionalProperties === false) return fields;
  if (isSchema(additionalProperties) && Object.keys(additionalProperties).length > 0) {
    const names = isSchema(propertyNames) ? textsOf(propertyNames) : fc.constantFrom('one', 'other');
    return fc.dictionary(names, messagesOf(additionalProperties), { maxKeys: 3, noNullPrototype: true });
  }
  return fc
    .tuple(fields, fc.option(anyJson()))
    .map(([known, later]) => (later === null ? known : { ...known, [laterField]: later }));
};

const arraysOf = ({ prefixItems, items, minItems, maxItems }: Schema): fc.Arbitrary<unknown> =>
  Array.isArray(prefixItems)
    ? fc.tuple(...prefixItems.map(messagesOf))
    : fc.array(messagesOf(items), { minLength: within(minItems, 0), maxLength: Math.min(within(maxItems, 3), 3) });

const textsOf = (schema: Schema): fc.Arbitrary<string> => {
  const { format, pattern, minLength, maxLength, not } = schema;
  const known = listOf(schema[knownWordsKeyword]).map(String);
  if (known.length > 0) return fc.constantFrom(...(not === undefined ? known : []), ...laterWords);
  if (format === 'uuid') return fc.uuid();
  if (format === 'date-time') return fc.integer({ min: 0, max: 4e12 }).map((at) => new Date(at).toISOString());
  if (typeof pattern === 'string') {
    // Letters of two alphabets stand for all: fast-check knows no classes of Unicode.
    const plain = pattern.replaceAll('\\p{L}', 'a-zñ').replaceAll('\\p{N}', '0-9');
    return fc.stringMatching(new RegExp(plain)).filter((text) => text.length <= within(maxLength, 100));
  }
  return fc.string({ minLength: within(minLength, 0), maxLength: Math.min(within(maxLength, 20), 20) });
};
