import type { Pool } from 'pg';
import { quietMs } from './story.ts';

type ReactionRow = {
  id: string;
  rule: string;
  interaction: string;
  subject: string;
  state: string;
  at: number;
  case: string | null;
};

/** What began windows and what became of it; the complaints that end some; the cases that were opened by reactions. */
export type FoundReactions = {
  reactions: readonly ReactionRow[];
  complaints: readonly { subject: string; at: number }[];
  cases: readonly string[];
  withoutTimer: number;
};

const reactionsSql = `
  SELECT id, rule, interaction, subject, state, round(extract(epoch FROM at) * 1000)::float8 AS at, outcome->>'case' AS case
    FROM survey.reactions WHERE rule IN ('quiet', 'often')`;
const complaintsSql = 'SELECT subject, round(extract(epoch FROM at) * 1000)::float8 AS at FROM survey.reaction_ends';
const withoutTimerSql = `
  SELECT count(*)::int AS n FROM survey.reactions r WHERE r.state = 'open' AND r.rule = 'quiet'
     AND NOT EXISTS (SELECT FROM survey.timers t WHERE t.kind = 'reaction' AND t.ref = r.id)`;

/** Looks into the tables themselves for what was reacted to. */
export const findReactions = async (pool: Pool): Promise<FoundReactions> => ({
  reactions: (await pool.query<ReactionRow>(reactionsSql)).rows,
  complaints: (await pool.query<{ subject: string; at: number }>(complaintsSql)).rows,
  cases: (await pool.query<{ id: string }>("SELECT id FROM survey.cases WHERE rule = 'by-reaction'")).rows.map(
    ({ id }) => id,
  ),
  withoutTimer: (await pool.query<{ n: number }>(withoutTimerSql)).rows[0]?.n ?? 0,
});

type Fault = readonly [what: string, ids: readonly string[]];

/** What is wrong with reactions: each arrival begins one window of each rule, each is decided, and each customer reacted to once for what belongs together. */
export const faultsOfReactions = (arrivals: readonly string[], found: FoundReactions): string[] =>
  [...ofArrivals(arrivals, found), ...ofQuiet(found), ...ofOften(found)]
    .filter(([, ids]) => ids.length > 0)
    .map(([what, ids]) => `${ids.length}: ${what} (${ids.slice(0, 5).join(', ')})`);

const rules = ['quiet', 'often'];

const ofArrivals = (arrivals: readonly string[], { reactions, withoutTimer }: FoundReactions): Fault[] => {
  const rows = Map.groupBy(reactions, ({ interaction }) => interaction);
  const rulesOf = (id: string) => (rows.get(id) ?? []).map(({ rule }) => rule).sort();
  const known = new Set(arrivals);
  return [
    [
      'arrivals without one window of each rule',
      arrivals.filter((id) => rulesOf(id).join() !== rules.toSorted().join()),
    ],
    ['windows of what is history, or no arrival', [...rows.keys()].filter((id) => !known.has(id))],
    [
      'windows that are over and were not decided',
      reactions.filter(({ rule, state }) => rule === 'quiet' && state === 'open').map(({ id }) => id),
    ],
    ['windows without a timer', withoutTimer > 0 ? [String(withoutTimer)] : []],
  ];
};

const bySubject = (rows: readonly ReactionRow[]) => [...Map.groupBy(rows, ({ subject }) => subject)];

const ofQuiet = ({ reactions, complaints }: FoundReactions): Fault[] => {
  const quiet = reactions.filter(({ rule }) => rule === 'quiet');
  const endsOf = Map.groupBy(complaints, ({ subject }) => subject);
  const near = (some: readonly ReactionRow[]) =>
    some.filter((one) => some.some((other) => other !== one && Math.abs(other.at - one.at) <= quietMs));
  const last = (one: ReactionRow, all: readonly ReactionRow[]) =>
    // Of two that happened in the same millisecond, the one whose id comes last is the later one.
    !all.some(({ at, id }) => (at > one.at || (at === one.at && id > one.id)) && at <= one.at + quietMs) &&
    !(endsOf.get(one.subject) ?? []).some(({ at }) => at >= one.at && at <= one.at + quietMs);
  return [
    [
      'customers reacted to twice in one chain',
      bySubject(quiet.filter(({ state }) => state === 'fired')).flatMap(([subject, some]) =>
        near(some).length > 0 ? [subject] : [],
      ),
    ],
    [
      'windows without an answer that were not reacted to',
      bySubject(quiet).flatMap(([, all]) =>
        all
          .filter((one) => last(one, all) && !['fired', 'resting'].includes(one.state))
          .map(({ id, state }) => `${id} ${state}`),
      ),
    ],
  ];
};

const ofOften = ({ reactions, cases }: FoundReactions): Fault[] => {
  const often = reactions.filter(({ rule }) => rule === 'often');
  const fired = often.filter(({ state }) => state === 'fired');
  const opened = fired.map((one) => one.case ?? '');
  const there = new Set(cases);
  return [
    [
      'customers who arrived often and were not reacted to once',
      bySubject(often).flatMap(([subject, some]) => {
        const count = some.filter(({ state }) => state === 'fired').length;
        return count === (some.length > 1 ? 1 : 0) ? [] : [subject];
      }),
    ],
    ['reactions without their case', fired.filter((one) => !there.has(one.case ?? '')).map(({ id }) => id)],
    ['cases of no reaction, or of two', cases.length === new Set(opened).size ? [] : [String(cases.length)]],
  ];
};
