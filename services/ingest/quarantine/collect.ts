import { deadLetterTopics, personalTopics, rebuildTopics, replayTopics } from '@hilo/contracts';
import type { Batch, Log, LogRecord } from '@hilo/log';
import { type Handled, holdOffErasures, type NameHashes, type Transaction } from '@hilo/runtime';
import { letterOriginIn, namedIn } from '../domain/dead-letter.ts';
import { readingsOf } from '../domain/spellings.ts';
import { type Arrival, type DeadLetterOrigin, findErased, insertArrivals } from '../store/quarantine.ts';

/**
 * Puts dead letters into the quarantine: where each came from, why, and whom it names, so that an erasure finds it. What
 * names somebody who was erased goes from the log instead.
 */
export const collect = async (
  tx: Transaction,
  { log, hashes }: { log: Log; hashes: NameHashes },
  batch: Pick<Batch, 'topic' | 'partition' | 'records'>,
): Promise<Handled> => {
  await holdOffErasures(tx);
  const arrivals = batch.records.map((record): Arrival => {
    const place = { log: log.id, ...originOf(batch, record), letter: record.offset };
    const arrival = arrivalOf(hashes, record);
    // An erasure names whom it erases, and has to stay.
    return { ...place, ...arrival, names: isPersonal(place.topic) ? arrival.names : [] };
  });
  const erased = await findErased(tx, arrivals);
  const living = arrivals.filter((one) => !erased.has(one));
  const stored = await insertArrivals(tx, living);
  // Before the commit: where that fails, both are done again.
  await eraseFromLog(log, [...erased]);
  return { counts: { stored, duplicate: batch.records.length - stored } };
};

/** Takes messages and their dead letters out of the log, where it can. */
export const eraseFromLog = async (log: Log, places: readonly DeadLetterOrigin[]): Promise<void> => {
  const records = places
    .filter((place) => place.log === log.id)
    .flatMap(({ topic, group, partition, position, letter }) => {
      const read = ownTopics.find(({ name }) => name === topic)?.topic.name ?? topic;
      const letters = deadLetterTopics.find((one) => one.topic.name === read && one.group === group);
      // Of what has no origin, the dead letter is all there is.
      const original = { topic, partition, offset: position };
      return letters === undefined ? [original] : [original, { topic: letters.name, partition: 0, offset: letter }];
    });
  const together = Map.groupBy(records, ({ topic, partition }) => `${topic}/${partition}`);
  for (const [first, ...others] of together.values()) {
    if (first === undefined) continue;
    await log.eraseAt(
      first.topic,
      first.partition,
      [first, ...others].map(({ offset }) => offset),
    );
  }
};

/** Topics that one group alone reads, as if they were those that they are for. */
const ownTopics = [...replayTopics, ...rebuildTopics];

/** Whether it is about people, or may be. */
const isPersonal = (topic: string): boolean => {
  const read = ownTopics.find(({ name }) => name === topic)?.topic.name ?? topic;
  return personalTopics.some(({ name }) => name === read) || !deadLetterTopics.some((one) => read === one.topic.name);
};

/** Where it lay before; without the header that says so, where it lies now. */
const originOf = ({ topic: name, partition }: Pick<Batch, 'topic' | 'partition'>, { headers, offset }: LogRecord) => {
  const { topic, group } = deadLetterTopics.find((one) => one.name === name) ?? {};
  const origin = letterOriginIn(headers);
  if (topic === undefined || group === undefined || origin === undefined) {
    return { group: group ?? '', topic: name, partition, position: offset };
  }
  const own = ownTopics.find(
    (one) => one.topic === topic && one.group === group && headers.hilo_origin?.startsWith(`${one.name}/`),
  );
  return { group, topic: own?.name ?? topic.name, ...origin };
};

const arrivalOf = (
  hashes: NameHashes,
  { key, value, headers, appendedAt }: LogRecord,
): Omit<Arrival, keyof DeadLetterOrigin> => {
  const named = namedIn(value);
  return {
    reason: (headers.hilo_reason ?? 'unknown').replaceAll('\0', ''),
    message: JSON.stringify({ key, value, headers }),
    source: named.source,
    interaction: named.interaction,
    names: namesOf(hashes, named),
    happenedAt: named.occurredAt,
    arrivedAt: new Date(appendedAt).toISOString(),
  };
};

/** By what an erasure finds a message that names these. */
export const namesOf = (
  hashes: NameHashes,
  { source, interaction, identifiers, subjects }: ReturnType<typeof namedIn>,
): string[] => [
  ...new Set([
    ...subjects,
    // An erasure names every way in which the person's identifiers were seen written; this may be one more.
    ...identifiers.flatMap(readingsOf).map(hashes.ofIdentifier),
    ...(source !== undefined && interaction !== undefined ? [hashes.ofInteraction(source, interaction)] : []),
  ]),
];
