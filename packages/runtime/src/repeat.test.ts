import { AppendRefused } from '@hilo/log';
import { DatabaseError } from 'pg';
import { expect, it } from 'vitest';
import { openHealth } from './health.ts';
import { repeat } from './repeat.ts';

/** Work that fails so until it is mended. */
const failing = (failure: Error) => {
  const health = openHealth(Date.now);
  const state = { isMended: false, attempts: 0 };
  const repeating = repeat({
    everyMs: 1,
    health: { health, part: 'deciding' },
    work: async () => {
      state.attempts += 1;
      if (!state.isMended) throw failure;
      return false;
    },
    onError: () => {},
  });
  return { state, repeating, reasons: () => health.ailments().map(({ part, reason }) => `${part} ${reason}`) };
};

const missing = Object.assign(new DatabaseError('relation "x" does not exist', 1, 'error'), { code: '42P01' });
const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

it.each([
  ['something that is missing in the database', missing, 'relation "x" does not exist (42P01)'],
  ['a mistake of ours', new TypeError('x'), 'TypeError'],
  [
    'a log that refuses',
    new AppendRefused('not authorised to write hilo.ledger.v1'),
    'not authorised to write hilo.ledger.v1',
  ],
])('tells that work has to be mended: %s, and when it is', async (_, failure, words) => {
  const { state, repeating, reasons } = failing(failure);
  await expect.poll(reasons).toEqual([`deciding cannot be done until this is mended: ${words}`]);
  state.isMended = true;
  await expect.poll(reasons).toEqual([]);
  await repeating.close();
});

it.each([
  ['a database that is away', away],
  ['a log that is away', new Error('appending to hilo.surveys.v1/3: the deadline passed in the queue')],
])('tells of nothing that passes by itself, however often it is tried: %s', async (_, failure) => {
  const { state, repeating, reasons } = failing(failure);
  await expect.poll(() => state.attempts).toBeGreaterThan(10);
  expect(reasons()).toEqual([]);
  await repeating.close();
});
