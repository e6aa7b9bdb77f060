import { locks } from '@hilo/log/locks';
import { statement, statementIn, type Transaction } from '@hilo/runtime';
import type { AutomaticLink } from '../../domain/automatic-links.ts';
import type { Node } from '../../domain/node.ts';

const lockJudgingSql = statement('SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))');

/** Until the end of the transaction, nobody else judges: whoever judges later knows what was suggested later. */
export const lockJudging = async (tx: Transaction): Promise<void> => {
  await tx.query(lockJudgingSql([locks.linkingAutomatically]));
};

type Row = { a: string; b: string; weight: number; since: string };

const linkIn = ({ a, b, weight, since }: Row): AutomaticLink => ({ a, b, automatic: weight, firstSeen: Number(since) });

const findLinkedSql = statement(
  'SELECT a, b, weight, since FROM automatic_links WHERE a = ANY ($1::uuid[]) OR b = ANY ($1::uuid[]) ORDER BY a, b',
);

/** What is linked automatically with one of these nodes, whether it holds or not. */
export const findLinked = async (tx: Transaction, nodes: readonly string[]): Promise<AutomaticLink[]> => {
  const { rows } = await tx.query<Row>(findLinkedSql([nodes]));
  return rows.map(linkIn);
};

const keepPastSql = statement(`
  INSERT INTO automatic_past (a, b, weight, since, until)
  SELECT a, b, weight, since, $5 FROM unnest($1::uuid[], $2::uuid[], $3::float8[], $4::bigint[]) AS n (a, b, weight, since)`);

/** Keeps that these were linked automatically, until now. */
export const keepPast = async (tx: Transaction, links: readonly AutomaticLink[], now: number): Promise<void> => {
  if (links.length === 0) return;
  await tx.query(
    keepPastSql([
      links.map(({ a }) => a),
      links.map(({ b }) => b),
      links.map(({ automatic }) => automatic),
      links.map(({ firstSeen }) => firstSeen),
      now,
    ]),
  );
};

const findPastSql = statement(`
  SELECT a, b, weight, since, until FROM automatic_past
   WHERE a = ANY ($1::uuid[]) OR b = ANY ($1::uuid[]) ORDER BY until DESC, a, b LIMIT $2`);

/** What was linked automatically with one of these nodes, and is no more; the latest of it. */
export const findPast = async (
  tx: Transaction,
  nodes: readonly string[],
  limit: number,
): Promise<{ link: AutomaticLink; until: number }[]> => {
  const { rows } = await tx.query<Row & { until: string }>(findPastSql([nodes, limit]));
  return rows.map((row) => ({ link: linkIn(row), until: Number(row.until) }));
};

const allLinkedSql = statementIn(
  'identity',
  (base) => `SELECT a, b, weight, since FROM ${base}.automatic_links ORDER BY a, b`,
);

/** All that is linked automatically, in the schema that is in force. */
export const allLinked = async (tx: Transaction, base: string): Promise<AutomaticLink[]> => {
  const { rows } = await tx.query<Row>(allLinkedSql(base));
  return rows.map(linkIn);
};

const nodesOf = (side: string): string =>
  `(SELECT array_agg(i.id) FROM identifiers AS i
     WHERE i.customer = ${side}.customer AND coalesce(i.base, i.customer) = coalesce(${side}.base, ${side}.customer))`;

const isByPerson = (by: string): string =>
  `concat_ws('/', ${by} #>> '{by,key}', ${by} #>> '{by,source}') <> 'system/hilo'`;

const findProbableSql = statement(`
  SELECT s.a, s.b, s.weight FROM suggestions AS s
    JOIN identifiers AS one ON one.id = s.a AND one.aggregate <> ''
    JOIN identifiers AS other ON other.id = s.b AND other.aggregate <> ''
   WHERE (s.a = ANY ($1::uuid[]) OR s.b = ANY ($1::uuid[])) AND s.state = 'open' AND s.probability >= $2
     AND coalesce(one.base, one.customer) <> coalesce(other.base, other.customer)
     AND NOT EXISTS (SELECT FROM decisions AS d
                      WHERE d.kind <> 'withdrawn' AND d.nodes && ${nodesOf('one')} AND d.nodes && ${nodesOf('other')}
                        AND (${isByPerson('d.content::jsonb')} OR ${isByPerson('d.retracted::jsonb')}))`);

/**
 * Pairs with one of these nodes that are suggested with this probability at least, and of which nobody ever decided anything
 * that names both sides, not even what was taken back.
 */
export const findProbable = async (
  tx: Transaction,
  nodes: readonly string[],
  probability: number,
): Promise<Omit<AutomaticLink, 'firstSeen'>[]> => {
  const { rows } = await tx.query<Omit<Row, 'since'>>(findProbableSql([nodes, probability]));
  return rows.map(({ a, b, weight }) => ({ a, b, automatic: weight }));
};

/** No threshold is lower. */
const leastThreshold = 0.5;

const noteToJudgeSql = statement(`
  INSERT INTO linkage_queue (step, subject)
  SELECT 'judge', h.id FROM identifiers AS h
   WHERE h.id = ANY ($1::uuid[])
     AND (EXISTS (SELECT FROM suggestions AS s WHERE s.a = h.id AND s.state = 'open' AND s.probability >= $2)
          OR EXISTS (SELECT FROM suggestions AS s WHERE s.b = h.id AND s.state = 'open' AND s.probability >= $2)
          OR EXISTS (SELECT FROM identifiers AS i WHERE i.customer = h.customer AND coalesce(i.base, i.customer) = h.id
                        AND (EXISTS (SELECT FROM automatic_links AS l WHERE l.a = i.id)
                             OR EXISTS (SELECT FROM automatic_links AS l WHERE l.b = i.id))))`);

/** Those of these, each a customer without what is linked automatically, who are linked, or may have to be. */
export const noteToJudge = async (tx: Transaction, bases: readonly string[]): Promise<void> => {
  await tx.query(noteToJudgeSql([bases, leastThreshold]));
};

const noteAllToJudgeSql = statement(`
  INSERT INTO linkage_queue (step, subject)
  SELECT 'judge', a FROM suggestions WHERE state = 'open' AND probability >= $1
  UNION SELECT 'judge', a FROM automatic_links`);

/** Whoever may have to be linked by this threshold, or no longer. */
export const noteAllToJudge = async (tx: Transaction, threshold: number | undefined): Promise<void> => {
  await tx.query(noteAllToJudgeSql([threshold ?? 2]));
};

const findMentionedSql = statement(
  "SELECT id, kind, value FROM identifiers WHERE id = ANY ($1::uuid[]) AND aggregate <> ''",
);

/** The nodes with these ids that something that counts mentions. */
export const findMentionedLinks = async (tx: Transaction, ids: readonly string[]): Promise<Map<string, Node>> => {
  const { rows } = await tx.query<Node>(findMentionedSql([ids]));
  return new Map(rows.map((node) => [node.id, node]));
};

const findDecidedAutomaticallySql = statement(
  `SELECT id FROM decisions WHERE kind = 'same' AND retracted IS NULL AND NOT ${isByPerson('content::jsonb')} LIMIT $1`,
);

/** The decisions of the threshold from when it decided as people do, that nobody took back. */
export const findDecidedAutomatically = async (tx: Transaction, atMost: number): Promise<string[]> => {
  const { rows } = await tx.query<{ id: string }>(findDecidedAutomaticallySql([atMost]));
  return rows.map(({ id }) => id);
};
