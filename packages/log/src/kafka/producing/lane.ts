import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingRecord } from '../../log.ts';
import { partitionFor } from '../../partitioner.ts';
import { within } from '../within.ts';
import { partitionQueue, type QueuedBatch, type Ticket } from './partition-queue.ts';
import { persist } from './persist.ts';
import type { Leader, Sender, SendResult } from './sender.ts';

/** A request costs half a millisecond of CPU, however little is in it: it waits for more to go with it. */
const lingerMs = 3;
/** With so many records a request does not wait any longer. */
const enough = 500;
const maxRequestBytes = 2 * 1024 * 1024;
const attemptMs = 15_000;

export type Lane = {
  add(records: readonly OutgoingRecord[], ticket: Ticket): void;
  /** Resolves when nothing waits and nothing is on its way. */
  idle(): Promise<void>;
};

type LaneOptions = {
  topic: string;
  partitions: number;
  sender: Pick<Sender, 'leadersOf' | 'send'>;
  /** Once aborted, what has failed is not tried again. */
  ended: AbortSignal;
};

type Place = { partition: number; queue: ReturnType<typeof partitionQueue>; onItsWay: boolean };
/** A batch on its way, and the partition that waits for it. */
type Load = { place: Place; batch: QueuedBatch };

/**
 * Everything that goes to one topic. What has gathered for the partitions that one broker leads goes there in one request,
 * one at a time. A partition has at most one batch on its way, which keeps its order. Where its part of a request failed,
 * that is tried again in place and alone in its requests, until it succeeds or is given up, while the others go on.
 */
export function createLane({ topic, partitions, sender, ended }: LaneOptions): Lane {
  const places = Array.from({ length: partitions }, (_, partition) => newPlace(partition));
  const ready = new Set<Place>();
  const busy = new Set<number>();
  let gathered = 0;
  let lingering = false;
  let asking = false;

  const linger = () => {
    if (lingering) return;
    lingering = true;
    setTimeout(() => {
      lingering = false;
      void dispatch();
    }, lingerMs);
  };

  const lingerUnlessEnough = () => {
    if (gathered >= enough && busy.size === 0) void dispatch();
    else linger();
  };

  const dispatch = async () => {
    if (asking || ready.size === 0) return;
    asking = true;
    const leaders = await askLeaders();
    asking = false;
    gathered = 0;
    if (leaders instanceof Error) return takeFrom(ready).forEach((load) => void tryAgain(load, leaders));
    for (const [node, led] of Map.groupBy(ready, ({ partition }) => leaders[partition]?.node)) {
      const leader = leaders.find((one) => one?.node === node);
      if (leader === undefined) takeFrom(led).forEach((load) => void tryAgain(load, new Error('it has no leader')));
      else if (!busy.has(leader.node)) void sendTogether(leader, takeFrom(led, maxRequestBytes));
    }
  };

  const askLeaders = () => within(attemptMs, 'asking who leads', sender.leadersOf(topic)).catch(asError);

  const takeFrom = (some: Iterable<Place>, maxBytes = Number.POSITIVE_INFINITY): Load[] => {
    const loads: Load[] = [];
    let bytes = 0;
    for (const place of some) {
      if (bytes >= maxBytes) break;
      ready.delete(place);
      const batch = place.queue.take();
      if (batch === undefined) continue;
      place.onItsWay = true;
      loads.push({ place, batch });
      bytes += batch.bytes;
    }
    return loads;
  };

  const sendTogether = async (leader: Leader, taken: readonly Load[]) => {
    const loads = taken.filter((load) => {
      const isLate = load.batch.isLate(Date.now());
      if (isLate) void tryAgain(load, new Error('the deadline passed in the queue'));
      return !isLate;
    });
    if (loads.length === 0) return;
    busy.add(leader.node);
    const outcomes = await send(leader, loads);
    busy.delete(leader.node);
    for (const [index, load] of loads.entries()) {
      const outcome = outcomes[index] ?? new Error('nobody told what became of it');
      if (outcome === 'durable') succeed(load);
      else void tryAgain(load, outcome);
    }
    lingerUnlessEnough();
  };

  const send = (leader: Leader, loads: readonly Load[]): Promise<SendResult[]> => {
    const parts = loads.map(({ place: { partition }, batch }) => ({
      partition,
      records: batch.records(),
      bytes: batch.bytes,
    }));
    const sent = within(attemptMs, 'sending', sender.send(leader, topic, parts));
    return sent.catch((error) => loads.map(() => asError(error)));
  };

  const succeed = ({ place, batch }: Load) => {
    batch.succeed();
    release(place);
  };

  const tryAgain = async (load: Load, failure: Error) => {
    const { place, batch } = load;
    const name = `${topic}/${place.partition}`;
    await persist(() => sendAlone(load), { name, batch, failure, ended }).then(batch.succeed, (error) => {
      batch.fail(asError(error));
      // Whoever is told of it may withdraw what stands behind, which must not overtake.
      return nextTurn();
    });
    release(place);
    linger();
  };

  const sendAlone = async (load: Load): Promise<SendResult> => {
    const leaders = await askLeaders();
    if (leaders instanceof Error) return leaders;
    const leader = leaders[load.place.partition];
    if (leader === undefined) return new Error('it has no leader');
    const [outcome] = await send(leader, [load]);
    return outcome ?? new Error('nobody told what became of it');
  };

  const release = (place: Place) => {
    place.onItsWay = false;
    if (!place.queue.isEmpty()) ready.add(place);
  };

  return {
    add: (records, ticket) => {
      for (const record of records) {
        const place = placeOf(places, record);
        place.queue.add(record, ticket);
        if (!place.onItsWay) ready.add(place);
      }
      gathered += records.length;
      lingerUnlessEnough();
    },
    idle: async () => {
      while (places.some(({ queue, onItsWay }) => onItsWay || !queue.isEmpty())) await sleep(lingerMs);
    },
  };
}

const newPlace = (partition: number): Place => ({ partition, queue: partitionQueue(), onItsWay: false });

function placeOf(places: readonly Place[], { key }: OutgoingRecord): Place {
  const place = places[partitionFor(key, places.length)];
  if (place === undefined) throw new Error('the topic has no partitions');
  return place;
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
