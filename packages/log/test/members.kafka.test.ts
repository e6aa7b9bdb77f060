import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaOfThisFile } from '@hilo/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { openKafkaLog } from '../src/kafka/log.ts';
import type { Log } from '../src/log.ts';
import { numbered } from './kafka/numbered.ts';

const kafka = kafkaOfThisFile();
if ('skipped' in kafka) test.skip(`members of groups on Kafka (${kafka.skipped})`, () => undefined);
else describe('members of groups on Kafka', () => members(kafka.brokers));

function members(brokers: string[]): void {
  const children = new Set<ChildProcess>();
  const open = (options: { sessionTimeoutMs?: number; instance?: string } = {}): Promise<Log> =>
    openKafkaLog({ brokers, clientId: 'members', ...options });
  /** Another process, with the settings of production unless it has a name, and how many records it has handled. */
  const startProcess = (topic: string, group: string, ...nameAndSession: string[]) => {
    const words = [`kafka://${brokers.join(',')}`, topic, group, ...nameAndSession];
    const child = spawn(process.execPath, [join(import.meta.dirname, 'consumer-process.ts'), ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.add(child);
    let handled = 0;
    createInterface({ input: child.stdout }).on('line', () => {
      handled += 1;
    });
    return { handled: () => handled, kill: () => kill(child) };
  };

  afterAll(async () => void (await Promise.all([...children].map(kill))));

  test('misses one that was killed before a session of the client’s own would have ended', async () => {
    await using log = await open();
    const topic = await newTopic(log);
    const group = newGroup();
    const other = startProcess(topic, group);
    await log.append(topic, numbered(40, 10));
    await expect.poll(other.handled).toBeGreaterThan(0);
    await using survivor = await log.consume({ group, topics: [topic], handle: async () => undefined });
    await expect.poll(() => survivor.assignment().length).toBe(2);
    await other.kill();
    const killedAt = Date.now();
    await expect.poll(() => survivor.assignment().length).toBe(4);
    // Fifteen seconds where the processors have nothing else to do.
    expect(Date.now() - killedAt).toBeLessThan(29_000);
  });

  test('does not miss one whose handler says nothing for longer than a session', async () => {
    await using log = await open({ sessionTimeoutMs: 2000 });
    const topic = await newTopic(log);
    await log.append(topic, numbered(1, 1));
    const begun: number[] = [];
    const lost: boolean[] = [];
    await using consumer = await log.consume({
      group: newGroup(),
      topics: [topic],
      handle: async ({ signal }) => {
        begun.push(Date.now());
        await sleep(6000);
        lost.push(signal.aborted);
      },
    });
    await expect.poll(() => lost).toEqual([false]);
    await sleep(1000);
    expect(begun).toHaveLength(1);
    expect(consumer.assignment()).toHaveLength(4);
  });

  test('takes one that comes back under its name for the same, however often it is killed', async () => {
    await using log = await open();
    const topic = await newTopic(log);
    const group = newGroup();
    // Whoever waits for the end of a session fails.
    const startNamed = () => startProcess(topic, group, 'pod-0', '600000');
    await log.append(topic, numbered(40, 25));
    const first = startNamed();
    await expect.poll(first.handled, { timeout: 60_000 }).toBeGreaterThan(0);
    await first.kill();
    for (const afterMs of [400, 800, 1200]) {
      const joining = startNamed();
      await sleep(afterMs);
      await joining.kill();
    }
    await expect.poll(startNamed().handled, { timeout: 60_000 }).toBeGreaterThan(0);
  });

  test('ends one of two that have the same name, and says why', async () => {
    await using older = await open({ instance: 'pod-0' });
    await using younger = await open({ instance: 'pod-0' });
    const topic = await newTopic(older);
    const group = newGroup();
    const options = { group, topics: [topic], handle: async () => undefined };
    const before = await older.consume(options);
    await expect.poll(() => before.assignment().length).toBe(4);
    const after = await younger.consume(options);
    await expect(Promise.race([before.stopped, after.stopped])).rejects.toThrow('HILO_KAFKA_INSTANCE_ID');
  });
}

const newGroup = (): string => `group-${crypto.randomUUID()}`;

async function newTopic(log: Log): Promise<string> {
  const name = `members-${crypto.randomUUID()}`;
  await log.ensureTopics([{ name, partitions: 4, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
  return name;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}
