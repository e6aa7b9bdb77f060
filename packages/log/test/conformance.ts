import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consumer, Log, LogRecord } from '../src/log.ts';
import { partitionFor } from '../src/partitioner.ts';

export type Setup = () => Promise<{ open(): Promise<Log>; url: string; close(): Promise<void> } | { skipped: string }>;

const partitions = 4;
const numbered = (from: number, to: number, key = (n: number) => `k${n % 7}`) =>
  Array.from({ length: to - from }, (_, at) => ({ key: key(from + at), value: String(from + at) }));

/** What both adapters promise, on a real server. */
export const conformance = (name: string, setup: Setup): void => {
  describe(`the log on ${name}`, async () => {
    const environment = await setup();
    if ('skipped' in environment) {
      it.skip(`is skipped: ${environment.skipped}`, () => {});
      return;
    }
    const opened: Log[] = [];
    const open = async (): Promise<Log> => {
      const log = await environment.open();
      opened.push(log);
      return log;
    };
    let log: Log;
    beforeAll(async () => {
      log = await open();
    });
    afterAll(async () => {
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(opened.map((one) => one.close()));
      await environment.close();
    });

    const newTopic = async (): Promise<string> => {
      const topic = `test.${randomUUID()}`;
      await log.ensureTopics([{ name: topic, partitions, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
      return topic;
    };
    const newGroup = (): string => `group-${randomUUID()}`;

    /** Consumes into a list until it holds so many records. */
    const collect = async (
      topic: string,
      group: string,
      count: number,
      options: Partial<Parameters<Log['consume']>[0]> = {},
    ): Promise<{ seen: Seen[]; consumer: Consumer }> => {
      const seen: Seen[] = [];
      const consumer = await log.consume({
        group,
        topics: [topic],
        handle: async ({ partition, records }) => {
          seen.push(...records.map((record) => ({ ...record, partition })));
        },
        ...options,
      });
      await until(() => seen.length >= count);
      return { seen, consumer };
    };

    it('gives back every record as it was appended, in the order of its key, where the partitioner of Kafka puts it', async () => {
      const topic = await newTopic();
      const odd = [
        { key: 'ñandú 🦤', value: 'línea\n"1"', headers: { ce_id: 'ü', empty: '' } },
        { key: 'gone', value: null },
        { key: 'k', value: '' },
      ];
      await log.append(topic, [...odd, ...numbered(0, 5000)]);
      const { seen, consumer } = await collect(topic, newGroup(), 5003, { maxRecords: 300 });
      await consumer.close();
      expect(seen).toHaveLength(5003);
      for (const record of odd) {
        const found = seen.find(({ key, value }) => key === record.key && value === record.value);
        expect(found).toMatchObject({ value: record.value, headers: record.headers ?? {} });
      }
      for (const { key, partition } of seen) expect(partition).toBe(partitionFor(key, partitions));
      for (let partition = 0; partition < partitions; partition += 1) {
        const offsets = seen.filter((one) => one.partition === partition).map(({ offset }) => offset);
        expect(offsets).toEqual(offsets.map((_, at) => at));
      }
      expectOrderPerKey(seen.filter(({ key }) => key.startsWith('k') && key.length > 1));
      expect(Math.abs(Date.now() - (seen[0]?.appendedAt ?? 0))).toBeLessThan(60_000);
    });

    it('never mixes partitions in a batch, nor gives more than was asked for', async () => {
      const topic = await newTopic();
      await log.append(topic, numbered(0, 200));
      const sizes: number[] = [];
      const consumer = await log.consume({
        group: newGroup(),
        topics: [topic],
        maxRecords: 7,
        handle: async ({ partition, records }) => {
          sizes.push(records.length);
          for (const { key } of records) expect(partitionFor(key, partitions)).toBe(partition);
        },
      });
      await until(() => sum(sizes) >= 200);
      await consumer.close();
      expect(Math.max(...sizes)).toBeLessThanOrEqual(7);
    });

    it('tries a batch again in place until it succeeds, while other partitions go on', async () => {
      const topic = await newTopic();
      const [bad, good] = [keyIn(0), keyIn(1)];
      await log.append(topic, [...numbered(0, 5, () => bad), ...numbered(0, 5, () => good)]);
      const seen: string[] = [];
      let failures = 0;
      const consumer = await log.consume({
        group: newGroup(),
        topics: [topic],
        handle: async ({ partition, records }) => {
          // A TypeError, which stops kafkajs for good if it gets that far.
          if (partition === 0 && failures < 3) throw new TypeError('poison');
          seen.push(...records.map(({ key, value }) => `${key}=${value}`));
        },
        onError: () => {
          failures += 1;
        },
      });
      await until(() => seen.length >= 10);
      await consumer.close();
      expect(failures).toBe(3);
      expect(seen.filter((one) => one.startsWith(`${bad}=`))).toEqual([0, 1, 2, 3, 4].map((n) => `${bad}=${n}`));
      expect(seen[0]).toBe(`${good}=0`);
    });

    it('goes on where the group stopped, and tells the lag', async () => {
      const topic = await newTopic();
      const group = newGroup();
      await log.append(topic, numbered(0, 50));
      const first = await collect(topic, group, 50);
      await until(async () => (await log.lag(group, topic)) === 0);
      expect(await log.oldestWaiting(group, topic)).toBeUndefined();
      await first.consumer.close();
      const from = Date.now();
      await log.append(topic, numbered(50, 60));
      expect(await log.lag(group, topic)).toBe(10);
      const oldest = (await log.oldestWaiting(group, topic)) ?? 0;
      expect(oldest).toBeGreaterThan(from - 2000);
      expect(oldest).toBeLessThanOrEqual(Date.now());
      const second = await collect(topic, group, 10);
      await second.consumer.close();
      expect(second.seen.map(({ value }) => Number(value)).sort((a, b) => a - b)).toEqual(
        numbered(50, 60).map(({ value }) => Number(value)),
      );
      expect(sum(await log.endOffsets(topic))).toBe(60);
    });

    it('starts where the consumer says, whatever the group has committed', async () => {
      const topic = await newTopic();
      const group = newGroup();
      const key = keyIn(2);
      await log.append(
        topic,
        numbered(0, 20, () => key),
      );
      const all = await collect(topic, group, 20);
      await all.consumer.close();
      const again = await collect(topic, group, 15, {
        startFrom: async (_, partition) => (partition === 2 ? 5 : undefined),
      });
      await again.consumer.close();
      expect(again.seen.map(({ offset }) => offset)).toEqual(Array.from({ length: 15 }, (_, at) => at + 5));
    });

    it('takes what the consumer says is done for done, though its group was killed before it could say so', async () => {
      const topic = await newTopic();
      const group = newGroup();
      await log.append(topic, numbered(0, 20));
      const ends = await log.endOffsets(topic);
      const handle = async () => expect.unreachable();
      await using consumer = await log.consume({
        group,
        topics: [topic],
        handle,
        startFrom: async (_, at) => ends[at],
      });
      await until(async () => (await log.lag(group, topic)) === 0);
      expect(await log.oldestWaiting(group, topic)).toBeUndefined();
      await consumer.close();
    });

    it('reads what a topic holds, once and in order, and moves no group; an error of the reader, or its signal, ends it', async () => {
      const topic = await newTopic();
      const group = newGroup();
      await log.read(topic, { handle: async () => expect.unreachable() });
      await log.append(topic, numbered(0, 3000));
      await (await collect(topic, group, 3000)).consumer.close();
      await log.append(topic, numbered(3000, 3100));
      const lag = await log.lag(group, topic);
      const seen: Seen[] = [];
      const shares: number[] = [];
      await log.read(topic, {
        maxRecords: 250,
        handle: async ({ partition, records, done, total }) => {
          expect(records.length).toBeLessThanOrEqual(250);
          expect(total).toBe(3100);
          shares.push(done);
          seen.push(...records.map((record) => ({ ...record, partition })));
        },
      });
      expect(seen.map(({ value }) => Number(value)).toSorted((a, b) => a - b)).toEqual(
        numbered(0, 3100).map(({ value }) => Number(value)),
      );
      expectOrderPerKey(seen);
      expect(shares.at(-1)).toBe(3100);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(await log.lag(group, topic)).toBe(lag);
      const wrong = async () => Promise.reject(new TypeError('of the reader'));
      await expect(log.read(topic, { handle: wrong })).rejects.toThrow('of the reader');
      const stop = new AbortController();
      const handle = async () => stop.abort(new Error('enough'));
      await expect(log.read(topic, { handle, maxRecords: 10, signal: stop.signal })).rejects.toThrow('enough');
    });

    it('gives every group everything', async () => {
      const topic = await newTopic();
      await log.append(topic, numbered(0, 30));
      const both = await Promise.all([collect(topic, newGroup(), 30), collect(topic, newGroup(), 30)]);
      for (const { seen, consumer } of both) {
        await consumer.close();
        expect(seen).toHaveLength(30);
      }
    });

    it('shares the partitions among two and three members, and takes over those of one that leaves', async () => {
      const topic = await newTopic();
      const group = newGroup();
      const join = async (): Promise<Consumer> =>
        (await open()).consume({ group, topics: [topic], handle: async () => {} });
      const spread = (members: readonly Consumer[]): Promise<void> =>
        until(() => {
          const held = members.map((member) => member.assignment().map(({ partition }) => partition));
          return held.every((list) => list.length > 0) && held.flat().sort().join() === '0,1,2,3';
        });
      const members = [await join(), await join()];
      await spread(members);
      members.push(await join());
      await spread(members);
      await members.shift()?.close();
      await spread(members);
      await Promise.all(members.map((member) => member.close()));
    });

    // Kafka misses a member after 45 seconds: these two wait for it together.
    it.concurrent('loses nothing and keeps the order when a consumer is killed with -9 in the middle', async () => {
      const topic = await newTopic();
      const group = newGroup();
      await log.append(topic, numbered(0, 400));
      const child = consumerProcess(environment.url, topic, group);
      const before: { value: string; partition: number }[] = [];
      child.onLine((line) => before.push(line));
      await until(() => before.length >= 60);
      child.process.kill('SIGKILL');
      const after = await collect(topic, group, 0);
      const seen = (): Set<string | null> => new Set([...before, ...after.seen].map(({ value }) => value));
      await until(() => seen().size === 400);
      await after.consumer.close();
      expectOrderPerKey(after.seen);
    });

    it.concurrent('shuts out a member that was frozen while another took over', async () => {
      const topic = await newTopic();
      const group = newGroup();
      await log.append(topic, numbered(0, 200));
      const child = consumerProcess(environment.url, topic, group);
      let lines = 0;
      child.onLine(() => {
        lines += 1;
      });
      await until(() => lines >= 20);
      child.process.kill('SIGSTOP');
      const { seen, consumer } = await collect(topic, group, 0);
      await until(async () => consumer.assignment().length === partitions && (await log.lag(group, topic)) === 0);
      child.process.kill('SIGCONT');
      await delay(2000);
      // What the frozen member had in hand may be done twice, but the group's offset does not go back.
      expect(await log.lag(group, topic)).toBe(0);
      child.process.kill('SIGKILL');
      await consumer.close();
      expectOrderPerKey(seen);
    });

    it('closes while a handler is at work, and tells it', async () => {
      const topic = await newTopic();
      await log.append(topic, numbered(0, 1));
      const told = Promise.withResolvers<void>();
      const begun = Promise.withResolvers<void>();
      const consumer = await log.consume({
        group: newGroup(),
        topics: [topic],
        handle: async ({ signal }) => {
          begun.resolve();
          signal.addEventListener('abort', () => told.resolve());
          await told.promise;
        },
      });
      await begun.promise;
      await consumer.close();
      await told.promise;
    });

    it('leaves all groups in the time that one takes, and is as good as before', { retry: 2 }, async () => {
      const [alone, other] = [await open(), await open()];
      const topic = await newTopic();
      await log.append(topic, numbered(0, 200));
      const counts = Array.from({ length: 7 }, () => 0);
      const consumers = await Promise.all(
        counts.map((_, at) =>
          (at === 0 ? alone : other).consume({
            group: newGroup(),
            topics: [topic],
            handle: async ({ records }) => {
              counts[at] = (counts[at] ?? 0) + records.length;
            },
          }),
        ),
      );
      await until(() => counts.every((count) => count === 200));
      const leaving = async (log: Log, ...members: Consumer[]): Promise<number> => {
        const startedAt = performance.now();
        await log.leaveGroups();
        await Promise.all(members.map(({ stopped }) => stopped));
        await Promise.all(members.map(({ close }) => close()));
        return performance.now() - startedAt;
      };
      const one = await leaving(alone, ...consumers.slice(0, 1));
      // One after the other, six would take six times as long.
      expect(await leaving(other, ...consumers.slice(1))).toBeLessThan(3 * one + 2000);
      await other.append(topic, numbered(200, 210));
      await delay(300);
      expect(counts).toEqual(counts.map(() => 200));
    });

    it('refuses to append to a topic that does not exist', async () => {
      await expect(log.append('no.such.topic', numbered(0, 1))).rejects.toThrow();
      await log.ready();
    });
  });
};

type Seen = LogRecord & { partition: number };

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const keyIn = (partition: number): string => {
  for (let n = 0; ; n += 1) if (partitionFor(`key-${n}`, partitions) === partition) return `key-${n}`;
};

/** Values of a key are numbers that grow; one may come again after a restart, with all that follows it. */
const expectOrderPerKey = (seen: readonly Pick<Seen, 'key' | 'value' | 'offset'>[]): void => {
  for (const [, records] of Map.groupBy(seen, ({ key }) => key)) {
    const byOffset = new Map(records.map(({ offset, value }) => [offset, Number(value)]));
    const firsts = [...byOffset.keys()].sort((a, b) => a - b).map((offset) => byOffset.get(offset) ?? 0);
    expect(firsts).toEqual(firsts.toSorted((a, b) => a - b));
  }
};

const until = async (met: () => boolean | Promise<boolean>, withinMs = 90_000): Promise<void> => {
  const deadline = Date.now() + withinMs;
  while (!(await met())) {
    if (Date.now() > deadline) throw new Error(`it did not happen within ${withinMs / 1000} s`);
    await delay(50);
  }
};

const children = new Set<ChildProcess>();

/** Another process that consumes slowly and prints what it has handled. */
const consumerProcess = (
  url: string,
  topic: string,
  group: string,
): { process: ChildProcess; onLine(told: (line: { value: string; partition: number }) => void): void } => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'consumer-process.ts'), url, topic, group], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  let rest = '';
  const listeners: ((line: { value: string; partition: number }) => void)[] = [];
  child.stdout.on('data', (chunk) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) for (const told of listeners) told(JSON.parse(line));
  });
  return { process: child, onLine: (told) => void listeners.push(told) };
};
