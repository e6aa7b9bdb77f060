import { isDeepStrictEqual } from 'node:util';
import { type SegmentDefinition, topics } from '@hilo/contracts';
import { HttpProblem, type Outgoing, putIntoOutbox, type Transaction } from '@hilo/runtime';
import type { SegmentCondition } from '@hilo/segments';
import {
  findSegment,
  insertSegmentVersion,
  latestSegment,
  lockSegments,
  type SegmentAuthor,
} from '../store/segments.ts';
import { refuseUnseenVersion, type SeenVersion } from './seen-version.ts';

export const unknownSegment = (): HttpProblem => new HttpProblem(404, 'Not found', 'There is no such segment.');

/** What is told to others, once the transaction has committed. */
export type PublishedSegment = { version: number; outbox: Outgoing[]; ids: string[] };

/**
 * Publishes the next version of a segment, which holds here from the commit on, and elsewhere as soon as that is heard of. What is in force
 * already is no new version, whatever whoever posts it has seen.
 */
export const publishSegment = async (
  tx: Transaction,
  { name, condition, seen }: { name: string; condition: SegmentCondition; seen: SeenVersion },
  author: SegmentAuthor,
): Promise<PublishedSegment> => {
  await lockSegments(tx);
  const latest = await latestSegment(tx, name);
  const inForce = latest?.isRemoved ? undefined : latest;
  if (inForce !== undefined && isDeepStrictEqual(inForce.condition, condition))
    return { version: inForce.version, outbox: [], ids: [] };
  refuseUnseenVersion('segment', seen, inForce?.version);
  const version = (latest?.version ?? 0) + 1;
  await insertSegmentVersion(tx, { name, version, condition }, author);
  const at = new Date(author.now).toISOString();
  const told: SegmentDefinition = { name, version, condition: JSON.parse(JSON.stringify(condition)), at };
  return tell(tx, version, { key: name, value: JSON.stringify(told) });
};

/** Removes a segment: whoever names it finds nobody in it. */
export const removeSegment = async (
  tx: Transaction,
  { name, match }: { name: string; match: string | undefined },
  author: SegmentAuthor,
): Promise<PublishedSegment> => {
  await lockSegments(tx);
  const inForce = await findSegment(tx, name);
  if (inForce === undefined) throw unknownSegment();
  refuseUnseenVersion('segment', { match, noneMatch: undefined }, inForce.version);
  const version = inForce.version + 1;
  await insertSegmentVersion(tx, { name, version, condition: undefined }, author);
  return tell(tx, version, { key: name, value: null, headers: { hilo_version: String(version) } });
};

const tell = async (tx: Transaction, version: number, record: Omit<Outgoing, 'topic'>): Promise<PublishedSegment> => {
  const outbox = [{ topic: topics.segments.name, ...record }];
  return { version, outbox, ids: await putIntoOutbox(tx, outbox) };
};
