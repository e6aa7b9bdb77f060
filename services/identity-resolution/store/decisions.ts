import { createHash } from 'node:crypto';
import { Decision, type DecisionRequest, instantOf } from '@hilo/contracts';
import { compose, composed, given, LostRace, statement, type Transaction } from '@hilo/runtime';
import { and, desc, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { decisions } from '../schema.ts';
import { beforeAllKeys } from './graph/interactions.ts';

type Row = { id: string; at: string; request: string; content: string; retracted: string | null };
export type StoredDecision = { decision: Decision; request: string };

const columns = 'id, at, request, content, retracted';

const decisionIn = ({ content, retracted }: Pick<Row, 'content' | 'retracted'>): Decision =>
  Decision.parse({ ...JSON.parse(content), ...(retracted !== null && { retracted: JSON.parse(retracted) }) });

const lockInteractionSql = statement('SELECT pg_advisory_xact_lock($1)');

/** Until the end of the transaction, nobody else decides about this interaction. */
export const lockInteraction = async (tx: Transaction, key: string): Promise<void> => {
  const number = createHash('sha256').update(`decisions ${key}`).digest().readBigInt64BE();
  await tx.query(lockInteractionSql([number.toString()]));
};

const findDecisionSql = statement(`SELECT ${columns} FROM decisions WHERE id = $1 FOR UPDATE`);

export const findDecision = async (tx: Transaction, id: string): Promise<StoredDecision | undefined> => {
  const { rows } = await tx.query<Row>(findDecisionSql([id]));
  return rows[0] && { decision: decisionIn(rows[0]), request: rows[0].request };
};

const insertDecisionSql = statement(`
  INSERT INTO decisions (id, kind, at, request, content, nodes, interaction) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (id) DO NOTHING`);

/** Keeps a decision. If another transaction kept one with this id meanwhile, throws `LostRace`. */
export const insertDecision = async (
  tx: Transaction,
  decision: Decision,
  { request, nodes, interaction }: { request: DecisionRequest; nodes: readonly string[]; interaction?: string },
): Promise<void> => {
  const { rowCount } = await tx.query(
    insertDecisionSql([
      decision.id,
      decision.kind,
      instantOf(decision.at),
      JSON.stringify(request),
      JSON.stringify(decision),
      nodes,
      interaction ?? null,
    ]),
  );
  if (rowCount === 0) throw new LostRace('a decision with this id was made meanwhile');
};

const markRetractedSql = statement('UPDATE decisions SET retracted = $2 WHERE id = $1');

export const markRetracted = async (
  tx: Transaction,
  id: string,
  retracted: NonNullable<Decision['retracted']>,
): Promise<void> => {
  await tx.query(markRetractedSql([id, JSON.stringify(retracted)]));
};

const nodesOfDecisionSql = statement('SELECT nodes FROM decisions WHERE id = $1');

/** The nodes that a decision named when it was made. */
export const nodesOfDecision = async (tx: Transaction | Pool, id: string): Promise<string[]> => {
  const { rows } = await tx.query<{ nodes: string[] }>(nodesOfDecisionSql([id]));
  return rows[0]?.nodes ?? [];
};

const nameInWithdrawalsSql = statement(`
  UPDATE decisions AS d SET nodes = n.nodes::uuid[] FROM unnest($1::uuid[], $2::text[]) AS n (key, nodes)
   WHERE d.interaction = n.key AND d.nodes = '{}'`);

/** Names these in the decisions that withdrew an interaction before it was heard of, so that they are found by them. */
export const nameInWithdrawals = async (
  tx: Transaction,
  heard: readonly { key: string; nodes: readonly { id: string }[] }[],
): Promise<void> => {
  if (heard.length === 0) return;
  await tx.query(
    nameInWithdrawalsSql([
      heard.map(({ key }) => key),
      heard.map(({ nodes }) => `{${nodes.map(({ id }) => id).join(',')}}`),
    ]),
  );
};

const isWithdrawnSql = statement('SELECT FROM decisions WHERE interaction = $1 AND retracted IS NULL LIMIT 1');

/** Whether a decision that holds withdraws this interaction. */
export const isWithdrawn = async (tx: Transaction, key: string): Promise<boolean> => {
  const { rowCount } = await tx.query(isWithdrawnSql([key]));
  return rowCount === 1;
};

const findNamingSql = statement(
  `SELECT ${columns} FROM decisions WHERE nodes && $1::uuid[] AND retracted IS NULL AND kind <> 'withdrawn'`,
);

/** The decisions of who is who that name one of these nodes and hold. */
export const findNaming = async (tx: Transaction, nodes: readonly string[]): Promise<Decision[]> => {
  if (nodes.length === 0) return [];
  const { rows } = await tx.query<Row>(findNamingSql([nodes]));
  return rows.map(decisionIn);
};

type Page = {
  nodes: readonly string[] | undefined;
  after: readonly [at: number, id: string] | undefined;
  limit: number;
};

const listDecisionsSql = composed(
  ({ nodes, after, limit }: Page) =>
    compose
      .select({
        id: decisions.id,
        at: decisions.at,
        request: decisions.request,
        content: decisions.content,
        retracted: decisions.retracted,
      })
      .from(decisions)
      .where(
        and(
          given(nodes, (named) => sql`${decisions.nodes} && ${sql.param(named)}::uuid[]`),
          given(after, ([at, id]) => sql`(${decisions.at}, ${decisions.id}) < (${at}::bigint, ${id}::uuid)`),
        ),
      )
      .orderBy(desc(decisions.at), desc(decisions.id))
      .limit(limit),
  [[{ nodes: undefined, after: undefined, limit: 1 }], [{ nodes: [], after: [0, beforeAllKeys], limit: 1 }]],
);

/** A page of decisions, the latest first; only those that name one of these nodes, if there are any given. */
export const listDecisions = async (tx: Transaction | Pool, page: Page): Promise<Decision[]> => {
  const { rows } = await tx.query<Row>(listDecisionsSql(page));
  return rows.map(decisionIn);
};

const customersWithSql = statement(
  "SELECT DISTINCT customer FROM identifiers WHERE id = ANY ($1::uuid[]) AND aggregate <> '' ORDER BY customer",
);

/** The customers that have one of these nodes now. */
export const customersWith = async (tx: Transaction | Pool, nodes: readonly string[]): Promise<string[]> => {
  const { rows } = await tx.query<{ customer: string }>(customersWithSql([nodes]));
  return rows.map(({ customer }) => customer);
};

const findAllNamingSql = statement(`
  SELECT ${columns} FROM decisions WHERE (nodes && $1::uuid[] OR id = ANY ($2::uuid[])) AND kind <> 'withdrawn'
   ORDER BY id`);

/** Every decision that names one of these nodes or is one of these, taken back or not, but those to withdraw an interaction. */
export const findAllNaming = async (
  tx: Transaction,
  nodes: readonly string[],
  ids: readonly string[],
): Promise<Decision[]> => {
  const { rows } = await tx.query<Row>(findAllNamingSql([nodes, ids]));
  return rows.map(decisionIn);
};

const rewriteDecisionSql = statement("UPDATE decisions SET content = $2, request = '{}', nodes = $3 WHERE id = $1");

/** Writes what is left of a decision; also of what was asked for, since that names the same identifiers. */
export const rewriteDecision = async (
  tx: Transaction,
  { retracted: _retracted, ...decision }: Decision,
  nodes: readonly string[],
): Promise<void> => {
  await tx.query(rewriteDecisionSql([decision.id, JSON.stringify(decision), nodes]));
};

const deleteDecisionsSql = statement('DELETE FROM decisions WHERE id = ANY ($1::uuid[])');

export const deleteDecisions = async (tx: Transaction, ids: readonly string[]): Promise<void> => {
  await tx.query(deleteDecisionsSql([ids]));
};
