import { topics } from '@hilo/contracts';
import { openLog } from '@hilo/log';
import type { Pool } from 'pg';
import { readTopic } from '../find.ts';
import { until } from '../until.ts';

type CaseRow = {
  id: string;
  interaction: string;
  rule: string;
  state: string;
  joinedTo: string | null;
  revision: number;
  isLate: boolean;
};
type StepRow = { id: string; case: string; revision: number; step: string; level: number | null };

/** The cases that lie in the tables, each step of them, and what the log and analytics were told. */
export type FoundCases = {
  cases: readonly CaseRow[];
  steps: readonly StepRow[];
  told: ReadonlyMap<string, ReadonlySet<string>>;
  counted: ReadonlyMap<string, number>;
  withoutTimer: number;
  counts: { cases: number; escalated: number };
};

/** What was due so long ago would have been done. */
const patienceSeconds = 30;

const casesSql = `
  SELECT id, interaction, rule, state, joined_to AS "joinedTo", revision,
         state = 'open' AND first_response_due_at < now() - interval '${patienceSeconds} seconds' AS "isLate"
    FROM survey.cases`;
const stepsSql = `
  SELECT "case" || '/' || revision AS id, "case", revision, step, (detail->>'level')::int AS level FROM survey.case_steps`;
const withoutTimerSql = `
  SELECT count(*)::int AS n FROM survey.cases c WHERE c.state = 'open' AND c.raised = '[]'
     AND NOT EXISTS (SELECT FROM survey.timers t WHERE t.kind = 'case' AND t.ref = c.id)`;

const notEscalatedSql = `
  SELECT count(*)::int AS n FROM survey.cases c WHERE c.state = 'open'
     AND NOT EXISTS (SELECT FROM survey.case_steps s WHERE s."case" = c.id AND s.step = 'escalated')`;

/** A case is due after a minute, which a quick machine is through before: what happens to it then is waited for, and is not half done when it is looked at. */
export const untilEscalated = async (pool: Pool): Promise<number> =>
  until({
    what: 'every case in hand, on which nobody works, is escalated',
    look: async () => (await pool.query<{ n: number }>(notEscalatedSql)).rows[0]?.n ?? 0,
    isReached: (left) => left === 0,
    everyMs: 500,
  });

/** Looks into the tables and the log themselves for what became of those who complained. */
export const findCases = async (pool: Pool, logUrl: string): Promise<FoundCases> => {
  const { rows: cases } = await pool.query<CaseRow>(casesSql);
  const { rows: steps } = await pool.query<StepRow>(stepsSql);
  const { rows: counted } = await pool.query<{ id: string; revision: number }>(
    'SELECT id, revision FROM analytics.cases',
  );
  const { rows } = await pool.query<{ n: number }>(withoutTimerSql);
  await using log = await openLog(logUrl);
  const told = new Map<string, Set<string>>();
  await readTopic(log, topics.cases.name, ({ value, headers }) => {
    const id = headers.ce_id ?? '';
    told.set(id, (told.get(id) ?? new Set()).add(value ?? ''));
  });
  return {
    cases,
    steps,
    told,
    counted: new Map(counted.map(({ id, revision }) => [id, revision])),
    withoutTimer: rows[0]?.n ?? 0,
    counts: { cases: cases.length, escalated: steps.filter(({ step }) => step === 'escalated').length },
  };
};

type Complaint = { id: string; email: string };
type Fault = readonly [what: string, ids: readonly string[]];

/** What is wrong with cases: of each who complained there is one in hand, which every complaint is in, and which reached each level once. */
export const faultsOfCases = (complaints: readonly Complaint[], found: FoundCases): string[] =>
  [...ofPeople(complaints, found), ...ofSteps(found), ...ofTold(found)]
    .filter(([, ids]) => ids.length > 0)
    .map(([what, ids]) => `${ids.length}: ${what} (${ids.slice(0, 5).join(', ')})`);

const ofPeople = (complaints: readonly Complaint[], { cases: all, steps }: FoundCases): Fault[] => {
  // What reactions open is counted with them.
  const cases = all.filter(({ rule }) => rule === 'complaint');
  const byInteraction = Map.groupBy(cases, ({ interaction }) => interaction);
  const people = [...Map.groupBy(complaints, ({ email }) => email)];
  const rowsOf = (of: readonly Complaint[]) => of.flatMap(({ id }) => byInteraction.get(id) ?? []);
  const inHand = (of: readonly Complaint[]) => rowsOf(of).filter(({ state }) => state === 'open');
  const openings = (of: readonly Complaint[]) => {
    const ids = new Set(rowsOf(of).map(({ id }) => id));
    return steps.filter((one) => ids.has(one.case) && one.step === 'opened').length;
  };
  const names = (isWrong: (of: readonly Complaint[]) => boolean) =>
    people.filter(([, of]) => isWrong(of)).map(([email]) => email);
  return [
    [
      'complaints without one row each',
      complaints.filter(({ id }) => byInteraction.get(id)?.length !== 1).map(({ id }) => id),
    ],
    ['cases of no complaint', cases.length > complaints.length ? [String(cases.length)] : []],
    ['customers without one case in hand', names((of) => inHand(of).length !== 1)],
    ['customers of whom a case was opened not once', names((of) => openings(of) !== 1)],
    [
      'customers with a case that has joined another than the one in hand',
      names((of) => rowsOf(of).some(({ joinedTo }) => joinedTo !== null && joinedTo !== inHand(of)[0]?.id)),
    ],
  ];
};

const ofSteps = ({ cases, steps, withoutTimer }: FoundCases): Fault[] => {
  const of = Map.groupBy(steps, (one) => one.case);
  const escalations = (id: string) => (of.get(id) ?? []).filter(({ step }) => step === 'escalated').length;
  const ids = (isWrong: (one: CaseRow) => boolean) => cases.filter(isWrong).map(({ id }) => id);
  return [
    [
      'cases with other steps than their revision counts',
      ids(({ id, revision }) => (of.get(id) ?? []).length !== revision),
    ],
    ['cases that reached a level twice', ids(({ id }) => escalations(id) > 1)],
    ['cases that are overdue and were not escalated', ids(({ id, isLate }) => isLate && escalations(id) !== 1)],
    ['cases that joined another and escalated', ids(({ id, state }) => state === 'joined' && escalations(id) > 0)],
    ['cases without a timer', withoutTimer > 0 ? [String(withoutTimer)] : []],
  ];
};

const ofTold = ({ cases, steps, told, counted }: FoundCases): Fault[] => [
  [
    'steps that the log does not tell, or tells differently',
    steps.filter(({ id }) => told.get(id)?.size !== 1).map(({ id }) => id),
  ],
  ['steps on the log that did not happen', [...told.keys()].filter((id) => !steps.some((one) => one.id === id))],
  [
    'cases that analytics has at another step',
    cases.filter(({ id, revision }) => counted.get(id) !== revision).map(({ id }) => id),
  ],
];
