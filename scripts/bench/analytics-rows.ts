import { type Columns, change, emptyColumns, putDay } from '../../services/analytics/columns/columns.ts';
import { type DayRows, roomFor, widthsBy } from '../../services/analytics/columns/day-rows.ts';
import { dayMs } from '../../services/analytics/domain/day.ts';

/** One year of an airline, as columns of numbers in the order of time; steps are numbered from 1. */
export type BenchRows = {
  from: number;
  n: number;
  at: Float64Array;
  subject: Int32Array;
  step: Uint16Array;
  /** As the columns number scores; −1 is none. */
  score: Int8Array;
  /** By the number of a subject the number of its customer. */
  claim: Int32Array;
  /** By the number of a customer a tier, from 1 on. */
  tier: Uint32Array;
  touchpoints: number;
  /** By the number of a step its touchpoint, from 1 on. */
  touchpointOf: Uint32Array;
};

const year = 365 * dayMs;
const hour = 3_600_000;
export const benchSteps = 109;
const touchpoints = 60;

/** The steps that the questions are about, and of what a walk through the shop and a call are made. */
export const namedSteps = {
  search: 1,
  product: 2,
  basket: 3,
  checkout: 4,
  bought: 5,
  mail: 6,
  menu: 7,
  agent: 8,
  waited: 9,
  transferred: 10,
  survey: 11,
  answered: 12,
} as const;

const randomly = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** Which steps follow each other: with what probability, and after how many milliseconds in the mean. */
const walks: readonly (readonly (readonly [step: number, share: number, gap: number])[])[] = [
  [
    [namedSteps.search, 1, hour],
    [namedSteps.product, 0.8, 180_000],
    [namedSteps.product, 0.6, 180_000],
    [namedSteps.basket, 0.5, 300_000],
    [namedSteps.checkout, 0.65, 10 * hour],
    [namedSteps.bought, 0.7, 300_000],
    [namedSteps.mail, 0.98, 60_000],
    [namedSteps.survey, 0.5, 20 * hour],
    [namedSteps.answered, 0.25, 10 * hour],
  ],
  [
    [namedSteps.menu, 1, hour],
    [namedSteps.agent, 0.75, 240_000],
    [namedSteps.waited, 0.5, 300_000],
    [namedSteps.transferred, 0.4, 480_000],
    [namedSteps.survey, 0.5, 6 * hour],
    [namedSteps.answered, 0.25, 5 * hour],
  ],
];

/** The same rows every time: journeys of customers who have one to several subjects; one row in ten has a score. */
export const makeBenchRows = (wanted: number, from = Date.UTC(2025, 10, 1)): BenchRows => {
  const random = randomly(1);
  const customers = Math.max(10, Math.floor(wanted / 10));
  const subjects = Math.floor(customers * 2.4);
  const claim = Int32Array.from({ length: subjects + 1 }, (_, subject) =>
    subject === 0 ? 0 : subject <= customers ? subject : 1 + Math.floor(random() * customers),
  );
  const tier = Uint32Array.from({ length: customers + 1 }, () =>
    random() < 0.7 ? 1 : random() < 0.6 ? 2 : random() < 0.8 ? 3 : 4,
  );
  const owned = Map.groupBy(Array.from(claim.keys()).slice(1), (subject) => claim[subject] ?? 0);
  const at = new Float64Array(wanted);
  const [subject, step, score] = [new Int32Array(wanted), new Uint16Array(wanted), new Int8Array(wanted).fill(-1)];
  let n = 0;
  const put = (customer: number, time: number, what: number): void => {
    if (n >= wanted || time >= from + year) return;
    const own = owned.get(customer) ?? [1];
    at[n] = Math.floor(time);
    subject[n] = own[random() < 0.8 ? 0 : Math.floor(random() * own.length)] ?? 1;
    step[n] = what;
    if (what === namedSteps.answered || random() < 0.08) score[n] = someScore(random);
    n++;
  };
  while (n < wanted) {
    const customer = 1 + Math.floor(customers * random() ** 1.5);
    let time = from + Math.floor(random() ** 0.9 * 365) * dayMs + (random() + random() + random()) * 8 * hour;
    const walk = walks[random() < 0.7 ? 0 : 1];
    if (random() < 0.6) {
      for (const [what, share, gap] of walk ?? []) {
        if (random() > share) break;
        time += -Math.log(1 - random()) * gap;
        put(customer, time, what);
      }
      continue;
    }
    for (let more = 1 + Math.floor(random() * 5); more > 0; more--) {
      put(customer, time, 13 + Math.floor((benchSteps - 12) * random() ** 2));
      time += -Math.log(1 - random()) * 2 * hour;
    }
  }
  const touchpointOf = new Uint32Array(0x10000);
  for (let one = 1; one <= benchSteps; one++) touchpointOf[one] = 1 + (one % touchpoints);
  return { from, n, ...inOrder({ at, subject, step, score }), claim, tier, touchpoints: touchpoints + 1, touchpointOf };
};

const someScore = (random: () => number): number => {
  const scale = random();
  if (scale < 0.5) return Math.floor(random() * 11);
  return scale < 0.85 ? 11 + Math.floor(random() * 5) : 21 + Math.floor(random() * 7);
};

type Unordered = Pick<BenchRows, 'at' | 'subject' | 'step' | 'score'>;

const inOrder = ({ at, subject, step, score }: Unordered): Unordered => {
  const order = Uint32Array.from(at.keys()).sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0) || a - b);
  return {
    at: Float64Array.from(order, (row) => at[row] ?? 0),
    subject: Int32Array.from(order, (row) => subject[row] ?? 0),
    step: Uint16Array.from(order, (row) => step[row] ?? 0),
    score: Int8Array.from(order, (row) => score[row] ?? 0),
  };
};

/** The columns with these rows, by day. */
export const columnsOfRows = ({ n, at, subject, step, score, claim }: BenchRows): Columns => {
  const columns = emptyColumns();
  change(columns, { rows: [], claims: Array.from(claim, (customer, one) => ({ subject: one, customer })).slice(1) });
  for (let first = 0; first < n; ) {
    const day = Math.floor((at[first] ?? 0) / dayMs);
    let end = first;
    while (end < n && (at[end] ?? 0) < (day + 1) * dayMs) end++;
    const rows: DayRows = roomFor(
      end - first,
      0,
      widthsBy(() => 0),
    );
    rows.at.set(Array.from(at.subarray(first, end), (time) => time - day * dayMs));
    rows.low.set(Uint32Array.from({ length: end - first }, (_, row) => row));
    rows.subject.set(subject.subarray(first, end));
    rows.step.set(step.subarray(first, end));
    rows.score.set(score.subarray(first, end));
    putDay(columns, day, rows);
    first = end;
  }
  return columns;
};
