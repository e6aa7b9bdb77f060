import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { OutgoingRecord } from '../log.ts';
import { type PartitionQueue, partitionQueue } from './partition-queue.ts';

const append = (queue: PartitionQueue, value: string, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const ticket = { remaining: 1, deadline: Date.now() + 10_000, signal, done: resolve, failed: reject };
    queue.add([{ key: 'ana', value }], ticket);
  });

const valuesOf = (records: readonly OutgoingRecord[]) => records.map(({ value }) => value);

it('sends nothing of an append that was withdrawn while it waited, and all of the others', async () => {
  const sent: (string | null)[][] = [];
  const queue = partitionQueue(async (records) => {
    sent.push(valuesOf(records));
    await sleep(50);
  });
  const withdrawal = new AbortController();
  const first = append(queue, '1');
  await sleep(20);
  const withdrawn = append(queue, '2', withdrawal.signal);
  const last = append(queue, '3');
  withdrawal.abort();
  await expect(withdrawn).rejects.toThrow('withdrawn');
  await Promise.all([first, last]);
  expect(sent).toEqual([['1'], ['3']]);
});

it('lets whoever is told of a failure withdraw what stands behind, so that it does not overtake', async () => {
  const sent: (string | null)[][] = [];
  const queue = partitionQueue(async (records) => {
    sent.push(valuesOf(records));
    await sleep(20);
    throw new Error('away');
  });
  const withdrawal = new AbortController();
  const first = append(queue, '1').catch(() => withdrawal.abort());
  await sleep(10);
  const second = append(queue, '2', withdrawal.signal);
  await first;
  await expect(second).rejects.toThrow('withdrawn');
  expect(sent).toEqual([['1']]);
});

it('tells whoever delivers when nobody wants a batch any more', async () => {
  let outcome = 'wanted';
  const queue = partitionQueue(async (_records, { isWanted }) => {
    while (isWanted()) await sleep(5);
    outcome = 'given up';
    throw new Error('nobody wants it');
  });
  const withdrawal = new AbortController();
  const appended = append(queue, '1', withdrawal.signal);
  await sleep(30);
  expect(outcome).toBe('wanted');
  withdrawal.abort();
  await expect(appended).rejects.toThrow();
  expect(outcome).toBe('given up');
});
