import { createHash } from 'node:crypto';
import { isStorable, topics } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import { HttpProblem, holdOffErasures, isTransient, type NameHashes, pathText, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { namedIn } from '../domain/dead-letter.ts';
import { keptBody, namedInBody, type RefusedPost, reasonOf } from '../domain/refused.ts';
import type { KeepRefused } from '../posting/intake.ts';
import { findErased } from '../store/quarantine.ts';
import { insertRefused, type RefusedArrival } from '../store/refused.ts';
import { namesOf } from './collect.ts';

type Dependencies = { pool: Pool; log: Pick<Log, 'id'>; hashes: NameHashes; mostBytes: number; now(): number };

/** Who could not process it: ingest itself, which reads no interactions from the log. */
const group = 'ingest';

/**
 * Opens the way from the door into the quarantine. What cannot be kept, since Postgres is away or too much of the source
 * waits, is a 503 problem: the sender has it still, and sends it again.
 */
export const openKeeper =
  ({ pool, log, hashes, mostBytes, now }: Dependencies): KeepRefused =>
  async (source, refused) => {
    if (refused.length === 0) return;
    const place = { log: log.id, group, topic: topics.interactions.name, source };
    const arrivedAt = new Date(now()).toISOString();
    const arrivals = refused.map((one): RefusedArrival => ({ ...place, arrivedAt, ...arrivalOf(one, source, hashes) }));
    try {
      await transaction(pool, async (tx) => {
        await holdOffErasures(tx);
        const nowhere = { partition: 0, position: 0, letter: 0 };
        const placed = arrivals.map((one) => ({ ...one, ...nowhere }));
        const erased = await findErased(tx, placed);
        const living = placed.filter((one) => !erased.has(one));
        if (living.length === 0) return;
        if (!(await insertRefused(tx, source, living, mostBytes))) throw full(source);
      });
    } catch (cause) {
      if (!isTransient(cause)) throw cause;
      throw new HttpProblem(503, 'Not now', 'What is wrong in it cannot be kept now; send all of it again.', [], {
        cause,
      });
    }
  };

const full = (source: string): HttpProblem =>
  new HttpProblem(
    503,
    'Not now',
    `So much of what ${source} posted waits in the quarantine that no more can be kept: have it looked at ` +
      `(GET /v1/quarantine?source=…&reason=refused). What was right in this has been accepted; send all of it again.`,
  );

const arrivalOf = (
  { id, refusals, body, contentType, same }: RefusedPost,
  source: string,
  hashes: NameHashes,
): Pick<RefusedArrival, 'reason' | 'message' | 'interaction' | 'names' | 'happenedAt' | 'bytes' | 'fingerprint'> => {
  const { value, notes } = keptBody(body);
  const headers = { ce_source: source, ...(contentType !== undefined && { content_type: contentType }), ...notes };
  const message = JSON.stringify({ key: '', value, headers });
  const interaction = id !== undefined && isStorableId(id) ? id : undefined;
  const identifiers = [...namedIn(value).identifiers, ...namedInBody(value)];
  return {
    reason: reasonOf(refusals, pathText),
    message,
    interaction,
    names: namesOf(hashes, { subjects: [], source, identifiers, ...(interaction !== undefined && { interaction }) }),
    happenedAt: undefined,
    bytes: Buffer.byteLength(message),
    fingerprint: createHash('sha256')
      .update(same ?? body)
      .digest('hex'),
  };
};

const isStorableId = (id: string): boolean => id !== '' && id.length <= 200 && isStorable(id);
