import { expect, test } from 'vitest';
import { read } from '../test/reading.ts';
import { isSurelyUsed } from './index.ts';

test('what is left out of a cell is said', () => {
  expect(read('phone', '600000001 / 911')).toEqual({ values: ['+34600000001'], unused: 'partly-used' });
  expect(read('phone', '600000001/2')).toEqual({ values: ['+34600000001'], unused: 'partly-used' });
  expect(read('email', 'a@x.org, b@@x.org')).toEqual({ values: ['a@x.org'], unused: 'partly-used' });
  expect(read('email', 'a@x.org; no@no.com')).toEqual({ values: ['a@x.org'], unused: 'partly-used' });
});

test('a long value is read in no time, whatever is in it', () => {
  const began = process.cpuUsage();
  for (const part of [
    't ',
    'user id ',
    'no ',
    '(',
    '"',
    '<a@',
    '1 ',
    '+',
    '0',
    ' @',
    '[object Object],',
    'x1',
    '{{',
    '.',
    ', ',
    'A.a',
  ]) {
    for (const normaliser of ['exact', 'email', 'phone', 'handle'] as const) {
      read(normaliser, `${part.repeat(512 / part.length)}!`);
      isSurelyUsed(`${part.repeat(30)}!`, normaliser);
      isSurelyUsed(`${part.repeat(512 / part.length)}!`, normaliser);
    }
  }
  expect(process.cpuUsage(began).user).toBeLessThan(2_000_000);
});
