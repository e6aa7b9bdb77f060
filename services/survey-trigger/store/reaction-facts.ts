import { setTimers, statement, type Transaction } from '@hilo/runtime';
import { decidedAt, type ReactionFact } from '../domain/reactions/facts.ts';
import { keptOf } from '../domain/reactions/reaction.ts';
import { reactionKind } from './reaction-timers.ts';

const noteStartsSql = statement({
  name: 'note-reaction-starts',
  text: `WITH noted AS (
           INSERT INTO reactions AS r (id, rule, same, source, interaction, version, subject, at, due_at, resolved, state)
           SELECT *, 'open' FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::uuid[],
                                        $8::timestamptz[], $9::timestamptz[], $10::jsonb[]) ORDER BY 1
           ON CONFLICT (id) DO UPDATE
              SET subject = EXCLUDED.subject, version = EXCLUDED.version, resolved = CASE WHEN r.state IN ('open', 'withdrawn') THEN EXCLUDED.resolved END,
                  state = CASE WHEN r.state = 'withdrawn' THEN 'open' ELSE r.state END
            WHERE r.version < EXCLUDED.version
           RETURNING id, subject, due_at, state)
         ${setTimers(reactionKind, "(SELECT id AS ref, subject AS about, due_at FROM noted WHERE state = 'open') AS open")}`,
});

const noteEndsSql = statement({
  name: 'note-reaction-ends',
  text: `INSERT INTO reaction_ends AS r (id, rule, same, source, interaction, version, subject, at)
         SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::uuid[], $8::timestamptz[])
          ORDER BY 1
         ON CONFLICT (id) DO UPDATE SET subject = EXCLUDED.subject, version = EXCLUDED.version WHERE r.version < EXCLUDED.version`,
});

/** Notes what begins windows, each with when it is decided, and what ends them. What was noted before follows its interaction. */
export const noteReactionFacts = async (tx: Transaction, facts: readonly ReactionFact[]): Promise<void> => {
  const ordered = [...new Map(facts.map((one) => [one.id, one])).values()];
  const starts = ordered.filter(({ role }) => role === 'start');
  const ends = ordered.filter(({ role }) => role === 'end');
  if (starts.length > 0)
    await tx.query(
      noteStartsSql([
        ...commonOf(starts),
        starts.map((one) => timeOf(decidedAt(one))),
        starts.map(({ resolved }) => JSON.stringify(keptOf(resolved))),
      ]),
    );
  if (ends.length > 0) await tx.query(noteEndsSql(commonOf(ends)));
};

const timeOf = (at: number): string => new Date(at).toISOString();

const commonOf = (facts: readonly ReactionFact[]): unknown[] => [
  facts.map(({ id }) => id),
  facts.map(({ rule }) => rule),
  facts.map(({ same }) => same),
  facts.map(({ resolved }) => resolved.interaction.source),
  facts.map(({ resolved }) => resolved.interaction.id),
  facts.map(({ resolved }) => resolved.version),
  facts.map(({ resolved }) => resolved.subject),
  facts.map(({ at }) => timeOf(at)),
];

/** In SQL: the subjects of whoever has this one now. */
export const subjectsWith = (subject: string): string =>
  `SELECT ${subject} UNION SELECT o.subject FROM claims k JOIN claims o ON o.customer = k.customer WHERE k.subject = ${subject}`;

const completeSql = statement({
  name: 'complete-reactions',
  text: setTimers(
    reactionKind,
    `(SELECT DISTINCT r.id AS ref, r.subject AS about, greatest(r.due_at, to_timestamp($6)) AS due_at
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[]) AS f (subject, rule, same, after, until)
        CROSS JOIN LATERAL (
          SELECT id, subject, due_at FROM reactions o
           WHERE o.subject IN (${subjectsWith('f.subject')}) AND o.rule = f.rule AND o.same = f.same
             AND o.at >= f.after AND o.at <= f.until AND o.state = 'open' LIMIT 1000) AS r) AS again`,
  ),
});

/** What is counted with what was heard of late is looked at again: by this it may have happened often enough. */
export const lookAgainAfter = async (tx: Transaction, facts: readonly ReactionFact[], now: number): Promise<void> => {
  const counted = facts.filter(({ role, reaction }) => role === 'start' && reaction.windows.times > 1);
  if (counted.length === 0) return;
  await tx.query(
    completeSql([
      counted.map(({ resolved }) => resolved.subject),
      counted.map(({ rule }) => rule),
      counted.map(({ same }) => same),
      counted.map(({ at }) => timeOf(at)),
      counted.map(({ at, reaction }) => timeOf(at + reaction.windows.countMs)),
      now / 1000,
    ]),
  );
};

const togetherSql = statement({
  name: 'look-at-reactions-together',
  text: setTimers(
    reactionKind,
    `(SELECT r.id AS ref, r.subject AS about, greatest(r.due_at, to_timestamp($4)) AS due_at
        FROM unnest($2::text[], $3::timestamptz[]) AS f (rule, after) JOIN reactions r ON r.rule = f.rule AND r.at > f.after
       WHERE r.state = 'open' AND r.subject IN (
         SELECT s FROM unnest($1::uuid[]) AS s
         UNION SELECT o.subject FROM claims k JOIN claims o ON o.customer = k.customer WHERE k.subject = ANY ($1::uuid[]))) AS moved`,
  ),
});

/** Whoever came together may have done often enough together what each did seldom. */
export const lookAtTogether = async (
  tx: Transaction,
  subjects: readonly string[],
  counting: readonly { rule: string; countMs: number }[],
  now: number,
): Promise<void> => {
  if (subjects.length === 0 || counting.length === 0) return;
  await tx.query(
    togetherSql([
      subjects,
      counting.map(({ rule }) => rule),
      counting.map(({ countMs }) => timeOf(now - countMs)),
      now / 1000,
    ]),
  );
};

const given = 'unnest($1::text[], $2::text[], $3::integer[], $4::uuid[]) AS f (source, interaction, version, subject)';
const ofFact = 'r.source = f.source AND r.interaction = f.interaction AND r.version < f.version';
const moveSql = statement({
  name: 'move-reactions',
  text: `WITH ends AS (UPDATE reaction_ends r SET subject = f.subject, version = f.version FROM ${given} WHERE ${ofFact})
         UPDATE reactions r SET subject = f.subject, version = f.version FROM ${given} WHERE ${ofFact}`,
});
const withdrawSql = statement({
  name: 'withdraw-reactions',
  text: `WITH ends AS (DELETE FROM reaction_ends r USING ${given} WHERE ${ofFact}),
              gone AS (UPDATE reactions r SET version = f.version, state = CASE WHEN r.state = 'open' THEN 'withdrawn' ELSE r.state END,
                              resolved = NULL
                         FROM ${given} WHERE ${ofFact} RETURNING r.id)
         DELETE FROM timers WHERE kind = '${reactionKind}' AND ref IN (SELECT id FROM gone)`,
});

type News = { source: string; id: string; version: number; subject: string };

/** What was attributed anew is another's window; what did not happen begins none, and ends none. */
export const followReactionFacts = async (
  tx: Transaction,
  { moved, withdrawn }: { moved: readonly News[]; withdrawn: readonly News[] },
): Promise<void> => {
  if (moved.length > 0) await tx.query(moveSql(newsOf(moved)));
  if (withdrawn.length > 0) await tx.query(withdrawSql(newsOf(withdrawn)));
};

const newsOf = (news: readonly News[]): unknown[] => [
  news.map(({ source }) => source),
  news.map(({ id }) => id),
  news.map(({ version }) => version),
  news.map(({ subject }) => subject),
];
