import { knownWordsKeyword, topics } from '@hilo/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { z } from 'zod';
import { noteUnknownWord, placeOfWord } from './unknown-words.ts';

/** Whether a value is what the contract allows. */
export type Check<Schema extends z.ZodType> = (value: unknown) => value is z.infer<Schema>;

const compiled = new WeakMap<z.ZodType, Check<z.ZodType>>();

/**
 * The check of a contract, compiled once: a fifth of what zod takes for each message. It gives zod's verdict, but for
 * refinements, which JSON Schema cannot say: those are for the door, not for what was let in.
 */
export const checkOf = <Schema extends z.ZodType>(schema: Schema): Check<Schema> => {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  const ajv = new Ajv2020({ strict: false, discriminator: true });
  addFormats.default(ajv);
  ajv.addKeyword({ keyword: knownWordsKeyword, schemaType: 'array', type: 'string', compile: notingIn(schema) });
  const validate = ajv.compile(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: simplify }));
  const check: Check<Schema> = (value): value is z.infer<Schema> => validate(value) === true;
  compiled.set(schema, check);
  return check;
};

/** Any word is allowed; one that is not known is noted. */
const notingIn = (schema: z.ZodType) => {
  const topic = Object.values(topics).find((one) => one.schema === schema)?.name ?? 'none';
  return (words: readonly string[]) => {
    const known = new Set(words);
    return (word: string, at?: { instancePath: string }): boolean => {
      if (!known.has(word)) noteUnknownWord({ topic, place: placeOfWord(at?.instancePath ?? ''), word });
      return true;
    };
  };
};

/** A pattern says more than the format beside it; and of many alternatives, one word tells which to try. */
const simplify = ({
  zodSchema,
  jsonSchema,
}: {
  zodSchema: z.core.$ZodType;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}): void => {
  if (jsonSchema.pattern !== undefined) delete jsonSchema.format;
  // Any JSON: what was read from JSON is that, whatever alternatives there are.
  if (zodSchema instanceof z.ZodLazy) for (const name of Object.keys(jsonSchema)) delete jsonSchema[name];
  if (zodSchema instanceof z.ZodDiscriminatedUnion) {
    // Without the type, ajv would let pass whatever is no object.
    Object.assign(jsonSchema, { type: 'object', discriminator: { propertyName: zodSchema.def.discriminator } });
  }
};
