import { AcceptedInteraction, topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import { until } from './until.ts';

export type Compared = {
  /** Accepted, but not in the log. */
  lost: number;
  /** Stands in the log for the first time after a later one of its sender. */
  disordered: number;
};

/** Compares what senders were told of as accepted with what the log holds. */
export const compareWithLog = async (address: string, accepted: ReadonlySet<string>): Promise<Compared> => {
  const found = await idsIn(address);
  const latest = new Map<string, number>();
  let disordered = 0;
  for (const id of found) {
    const [sender = '', n] = id.split('/');
    if (Number(n) < (latest.get(sender) ?? -1)) disordered += 1;
    latest.set(sender, Number(n));
  }
  return { lost: [...accepted].filter((id) => !found.has(id)).length, disordered };
};

/** Every id in the log, in the order in which each stands there for the first time. */
const idsIn = async (address: string): Promise<Set<string>> => {
  await using log = await openLog(address);
  const ends = await log.endOffsets(topics.interactions.name);
  const reached = ends.map(() => 0);
  const ids = new Set<string>();
  await using _consumer = await log.consume({
    group: `compare-${crypto.randomUUID()}`,
    topics: [topics.interactions.name],
    handle: async ({ partition, records }) => {
      for (const { value, offset } of records) {
        ids.add(AcceptedInteraction.parse(JSON.parse(value ?? '')).id);
        reached[partition] = offset + 1;
      }
    },
  });
  await until({
    what: `everything is read up to ${ends}`,
    look: () => reached,
    isReached: () => ends.every((end, partition) => (reached[partition] ?? 0) >= end),
  });
  return ids;
};
