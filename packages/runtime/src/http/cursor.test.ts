import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { cursorOf, keyText, keyTime } from './cursor.ts';

const timeline = cursorOf('timeline', z.tuple([keyTime, keyText]));
const audit = cursorOf('audit', z.tuple([keyTime, keyText]));
const wordsOf = (text: string): string | undefined => timeline.parameter.safeParse(text).error?.issues[0]?.message;
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

it('gives back the key that it was made of, whatever is in it', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 100 }).filter((one) => !one.includes('\0'));
  fc.assert(
    fc.property(text, (id) => {
      const key: [string, string] = ['2026-01-01T00:00:00.123456Z', id];
      expect(timeline.parameter.parse(timeline.encode(key))).toEqual(key);
    }),
  );
  expect(timeline.parameter.parse(undefined)).toBeUndefined();
});

it('refuses the cursor of another list, and names that', () => {
  expect(wordsOf(audit.encode(['2026-01-01T00:00:00Z', 'a']))).toBe('is a cursor of another list: audit');
});

it.each([
  ['nothing', ''],
  ['text', 'abc'],
  ['what is cut off', timeline.encode(['2026-01-01T00:00:00Z', 'a']).slice(0, -3)],
  ['what has something behind it', `${timeline.encode(['2026-01-01T00:00:00Z', 'a'])}!`],
  ['a key of another shape', encoded(['timeline', ['2026-01-01T00:00:00Z']])],
  ['a cursor of before they had names', encoded(['2026-01-01T00:00:00Z', 'a'])],
  ['a NUL', encoded(['timeline', ['2026-01-01T00:00:00Z', '\0']])],
  ['half a surrogate pair', encoded(['timeline', ['2026-01-01T00:00:00Z', '\ud800']])],
  ['a time that no table has', encoded(['timeline', ['0000-01-01T00:00:00Z', 'a']])],
  ['a time with an offset that no table reads', encoded(['timeline', ['2026-01-01T00:00:00+23:59', 'a']])],
  ['a name that is none', encoded(['<script>', []])],
])('refuses %s', (_name, text) => {
  expect(wordsOf(text)).toMatch(/^is no cursor that Hilo gave/);
});

it('never throws, whatever it is given', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.jsonValue().map(encoded)), (text) => {
      expect(timeline.parameter.safeParse(text).success).toBe(false);
    }),
  );
});
