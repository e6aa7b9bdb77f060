import { AcceptedInteraction, TailEntry } from '@hilo/contracts';
import { locks, statement, type Transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { z } from 'zod';

const lockTailSql = statement({
  name: 'lock-tail',
  text: 'SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))',
});

/**
 * Until the end of the transaction, nobody else adds to the tail: so its ids are in the order of commits, and who follows
 * them misses nothing. To be taken last, so that nobody waits for it who has what its holder waits for.
 */
export const lockTail = async (tx: Transaction): Promise<void> => {
  await tx.query(lockTailSql([locks.growingTheTail]));
};

/** An accepted interaction at a version of what is known of it, and when it was told of, in milliseconds since the epoch. */
type Told = { interaction: AcceptedInteraction; version: number; toldAt: number };

const keepAcceptedSql = statement({
  name: 'keep-accepted',
  text: `INSERT INTO tail (at, state, source, interaction, content)
         SELECT n.at, 'accepted', n.source, n.interaction, n.content
           FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::integer[])
                WITH ORDINALITY AS n (at, source, interaction, content, version, place)
           JOIN receipts AS r ON r.interaction = n.interaction AND r.source = n.source AND r.version = n.version
          ORDER BY n.place
         ON CONFLICT (interaction, source) WHERE state = 'accepted' DO NOTHING`,
});

/** Keeps these with their content, each at most once among them; those that are kept already stay as they are. */
export const keepAccepted = async (tx: Transaction, told: readonly Told[]): Promise<void> => {
  if (told.length === 0) return;
  await lockTail(tx);
  await tx.query(keepAcceptedSql([told.map(({ toldAt }) => new Date(toldAt).toISOString()), ...columnsOf(told)]));
};

const rewriteAcceptedSql = statement({
  name: 'rewrite-accepted',
  text: `UPDATE tail AS t SET content = n.content
           FROM unnest($1::text[], $2::text[], $3::text[], $4::integer[]) AS n (source, interaction, content, version)
           JOIN receipts AS r ON r.interaction = n.interaction AND r.source = n.source AND r.version = n.version
          WHERE t.interaction = n.interaction AND t.source = n.source AND t.state = 'accepted' AND t.content <> n.content`,
});

/** Puts the content of later versions in the place of what is kept: without somebody in it who was erased since. */
export const rewriteAccepted = async (tx: Transaction, told: readonly Told[]): Promise<void> => {
  if (told.length === 0) return;
  await lockTail(tx);
  await tx.query(rewriteAcceptedSql(columnsOf(told)));
};

const columnsOf = (told: readonly Told[]): unknown[][] => [
  told.map(({ interaction }) => interaction.source),
  told.map(({ interaction }) => interaction.id),
  told.map(({ interaction }) => JSON.stringify(interaction)),
  told.map(({ version }) => version),
];

export const RefusedEntry = z.object({
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
  omitted: z.int().optional(),
});

/** What was not let in, and of how many more nothing is kept. */
export type RefusedEntry = z.infer<typeof RefusedEntry> & { source: string; id: string | undefined; at: number };

const keepRefusedSql = statement(`
  INSERT INTO tail (at, state, source, interaction, content)
  SELECT at, 'refused', source, interaction, content
    FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[])
         WITH ORDINALITY AS n (at, source, interaction, content, place) ORDER BY place`);

/** Keeps what was refused, each with what was wrong with it. */
export const keepRefused = async (tx: Transaction, refused: readonly RefusedEntry[]): Promise<void> => {
  await lockTail(tx);
  await tx.query(
    keepRefusedSql([
      refused.map(({ at }) => new Date(at).toISOString()),
      refused.map(({ source }) => source),
      refused.map(({ id }) => id ?? null),
      refused.map(({ errors, omitted }) => JSON.stringify({ errors, omitted })),
    ]),
  );
};

const Row = z.object({
  id: z.string(),
  at: z.date(),
  state: TailEntry.shape.state,
  source: z.string().nullable(),
  interaction: z.string().nullable(),
  content: z.string().nullable(),
  quarantine: z.coerce.number().nullable(),
  reason: z.string().nullable(),
});

export type TailRow = z.infer<typeof Row>;

export type TailFilter = { source?: string | undefined; states: readonly TailRow['state'][] };
/** Which part of it: older than an id, or newer than one; so many at most, the newest. */
export type TailPart = { before?: string | undefined; after?: string | undefined; limit: number };

const most = '9223372036854775807';

// Each state by itself, in the order of its index: to look for a rare one among all would take long.
const newestOf = (rows: string): string => `
  SELECT t.id, t.at, t.state, t.source, t.interaction, t.content, t.quarantine, q.reason
    FROM (SELECT t.* FROM unnest($1::text[]) AS wanted (state)
           CROSS JOIN LATERAL (SELECT * FROM ${rows} AND state = wanted.state AND id < $2 AND id > $3
                                ORDER BY id DESC LIMIT $4) AS t
           ORDER BY t.id DESC LIMIT $4) AS t
    LEFT JOIN quarantine q ON q.id = t.quarantine
   ORDER BY t.id DESC`;

const readTailSql = statement({ name: 'read-tail', text: newestOf('tail WHERE true') });

const readTailOfSourceSql = statement({ name: 'read-tail-of-source', text: newestOf('tail WHERE source = $5') });

/** The newest of what came in, the newest first. */
export const readTail = async (
  pool: Pool,
  { source, states }: TailFilter,
  { before, after, limit }: TailPart,
): Promise<TailRow[]> => {
  const part = [states, before ?? most, after ?? 0, limit];
  const { rows } = await pool.query(source === undefined ? readTailSql(part) : readTailOfSourceSql([...part, source]));
  return z.array(Row).parse(rows);
};

const endOfTailSql = statement('SELECT coalesce(max(id), 0) AS id FROM tail');

/** The last of the tail, after which everything is new. */
export const endOfTail = async (pool: Pool): Promise<string> => {
  const { rows } = await pool.query<{ id: string }>(endOfTailSql());
  return rows[0]?.id ?? '0';
};

type Posted = { id: string; source: string };

const findContentSql = statement(`
  SELECT r.subject, t.content FROM tail t JOIN receipts r ON r.interaction = t.interaction AND r.source = t.source
   WHERE t.interaction = $1 AND t.source = $2 AND t.state = 'accepted' AND NOT r.withdrawn`);

/** An interaction as it was accepted, and by whose identifier it is somebody's; while it is kept, and counts. */
export const findContent = async (
  pool: Pool,
  { id, source }: Posted,
): Promise<{ subject: string; content: AcceptedInteraction } | undefined> => {
  const { rows } = await pool.query<{ subject: string; content: string }>(findContentSql([id, source]));
  return rows[0] && { subject: rows[0].subject, content: AcceptedInteraction.parse(JSON.parse(rows[0].content)) };
};

const forgetPostedSql = statement(`
  DELETE FROM tail AS t USING (SELECT DISTINCT * FROM unnest($1::text[], $2::text[])) AS gone (interaction, source)
   WHERE t.interaction = gone.interaction AND t.source = gone.source AND (t.state = 'accepted' OR t.state <> 'accepted')`);

/** Forgets all that was posted under these ids. */
export const forgetPosted = async (tx: Transaction, posted: readonly Posted[]): Promise<number> => {
  if (posted.length === 0) return 0;
  const { rowCount } = await tx.query(
    forgetPostedSql([posted.map(({ id }) => id), posted.map(({ source }) => source)]),
  );
  return rowCount ?? 0;
};

const forgottenAtOnce = 2000;
const mostRefused = 100_000;

const deleteOldSql = statement(`DELETE FROM tail WHERE id IN (SELECT id FROM tail ORDER BY id LIMIT $2) AND at < $1`);

const deleteRefusedButSql = statement(`
  DELETE FROM tail WHERE id IN (
    SELECT id FROM tail WHERE state = 'refused' AND id < (SELECT id FROM tail WHERE state = 'refused'
                                                            ORDER BY id DESC OFFSET $1 LIMIT 1)
     ORDER BY id LIMIT $2)`);

/** Forgets some of what came in before a moment, and of what was refused, all but the last. Tells whether there may be more. */
export const forgetOld = async (tx: Transaction, before: number): Promise<boolean> => {
  const old = await tx.query(deleteOldSql([new Date(before).toISOString(), forgottenAtOnce]));
  const refused = await tx.query(deleteRefusedButSql([mostRefused, forgottenAtOnce]));
  return Math.max(old.rowCount ?? 0, refused.rowCount ?? 0) === forgottenAtOnce;
};

/** How long the content of an interaction is kept here. */
export const keptMs = 7 * 24 * 3600 * 1000;
