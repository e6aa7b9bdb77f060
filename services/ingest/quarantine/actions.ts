import { type Interaction, interactionRecord, topics } from '@hilo/contracts';
import type { Log } from '@hilo/log';
import {
  HttpProblem,
  holdOffErasures,
  type Logger,
  type NameHashes,
  type Outgoing,
  publishOutbox,
  putIntoOutbox,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Acceptance } from '../domain/accept.ts';
import { interactionIn, namedIn } from '../domain/dead-letter.ts';
import { obstacleTo, replayedTo } from '../domain/replay.ts';
import { validate } from '../posting/validate.ts';
import { type Doing, insertActions, saveFixed, settle } from '../store/quarantine.ts';
import { lockQuarantined, lockWaiting, type QuarantineFilter, type QuarantineRow } from '../store/quarantine-rows.ts';
import { namesOf } from './collect.ts';
import { validateAgain } from './validate-again.ts';

/** What settling what is in the quarantine needs. */
export type Settling = { pool: Pool; log: Log; logger: Logger; hashes: NameHashes };

const Message = z.object({ key: z.string(), value: z.string().nullable(), headers: z.record(z.string(), z.string()) });

/** The message as it lay in the log. */
export const messageOf = ({ message }: Pick<QuarantineRow, 'message'>): z.infer<typeof Message> =>
  Message.parse(JSON.parse(message));

/**
 * Has this interaction take the place of one in the quarantine, judged as if it were posted. Without an id it keeps the
 * one that it had, unless that is what is wrong with it: then it gets one of its own.
 */
export const fix = async (
  { pool, hashes }: Pick<Settling, 'pool' | 'hashes'>,
  id: number,
  { interaction, ...doing }: Doing & { interaction: Interaction },
  acceptance: Acceptance,
): Promise<void> =>
  transaction(pool, async (tx) => {
    await holdOffErasures(tx);
    const row = waiting(await lockQuarantined(tx, id));
    if (row.topic !== topics.interactions.name)
      throw conflict('Only an interaction can be fixed; what services write cannot.');
    const keepsId = row.interaction !== null && row.reason !== 'conflicting-duplicate';
    const posted = { ...(keepsId && { id: row.interaction }), ...interaction };
    const source = row.source ?? messageOf(row).headers.ce_source ?? acceptance.source;
    const outcome = validate({ posted, pathOf: (path) => ['interaction', ...path] }, { ...acceptance, source });
    if ('refusals' in outcome) {
      throw new HttpProblem(
        400,
        'Invalid interaction',
        'Nothing was changed; see errors for the fields.',
        outcome.refusals,
      );
    }
    const { content: fixed, interaction: now } = outcome;
    const isSaved = await saveFixed(tx, id, {
      fixed,
      names: namesOf(hashes, namedIn(fixed)),
      happenedAt: now.occurredAt,
    });
    if (!isSaved) throw conflict('It names somebody who was erased, and happened before.');
    await insertActions(tx, 'fixed', [id], doing);
  });

/** By what is judged again what was refused; the source is that of what was posted. */
type Judging = Omit<Acceptance, 'source' | 'now'>;

/** Puts a message onto the log again, once: done again, it changes nothing. */
export const replayOne = async (settling: Settling, id: number, doing: Doing, judging: Judging): Promise<void> => {
  await publishing(settling, async (tx) => {
    const found = known(await lockQuarantined(tx, id));
    if (found.state === 'replayed') return { outbox: [] };
    const row = await madeRight(tx, settling, waiting(found), { doing, judging });
    const obstacle = obstacleIn(row);
    if (obstacle !== undefined) throw conflict(obstacle);
    return { outbox: await putBack(tx, [row], doing) };
  });
};

export type Page = { after: number; until: number };
export type Replayed = { replayed: number; skipped: number; next: Page | undefined };

const settledAtOnce = 200;

/** Puts the next of those that match onto the log again; leaves out what would only come back, or do harm. */
export const replayNext = async (
  settling: Settling,
  filter: Omit<QuarantineFilter, 'state'>,
  page: Page,
  { doing, judging }: { doing: Doing; judging: Judging },
): Promise<Replayed> =>
  publishing(settling, async (tx) => {
    const waits = await lockWaiting(tx, filter, { ...page, limit: settledAtOnce });
    const rows: QuarantineRow[] = [];
    for (const row of waits) rows.push(await madeRight(tx, settling, row, { doing, judging }));
    const possible = rows.filter((row) => obstacleIn(row) === undefined);
    const outbox = await putBack(tx, possible, doing);
    return { outbox, replayed: possible.length, skipped: rows.length - possible.length, next: nextOf(rows, page) };
  });

/** What was refused, as it is now where it can be used now; anything else as it is. */
const madeRight = async (
  tx: Transaction,
  { hashes }: Pick<Settling, 'hashes'>,
  row: QuarantineRow,
  { doing, judging }: { doing: Doing; judging: Judging },
): Promise<QuarantineRow> => {
  if (!row.reason.startsWith('refused:') || row.fixed !== null) return row;
  const message = messageOf(row);
  const source = row.source ?? message.headers.ce_source ?? '';
  const right = validateAgain(message, {
    receivedAt: row.arrivedAt.getTime(),
    acceptance: { ...judging, source, now: doing.now },
  });
  if (right === undefined) return row;
  const { content: fixed, interaction } = right;
  const names = namesOf(hashes, namedIn(fixed));
  const isSaved = await saveFixed(tx, row.id, { fixed, names, happenedAt: interaction.occurredAt });
  return isSaved ? { ...row, fixed } : row;
};

const nextOf = (rows: readonly QuarantineRow[], { until }: Page): Page | undefined => {
  const last = rows.at(-1);
  return rows.length === settledAtOnce && last ? { after: last.id, until } : undefined;
};

/** Somebody has looked at what the next of those that match have in common, and they are not to be processed. */
export const discardNext = async (
  { pool }: Pick<Settling, 'pool'>,
  filter: Omit<QuarantineFilter, 'state'>,
  page: Page,
  doing: Doing,
): Promise<{ discarded: number; next: Page | undefined }> =>
  transaction(pool, async (tx) => {
    const rows = await lockWaiting(tx, filter, { ...page, limit: settledAtOnce });
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) {
      await settle(
        tx,
        'discarded',
        ids.map((id) => ({ id })),
      );
      await insertActions(tx, 'discarded', ids, doing);
    }
    return { discarded: ids.length, next: nextOf(rows, page) };
  });

/** Somebody has looked at it, and it is not to be processed. Done again, it changes nothing. */
export const discard = async ({ pool }: Pick<Settling, 'pool'>, id: number, doing: Doing): Promise<void> =>
  transaction(pool, async (tx) => {
    const row = known(await lockQuarantined(tx, id));
    if (row.state === 'discarded') return;
    waiting(row);
    await settle(tx, 'discarded', [{ id }]);
    await insertActions(tx, 'discarded', [id], doing);
  });

/** Somebody looks at its content, in which a person may be named. */
export const noteRead = async ({ pool }: Pick<Settling, 'pool'>, id: number, doing: Doing): Promise<void> =>
  transaction(pool, async (tx) => {
    known(await lockQuarantined(tx, id));
    await insertActions(tx, 'read', [id], doing);
  });

/** Why it cannot be replayed as it is. */
export const obstacleIn = ({ topic, reason, fixed }: QuarantineRow): string | undefined =>
  obstacleTo({ topic, reason, isFixed: fixed !== null });

/** The state and the messages commit together; what a crash keeps back is swept from the outbox. */
const publishing = async <Done extends { outbox: readonly Outgoing[] }>(
  { pool, log, logger }: Settling,
  work: (tx: Transaction) => Promise<Done>,
): Promise<Done> => {
  const { done, ids } = await transaction(pool, async (tx) => {
    await holdOffErasures(tx);
    const done = await work(tx);
    return { done, ids: await putIntoOutbox(tx, done.outbox) };
  });
  await publishOutbox({ pool, log }, ids, done.outbox).catch((err: unknown) =>
    logger.warn({ err }, 'what is replayed is decided, but not published yet'),
  );
  return done;
};

const putBack = async (tx: Transaction, rows: readonly QuarantineRow[], doing: Doing): Promise<Outgoing[]> => {
  if (rows.length === 0) return [];
  const again = rows.map((row) => ({ id: row.id, ...outgoingOf(row) }));
  await settle(tx, 'replayed', again);
  await insertActions(
    tx,
    'replayed',
    rows.map(({ id }) => id),
    doing,
  );
  return again.map(({ outgoing }) => outgoing);
};

/** An interaction as it was fixed, or the message as it was, without why it was set aside. */
const outgoingOf = (row: QuarantineRow): { outgoing: Outgoing; replayedAs: string | undefined } => {
  const { key, value, headers } = messageOf(row);
  const interaction = row.fixed === null ? undefined : interactionIn(row.fixed);
  const { hilo_reason: _reason, hilo_origin: _origin, hilo_detail: _detail, ...before } = headers;
  const record =
    interaction === undefined
      ? { key, value, headers: before }
      : interactionRecord({ ...interaction, interaction, content: JSON.stringify(interaction) });
  return {
    outgoing: { ...record, topic: replayedTo(row), headers: { ...record.headers, hilo_replay_of: String(row.id) } },
    replayedAs: interaction?.id ?? row.interaction ?? undefined,
  };
};

const known = (row: QuarantineRow | undefined): QuarantineRow => {
  if (row === undefined) throw new HttpProblem(404, 'Not found', 'There is no such message in the quarantine.');
  return row;
};

const waiting = (row: QuarantineRow | undefined): QuarantineRow => {
  const { state } = known(row);
  if (state !== 'waiting') throw conflict(`It does not wait any more: it was ${state}.`);
  return known(row);
};

const conflict = (detail: string): HttpProblem => new HttpProblem(409, 'Conflict', detail);
