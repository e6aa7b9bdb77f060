import { z } from 'zod';
import { round } from '../../../services/analytics/domain/scores.ts';
import { stepOfKind, tierNamed } from './history.ts';

/** What a service answered, and the rows in which another finds the same; gives both in one shape. */
type Compared = { ours: unknown; theirs: unknown };
type Compare = (answer: unknown, rows: number[][]) => Compared;

const Row = z.object({ group: z.record(z.string(), z.string()), n: z.int(), value: z.number().nullable() }).loose();
const Answer = z.object({ total: Row.optional(), rows: z.array(Row), nextCursor: z.string().optional() });
const Results = z.object({ results: z.tuple([Answer, Answer]) });

const npsOf = ([n = 0, promoters = 0, detractors = 0]: readonly number[]): [number, number | null] => [
  n,
  n === 0 ? null : round((100 * (promoters - detractors)) / n),
];
const shown = ({ n, value }: z.infer<typeof Row>): [number, number | null] => [n, value];
const summed = (rows: readonly number[][], at: number): number => rows.reduce((sum, row) => sum + (row[at] ?? 0), 0);

const byDayAndTouchpoint: Compare = (answer, rows) => {
  const [volume, nps] = Results.parse(answer).results;
  const scored = rows.filter((row) => (row[3] ?? 0) > 0);
  return {
    ours: {
      volume: volume.total?.n,
      nps: nps.total && shown(nps.total),
      first: nps.rows.slice(0, 5).map(({ n }) => n),
    },
    theirs: {
      volume: summed(rows, 2),
      nps: npsOf([3, 4, 5].map((at) => summed(rows, at))),
      first: inOrderOfNames(scored)
        .slice(0, 5)
        .map((row) => row[3]),
    },
  };
};

/** As pages have them: by the names of touchpoints, and by day. */
const inOrderOfNames = (rows: readonly number[][]): number[][] =>
  rows.toSorted((a, b) => (String(a[1]) < String(b[1]) ? -1 : a[1] === b[1] ? (a[0] ?? 0) - (b[0] ?? 0) : 1));

const byTier: Compare = (answer, rows) => ({
  ours: Object.fromEntries(Answer.parse(answer).rows.map((row) => [row.group['traits.tier'], shown(row)])),
  theirs: Object.fromEntries(
    rows.map(([tier = 0, ...counts]): [string, [number, number | null]] => [tierNamed(tier), npsOf(counts)]).sort(),
  ),
});

const Funnel = z.object({ rows: z.tuple([z.object({ steps: z.array(z.object({ reached: z.int() })) })]) });
const funnel: Compare = (answer, [counts]) => ({
  ours: Funnel.parse(answer).rows[0].steps.map(({ reached }) => reached),
  theirs: counts,
});

const Paths = z.object({
  rows: z.array(z.object({ path: z.array(z.union([z.string(), z.object({ kind: z.string() })])), count: z.int() })),
});
/** Those of whole paths that both show: where one is cut off in the middle of equal ones, it is left out. */
const paths: Compare = (answer, rows) => {
  const ours = Paths.parse(answer).rows.flatMap(({ path, count }) => {
    const steps = path.map((step) => (typeof step === 'string' ? 0 : stepOfKind(step.kind)));
    return steps.includes(0) ? [] : [[-count, ...steps].join(' ')];
  });
  const theirs = new Set(rows.map((row) => row.join(' ')));
  const least = Math.max(...rows.map(([n = 0]) => n));
  return { ours: ours.filter((one) => !theirs.has(one) && Number(one.split(' ')[0]) < least), theirs: [] };
};

const Retention = z.object({
  rows: z.array(z.object({ from: z.string(), periods: z.array(z.object({ after: z.int(), back: z.int() })) })),
});
const retention: Compare = (answer, rows) => {
  const cohorts = Retention.parse(answer).rows.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  return {
    ours: cohorts.flatMap(({ periods }, cohort) =>
      periods.flatMap(({ after, back }) => (after > 0 && back > 0 ? [[cohort, after, back]] : [])),
    ),
    theirs: rows,
  };
};

const comparisons: readonly (readonly [RegExp, Compare])[] = [
  [/^KPI by day and touchpoint/, byDayAndTouchpoint],
  [/^NPS by a trait/, byTier],
  [/^funnel/, funnel],
  [/^paths/, paths],
  [/^retention/, retention],
];

/** Throws where a service answers anything else than whoever found these rows. */
export const requireSame = (name: string, answer: unknown, rows: number[][]): void => {
  const compare = comparisons.find(([of]) => of.test(name))?.[1];
  if (compare === undefined) return;
  const [ours, theirs] = Object.values(compare(answer, rows)).map((one) => JSON.stringify(one));
  if (ours !== theirs) throw new Error(`${name}: ${ours?.slice(0, 500)}, and by SQL ${theirs?.slice(0, 500)}`);
};
