import { setTimeout as sleep } from 'node:timers/promises';
import { type Kafka as Brokers, startKafka } from '@hilo/testing';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { afterAll, describe, expect, test } from 'vitest';
import { openKafkaLog } from '../src/kafka/log.ts';
import type { Log } from '../src/log.ts';
import { whileLeadersMove } from './kafka/moving-leaders.ts';
import { compare, type Numbered, numbered, readAll } from './kafka/numbered.ts';

const cluster = await startKafka({ nodes: 3 });
if ('skipped' in cluster) test.skip(`appending to three brokers (${cluster.skipped})`, () => undefined);
else describe('appending to three brokers', () => threeBrokers(cluster));

function threeBrokers({ brokers, stop, stopNode, startNode }: Brokers): void {
  const raw = new Kafka({ brokers, clientId: 'no-loss', logLevel: logLevel.NOTHING });

  afterAll(stop);

  test('loses nothing and keeps the order per key while leaders move', async () => {
    // What is asked is whether anything is lost, not how soon it is there: a busy machine takes longer than who appends would wait.
    await using log = await openKafkaLog({ brokers, clientId: 'no-loss', appendDeadlineMs: 60_000 });
    const topic = await newTopic(log);
    const records = numbered(200, 60);
    const produced = inTurn(records, 5, 50, (some) => log.append(topic, some));
    const moves = await whileLeadersMove(raw, topic, produced);
    expect(await produced).toHaveLength(records.length);
    const outcome = compare(records, await readAll(log, topic));
    console.log(`appended ${records.length} records over ${moves} moves of leaders: ${JSON.stringify(outcome)}`);
    expect(moves).toBeGreaterThan(3);
    expect(outcome).toEqual({ lost: 0, disordered: 0 });
  });

  test('loses nothing and keeps the order per key while a broker is killed and another frozen', async () => {
    await using log = await openKafkaLog({ brokers, clientId: 'no-loss', appendDeadlineMs: 60_000 });
    const topic = await newTopic(log);
    const records = numbered(200, 150);
    const produced = inTurn(records, 5, 50, (some) => log.append(topic, some), 15_000);
    const strikes = [
      [1, 'SIGKILL'],
      [2, 'SIGSTOP'],
      [0, 'SIGKILL'],
    ] as const;
    for (const [node, signal] of strikes) {
      await stopNode(node, signal);
      await sleep(4000);
      await startNode(node);
      await sleep(1500);
    }
    expect(await produced).toHaveLength(records.length);
    const outcome = compare(records, await readAll(log, topic));
    console.log(`appended ${records.length} records over ${strikes.length} brokers away: ${JSON.stringify(outcome)}`);
    expect(outcome).toEqual({ lost: 0, disordered: 0 });
  });

  test('knows where a topic ends after its leaders have moved', async () => {
    await using log = await openKafkaLog({ brokers, clientId: 'no-loss' });
    const topic = await newTopic(log);
    await log.append(topic, numbered(50, 1));
    const before = await log.endOffsets(topic);
    await whileLeadersMove(raw, topic, sleep(100));
    expect(await log.endOffsets(topic)).toEqual(before);
    expect(await log.lag('nobody', topic)).toBe(50);
  });

  test('would lose records with kafkajs driven naively', async () => {
    await using log = await openKafkaLog({ brokers, clientId: 'no-loss' });
    const records = numbered(200, 120);
    let lost = 0;
    for (let attempt = 1; lost === 0 && attempt <= 5; attempt += 1) {
      const topic = await newTopic(log);
      const produced = sendNaively(raw, topic, records);
      await whileLeadersMove(raw, topic, produced);
      lost = compare(await produced, await readAll(log, topic)).lost;
      console.log(`kafkajs, driven naively, lost ${lost} of ${(await produced).length} that it acknowledged`);
    }
    expect(lost).toBeGreaterThan(0);
  });
}

async function newTopic(log: Log): Promise<string> {
  const name = `no-loss-${crypto.randomUUID()}`;
  await log.ensureTopics([{ name, partitions: 12, cleanup: { policy: 'delete', retentionMs: 3_600_000 } }]);
  return name;
}

/** Sends over all partitions with the client's own defaults; returns what was acknowledged. */
async function sendNaively(kafka: Kafka, topic: string, records: readonly Numbered[]): Promise<Numbered[]> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const acknowledged = await inTurn(records, 100, 8, async (messages) => {
    await producer.send({ topic, messages });
  });
  await producer.disconnect();
  return acknowledged;
}

/** Sends slices in their order, so many at a time, over so many milliseconds at least; returns those that did not fail. */
async function inTurn(
  records: readonly Numbered[],
  size: number,
  atATime: number,
  send: (slice: Numbered[]) => Promise<void>,
  overMs = 4000,
): Promise<Numbered[]> {
  const pauseMs = overMs / (records.length / size / atATime);
  const sent: Numbered[] = [];
  let next = 0;
  const work = async () => {
    while (next < records.length) {
      const slice = records.slice(next, next + size);
      next += size;
      await send(slice).then(
        () => sent.push(...slice),
        () => undefined,
      );
      await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return sent;
}
