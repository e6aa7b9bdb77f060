import { expect, it } from 'vitest';
import { z } from 'zod';
import * as contracts from './index.ts';
import { knownWordsKeyword } from './open.ts';

const wordsIn = (schema: unknown): string[] => {
  if (Array.isArray(schema)) return schema.flatMap(wordsIn);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    if ((key === 'enum' || key === knownWordsKeyword) && Array.isArray(value))
      return value.filter((word) => typeof word === 'string');
    return key === 'const' && typeof value === 'string' ? [value] : wordsIn(value);
  });
};

const wordsOf = (...schemas: z.ZodType[]): Set<string> =>
  new Set(schemas.flatMap((schema) => wordsIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))));

const { Interaction, DecisionRequest, ErasureRequest, Scope } = contracts;
const posted = wordsOf(Interaction, DecisionRequest, ErasureRequest);
const schemas = Object.values(contracts).filter((one) => one instanceof z.ZodType);
const given = wordsOf(...schemas)
  .difference(posted)
  .difference(wordsOf(Scope));

it('has words that senders post in snake_case', () => {
  expect([...posted].filter((word) => !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(word))).toEqual([]);
});

it('has reasons and states that Hilo gives in kebab-case', () => {
  expect(given.size).toBeGreaterThan(20);
  expect([...given].filter((word) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(word))).toEqual([]);
});

it('has scopes of what and how', () => {
  expect([...wordsOf(Scope)].filter((word) => word !== '*' && !/^[a-z]+:(read|write|act|check)$/.test(word))).toEqual(
    [],
  );
});
