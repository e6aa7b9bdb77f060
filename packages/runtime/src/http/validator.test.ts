import { expect, it } from 'vitest';
import { z } from 'zod';
import { oneOrMany, validatorCompiler } from './validator.ts';

const Question = z.discriminatedUnion('metric', [
  z.strictObject({ metric: z.literal('nps'), limit: z.int().min(1).default(5) }),
  z.strictObject({ metric: z.literal('csat') }),
]);
const route = { method: 'POST', url: '/v1/query', httpPart: 'body' };
const validate = validatorCompiler({ ...route, schema: Question });

it('gives what was read of what was sent', () => {
  expect(validate({ metric: 'nps' })).toEqual({ value: { metric: 'nps', limit: 5 } });
});

it.each([
  [{ metric: 'fcr' }, '/metric', 'is none of nps, csat'],
  [{}, '/metric', 'is missing; it has to be one of nps, csat'],
  [{ metric: 'nps', compare: true }, '/compare', 'is not a known field'],
  [{ metric: 'nps', limit: 0 }, '/limit', 'is less than 1'],
  [{ metric: 'nps', limit: 'all' }, '/limit', 'is text, and has to be a number'],
  [undefined, '', 'is missing'],
  [null, '', 'is missing'],
])('says of %j which field is wrong, in words', (sent, instancePath, message) => {
  expect(validate(sent)).toMatchObject({ error: [{ instancePath, message }] });
});

it('holds a list against the schema of lists, and names the place in it', () => {
  const either = oneOrMany(Question, z.array(Question).min(1))({ ...route, schema: undefined });
  expect(either([{ metric: 'csat' }, { metric: 'fcr' }])).toMatchObject({ error: [{ instancePath: '/1/metric' }] });
  expect(either([])).toMatchObject({ error: [{ message: 'is an empty list' }] });
  expect(either({ metric: 'csat' })).toEqual({ value: { metric: 'csat' } });
});
