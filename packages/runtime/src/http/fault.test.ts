import { expect, it } from 'vitest';
import { z } from 'zod';
import { fieldErrors, pathText } from './problem.ts';

const Schema = z.strictObject({
  text: z.string().min(1).max(3),
  number: z.int().min(0).max(10).optional(),
  flag: z.boolean().optional(),
  word: z.enum(['web', 'app']).optional(),
  list: z
    .array(z.object({ at: z.iso.datetime({ offset: true }) }))
    .min(1)
    .max(2)
    .optional(),
  named: z.record(z.string().min(1), z.unknown()).optional(),
  either: z.union([z.string(), z.object({ a: z.number() })]).optional(),
  scaled: z.discriminatedUnion('scale', [z.object({ scale: z.literal('nps'), value: z.int() })]).optional(),
  pattern: z.string().regex(/^a/, 'begins with a').optional(),
});
const examples = { text: '"ñ"', 'list.at': '"2026-03-01T09:30:00+01:00"' };
const faults = (input: object): string[] =>
  fieldErrors(Schema.safeParse(input).error?.issues ?? [], input, examples).map(
    ({ path, message }) => `${pathText(path)} ${message}`,
  );

it.each([
  [{}, 'text is missing; it has to be text; for example "ñ"'],
  [{ text: null }, 'text is null, and has to be text; for example "ñ"'],
  [{ text: 7 }, 'text is a number, and has to be text; for example "ñ"'],
  [{ text: '' }, 'text is empty; for example "ñ"'],
  [{ text: 'long' }, 'text is longer than 3 characters; for example "ñ"'],
  [{ text: 'a', number: '7' }, 'number is text, and has to be a number'],
  [{ text: 'a', number: 1.5 }, 'number is a number, and has to be a whole number'],
  [{ text: 'a', number: 11 }, 'number is more than 10'],
  [{ text: 'a', number: -1 }, 'number is less than 0'],
  [{ text: 'a', flag: 'yes' }, 'flag is text, and has to be true or false'],
  [{ text: 'a', word: 'pigeon' }, 'word is none of web, app'],
  [{ text: 'a', word: 7 }, 'word is a number, and none of web, app'],
  [{ text: 'a', list: {} }, 'list is an object, and has to be a list, in square brackets'],
  [{ text: 'a', list: [] }, 'list is an empty list'],
  [
    { text: 'a', list: [{ at: 'now' }] },
    'list[0].at is no time with its offset from UTC; for example "2026-03-01T09:30:00+01:00"',
  ],
  [{ text: 'a', list: [{}] }, 'list[0].at is missing; it has to be text; for example "2026-03-01T09:30:00+01:00"'],
  [{ text: 'a', named: [] }, 'named is a list, and has to be an object, with names in braces'],
  [{ text: 'a', named: { '': 1 } }, 'named. has a name that is empty'],
  [{ text: 'a', either: 7 }, 'either is a number, and has to be text'],
  [{ text: 'a', scaled: { scale: 'stars' } }, 'scaled.scale is none of nps'],
  [{ text: 'a', scaled: {} }, 'scaled.scale is missing; it has to be one of nps'],
  [{ text: 'a', pattern: 'b' }, 'pattern begins with a'],
  [{ text: 'a', colour: 'red' }, 'colour is not a known field'],
])('says of %j in words what was there and what is wanted', (input, words) => {
  expect(faults(input)).toEqual([words]);
});

it('names everything that is wrong, and no value', () => {
  const wrong = faults({ text: 1, number: 'secret', list: [{ at: 'secret' }], secret: 1 });
  expect(wrong).toHaveLength(4);
  expect(wrong.filter((words) => !words.startsWith('secret ')).join()).not.toContain('secret');
  expect(wrong.join()).not.toContain('Invalid input');
});
