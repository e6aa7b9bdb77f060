import { setTimeout as sleep } from 'node:timers/promises';
import { ProtocolError } from '@platformatic/kafka';
import { expect, it } from 'vitest';
import { AppendRefused } from '../../errors.ts';
import { partitionFor } from '../../partitioner.ts';
import { createLane, type Lane } from './lane.ts';
import type { Part } from './produce.ts';
import type { Leader, SendResult } from './sender.ts';

const partitions = 3;
const leader = { node: 1, host: 'localhost', port: 9092 };
/** Keys of three partitions. */
const [ana, bea, carla] = keysOf(0, 1, 2);

function keysOf(...wanted: [number, number, number]): [string, string, string] {
  const keyOf = (partition: number): string => {
    for (let n = 0; ; n += 1) if (partitionFor(`customer-${n}`, partitions) === partition) return `customer-${n}`;
  };
  return [keyOf(wanted[0]), keyOf(wanted[1]), keyOf(wanted[2])];
}

type Answer = (parts: readonly Part[], leader: Leader) => Promise<SendResult[]>;

const laneTo = (send: Answer, leaders: readonly (Leader | undefined)[] = [leader, leader, leader]) => {
  const requests: string[][] = [];
  const lane = createLane({
    topic: 'topic',
    partitions,
    ended: new AbortController().signal,
    sender: {
      leadersOf: async () => leaders,
      send: (to, _topic, parts) => {
        requests.push(parts.flatMap(({ records }) => records.map(({ key, value }) => `${nameOf(key)}${value}`)));
        return send(parts, to);
      },
    },
  });
  return { lane, requests };
};

const nameOf = (key: string) => (key === ana ? 'ana' : key === bea ? 'bea' : 'carla');

const append = (
  lane: Lane,
  records: [key: string, value: string][],
  signal?: AbortSignal,
  deadlineMs = 10_000,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const deadline = Date.now() + deadlineMs;
    const ticket = { remaining: records.length, deadline, signal, done: resolve, failed: reject };
    lane.add(
      records.map(([key, value]) => ({ key, value })),
      ticket,
    );
  });

const allDurable: Answer = async (parts) => {
  await sleep(20);
  return parts.map(() => 'durable');
};

it('sends what has gathered for all partitions of a broker in one request', async () => {
  const { lane, requests } = laneTo(allDurable);
  await Promise.all([
    append(lane, [[ana, '1']]),
    append(lane, [
      [bea, '1'],
      [carla, '1'],
    ]),
    append(lane, [[ana, '2']]),
  ]);
  expect(requests.map((request) => request.toSorted())).toEqual([['ana1', 'ana2', 'bea1', 'carla1']]);
});

it('sends to one broker while another does not answer', async () => {
  const other = { ...leader, node: 2 };
  const { promise, resolve } = Promise.withResolvers<void>();
  const answer: Answer = async (parts, { node }) => {
    if (node === 2) await promise;
    return parts.map(() => 'durable');
  };
  const { lane, requests } = laneTo(answer, [leader, other, leader]);
  const late = append(lane, [[bea, '1']]);
  for (const value of ['1', '2', '3']) await append(lane, [[ana, value]]);
  resolve();
  await late;
  expect(requests.flat().toSorted()).toEqual(['ana1', 'ana2', 'ana3', 'bea1']);
});

it('tries only the partition that failed again, alone and before what follows it, while the others go on', async () => {
  let failures = 2;
  const { lane, requests } = laneTo(async (parts) => {
    await sleep(5);
    return parts.map(({ partition }) => (partition === 1 && failures-- > 0 ? new Error('moved') : 'durable'));
  });
  const first = append(lane, [
    [ana, '1'],
    [bea, '1'],
    [carla, '1'],
  ]);
  await sleep(20);
  const behind = append(lane, [[bea, '2']]);
  await append(lane, [[ana, '2']]);
  await Promise.all([first, behind]);
  expect(requests).toEqual([['ana1', 'bea1', 'carla1'], ['ana2'], ['bea1'], ['bea1'], ['bea2']]);
});

it('takes for durable only what it is told is', async () => {
  let answers = 0;
  const { lane, requests } = laneTo(async (parts) => {
    answers += 1;
    return answers === 1 ? [] : parts.map(() => 'durable');
  });
  await append(lane, [
    [ana, '1'],
    [bea, '1'],
  ]);
  expect(requests.map((request) => request.toSorted())).toEqual([['ana1', 'bea1'], ['ana1'], ['bea1']]);
});

it('refuses what a partition will never take, and only the appends that are in it', async () => {
  const tooLarge = new ProtocolError('MESSAGE_TOO_LARGE');
  const { lane, requests } = laneTo(async (parts) =>
    parts.map(({ partition }) => (partition === 1 ? tooLarge : 'durable')),
  );
  const outcomes = await Promise.allSettled([append(lane, [[ana, '1']]), append(lane, [[bea, '1']])]);
  expect(outcomes).toMatchObject([{ status: 'fulfilled' }, { status: 'rejected' }]);
  await expect(append(lane, [[bea, '2']])).rejects.toBeInstanceOf(AppendRefused);
  expect(requests).toHaveLength(2);
});

it('sends nothing of an append that was withdrawn while it waited, and all of the others', async () => {
  const { lane, requests } = laneTo(allDurable);
  const withdrawal = new AbortController();
  const first = append(lane, [[ana, '1']]);
  await sleep(10);
  const withdrawn = append(lane, [[ana, '2']], withdrawal.signal);
  const last = append(lane, [[ana, '3']]);
  withdrawal.abort();
  await expect(withdrawn).rejects.toThrow('withdrawn');
  await Promise.all([first, last]);
  expect(requests).toEqual([['ana1'], ['ana3']]);
});

it('lets whoever is told of a failure withdraw what stands behind, so that it does not overtake', async () => {
  const refusal = new ProtocolError('INVALID_RECORD');
  const { lane, requests } = laneTo(async (parts) => {
    await sleep(20);
    return parts.map(() => refusal);
  });
  const withdrawal = new AbortController();
  const first = append(lane, [[ana, '1']]).catch(() => withdrawal.abort());
  await sleep(10);
  const second = append(lane, [[ana, '2']], withdrawal.signal);
  await first;
  await expect(second).rejects.toThrow('withdrawn');
  expect(requests).toEqual([['ana1']]);
});

it('does not try again what nobody wants any more', async () => {
  const { lane, requests } = laneTo(async (parts) => parts.map(() => new Error('away')));
  const withdrawal = new AbortController();
  const appended = append(lane, [[ana, '1']], withdrawal.signal);
  await sleep(30);
  withdrawal.abort();
  await expect(appended).rejects.toThrow('away');
  await lane.idle();
  const tried = requests.length;
  await sleep(200);
  expect(requests).toHaveLength(tried);
});

it('fails of what goes together only the append whose time is over', async () => {
  let isAway = true;
  const { lane, requests } = laneTo(async (parts) => parts.map(() => (isAway ? new Error('away') : 'durable')));
  const late = append(lane, [[ana, '1']], undefined, 120);
  const fresh = append(lane, [[ana, '2']]);
  await expect(late).rejects.toThrow('away');
  isAway = false;
  await fresh;
  expect(requests[0]).toEqual(['ana1', 'ana2']);
  expect(requests.at(-1)).toEqual(['ana2']);
});

it('fails what waited too long in the queue, and sends what came behind it', async () => {
  const answered = Promise.withResolvers<void>();
  const { lane, requests } = laneTo(async (parts) => {
    await answered.promise;
    return parts.map(() => 'durable');
  });
  const first = append(lane, [[ana, '1']]);
  await sleep(20);
  const late = append(lane, [[ana, '2']], undefined, 1);
  const fresh = append(lane, [[ana, '3']]);
  await sleep(20);
  answered.resolve();
  await expect(late).rejects.toThrow('the deadline passed in the queue');
  await Promise.all([first, fresh]);
  expect(requests).toEqual([['ana1'], ['ana3']]);
});

it('sends nothing that was withdrawn when what it went with had failed', async () => {
  const { lane, requests } = laneTo(async (parts) => parts.map(() => new Error('away')));
  const withdrawal = new AbortController();
  const late = append(lane, [[ana, '1']], undefined, 120).catch(() => withdrawal.abort());
  const behind = append(lane, [[ana, '2']], withdrawal.signal);
  await expect(behind).rejects.toThrow('away');
  await late;
  await lane.idle();
  expect(requests).not.toContainEqual(['ana2']);
});
