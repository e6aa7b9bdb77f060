import { setTimers, statement, type Transaction } from '@hilo/runtime';
import type { Reaction } from '../domain/reactions/reaction.ts';
import type { End, Start } from '../domain/reactions/window.ts';
import { subjectsWith } from './reaction-facts.ts';
import { reactionKind } from './reaction-timers.ts';

const columns = {
  ...{
    id: 'id',
    rule: 'rule',
    same: 'same',
    source: 'source',
    interaction: 'interaction',
    subject: 'subject',
    at: 'at',
  },
  ...{ due_at: 'dueAt', state: 'state', rules_version: 'rulesVersion', decided_at: 'decidedAt', reason: 'reason' },
  ...{ by_source: 'bySource', by_interaction: 'byInteraction', action: 'action', outcome: 'outcome' },
} as const satisfies Record<string, keyof Reaction>;

/** In SQL: the columns of a reaction, of the table of this alias, as they are read. */
export const reactionColumns = (alias: string): string =>
  Object.entries(columns)
    .map(([column, name]) => `${alias}.${column} AS "${name}"`)
    .join(', ');

const mostNear = 1000;
const given =
  'unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::timestamptz[], $6::timestamptz[]) AS f (id, subject, rule, same, after, until)';
const near = `o.subject IN (${subjectsWith('f.subject')}) AND o.rule = f.rule AND o.at >= f.after AND o.at <= f.until`;
const nearSql = statement({
  name: 'find-near-reactions',
  text: `SELECT f.id AS of, 'start' AS role, r.* FROM ${given} CROSS JOIN LATERAL (
           SELECT o.id, o.at, o.state = 'fired' AS "isFired", o.source, o.interaction FROM reactions o
            WHERE ${near} AND o.same = f.same AND o.state <> 'withdrawn' ORDER BY o.at LIMIT ${mostNear}) AS r
         UNION ALL
         SELECT f.id, 'end', r.* FROM ${given} CROSS JOIN LATERAL (
           SELECT o.id, o.at, false, o.source, o.interaction FROM reaction_ends o
            WHERE ${near} AND coalesce(o.same, f.same) = f.same ORDER BY o.at LIMIT ${mostNear}) AS r`,
});

/** What is looked for near a start: of the same customer and rule, about the same, within that time. */
export type WantedNear = Pick<Reaction, 'id' | 'subject' | 'rule' | 'same'> & { after: number; until: number };

type Said = { source: string; interaction: string };
export type Near = { starts: (Start & Said)[]; ends: (End & Said)[] };

/** What is known near each of these. */
export const findNear = async (
  tx: Pick<Transaction, 'query'>,
  wanted: readonly WantedNear[],
): Promise<Map<string, Near>> => {
  const found = new Map<string, Near>(wanted.map(({ id }) => [id, { starts: [], ends: [] }]));
  if (wanted.length === 0) return found;
  type Row = Said & { of: string; role: string; id: string; at: Date; isFired: boolean };
  const { rows } = await tx.query<Row>(
    nearSql([
      wanted.map(({ id }) => id),
      wanted.map(({ subject }) => subject),
      wanted.map(({ rule }) => rule),
      wanted.map(({ same }) => same),
      wanted.map(({ after }) => new Date(after).toISOString()),
      wanted.map(({ until }) => new Date(until).toISOString()),
    ]),
  );
  for (const { of, role, at, isFired, ...row } of rows) {
    const one = found.get(of);
    if (role === 'start') one?.starts.push({ ...row, at: at.getTime(), isFired });
    else one?.ends.push({ ...row, at: at.getTime() });
  }
  return found;
};

/** What was decided of a reaction. */
export type DecidedReaction = Pick<Reaction, 'id' | 'state'> &
  Partial<Pick<Reaction, 'reason' | 'bySource' | 'byInteraction' | 'action' | 'outcome'>>;

const decideSql = statement({
  name: 'decide-reactions',
  text: `UPDATE reactions r
            SET state = d.state, reason = d.reason, by_source = d.by_source, by_interaction = d.by_interaction, action = d.action,
                outcome = d.outcome, rules_version = $8, decided_at = to_timestamp($9), resolved = NULL, failures = 0, unworkable = NULL
           FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[])
             AS d (id, state, reason, by_source, by_interaction, action, outcome)
          WHERE r.id = d.id`,
});

/** Writes what was decided, once and for all. */
export const saveDecided = async (
  tx: Transaction,
  decided: readonly DecidedReaction[],
  { version, now }: { version: number; now: number },
): Promise<void> => {
  if (decided.length === 0) return;
  await tx.query(
    decideSql([
      decided.map(({ id }) => id),
      decided.map(({ state }) => state),
      decided.map(({ reason }) => reason ?? null),
      decided.map(({ bySource }) => bySource ?? null),
      decided.map(({ byInteraction }) => byInteraction ?? null),
      decided.map(({ action }) => action ?? null),
      decided.map(({ outcome }) => (outcome === undefined ? null : JSON.stringify(outcome))),
      version,
      now / 1000,
    ]),
  );
};

const deferSql = statement({
  name: 'defer-reactions',
  text: `WITH later AS (
           UPDATE reactions r SET due_at = d.due_at FROM unnest($1::uuid[], $2::timestamptz[]) AS d (id, due_at)
            WHERE r.id = d.id RETURNING r.id AS ref, r.subject AS about, r.due_at)
         ${setTimers(reactionKind, 'later')}`,
});

/** These are decided later than was known when they were noted. */
export const deferReactions = async (
  tx: Transaction,
  later: readonly { id: string; dueAt: number }[],
): Promise<void> => {
  if (later.length > 0)
    await tx.query(deferSql([later.map(({ id }) => id), later.map(({ dueAt }) => new Date(dueAt).toISOString())]));
};
