import { z } from 'zod';
import { differenceOfShares, isSignificant } from './differences.ts';
import { type Measuring, noScores, percentOf, ScoreCounts, scoreMeasuring } from './measured.ts';
import type { Measured } from './metrics.ts';
import type { Scale } from './scales.ts';
import { netPromoterScore, round, wilsonInterval } from './scores.ts';
import { type Cell, largestSilent, weigh } from './weighting.ts';

const Count = z.coerce.number();
const measuring = <Counts extends z.ZodType>(one: Measuring<Counts>): Measuring<Counts> => one;

/** Contacts that a customer had to repeat within seven days, of those whose seven days are over; and what else they cost her. */
export const effortMeasuring = measuring({
  counts: z.object({
    episodes: Count,
    known: Count,
    repeated: Count,
    transferred: Count,
    transfers: Count,
    switched: Count,
    waited: Count,
    waits: z.tuple([z.number(), z.number()]).nullable(),
  }),
  none: {
    episodes: 0,
    known: 0,
    repeated: 0,
    transferred: 0,
    transfers: 0,
    switched: 0,
    waited: 0,
    waits: null,
  },
  measure: ({ episodes, known, repeated, transferred, transfers, switched, waited, waits }) => ({
    ...percentOf(repeated, known),
    contacts: episodes,
    open: episodes - known,
    repeated,
    firstContactResolution: percentOf(known - repeated, known),
    transfers: { contacts: transferred, all: transfers },
    channelSwitches: switched,
    waitSeconds: waits === null ? null : { n: waited, p50: waits[0], p90: waits[1] },
  }),
  differ: (now, before) => ({
    difference:
      now.known === 0 || before.known === 0
        ? undefined
        : inPercent(
            differenceOfShares({ hits: now.repeated, n: now.known }, { hits: before.repeated, n: before.known }),
          ),
  }),
});

const inPercent = ({ value, low, high }: { value: number; low: number; high: number }) => ({
  value: 100 * value,
  low: 100 * low,
  high: 100 * high,
});

/** The mean number of contacts in a week, of customers who had any in it. */
export const pressureMeasuring = measuring({
  counts: z.object({
    n: Count,
    contacts: Count,
    customers: Count,
    over: Count,
    refusals: Count,
    p95: z.coerce.number().nullable(),
    most: z.coerce.number().nullable(),
  }),
  none: { n: 0, contacts: 0, customers: 0, over: 0, refusals: 0, p95: null, most: null },
  measure: ({ n, contacts, customers, over, refusals, p95, most }) => ({
    value: n === 0 ? null : round(contacts / n),
    n,
    low: null,
    high: null,
    contacts,
    customers,
    p95,
    most,
    over: percentOf(over, n),
    refusals,
    refusalsPer1000: contacts === 0 ? null : round((1000 * refusals) / contacts),
  }),
});

const CellCounts = z.object({
  name: z.array(z.string()),
  covered: z.int(),
  answers: z.int(),
  high: z.int(),
  low: z.int(),
});

/** The figure as if every cell had answered as often as it was covered, beside the plain one. */
export const biasMeasuring = (of: Scale) =>
  measuring({
    counts: z.object({ cells: z.array(CellCounts) }),
    none: { cells: [] },
    measure: ({ cells }): Measured => {
      const sum = (count: (cell: Cell) => number): number => cells.reduce((total, one) => total + count(one), 0);
      const answers = sum((cell) => cell.answers);
      const plain = figureOf(of, { high: sum((cell) => cell.high), low: sum((cell) => cell.low), n: answers });
      const weighted = weigh(cells);
      const silent = largestSilent(cells);
      const effective = weighted && {
        high: weighted.high * weighted.effectiveN,
        low: weighted.low * weighted.effectiveN,
        n: weighted.effectiveN,
      };
      return {
        ...figureOf(of, effective ?? { high: 0, low: 0, n: 0 }),
        n: answers,
        plain,
        covered: sum((cell) => cell.covered),
        effectiveN: weighted ? round(weighted.effectiveN) : 0,
        trimmedShare: weighted ? round(100 * weighted.trimmed) : null,
        cells: { all: cells.length, used: weighted?.cells ?? 0 },
        largestSilentCell: silent
          ? { touchpoint: silent.name[0] ?? '', contactsBefore: silent.name[1] ?? '', covered: silent.covered }
          : null,
      };
    },
  });

type Shares = { high: number; low: number; n: number };

/** The figure of shares; their number may be no whole one. */
const figureOf = (of: Scale, { high, low, n }: Shares) => {
  if (n === 0) return { value: null, n: 0, low: null, high: null };
  if (of === 'nps') {
    const score = netPromoterScore({ promoters: high, passives: n - high - low, detractors: low });
    return {
      value: score?.score ?? null,
      n: round(n),
      low: score?.interval.low ?? null,
      high: score?.interval.high ?? null,
    };
  }
  const [from, to] = wilsonInterval(high, n);
  return { value: round((100 * high) / n), n: round(n), low: round(100 * from), high: round(100 * to) };
};

type Voice = 'customer' | 'employee' | 'management';

/** By how much employees believe that it is better than customers say; management beside. */
export const gapMeasuring = (of: Scale) =>
  measuring({
    counts: z.object({ voices: z.record(z.string(), ScoreCounts) }),
    none: { voices: {} },
    measure: ({ voices }): Measured => {
      const counts = (voice: Voice) => voices[voice] ?? noScores;
      const figure = (voice: Voice) => scoreMeasuring[of].measure(counts(voice));
      const employees = differenceFrom(of, counts('employee'), counts('customer'));
      return {
        ...employees,
        n: figure('customer').n + figure('employee').n,
        customers: figure('customer'),
        employees: figure('employee'),
        management: figure('management'),
        managementGap: differenceFrom(of, counts('management'), counts('customer')),
      };
    },
  });

/** By how much better the ones answered on a scale than the others, with its interval; nothing, where either is nobody. */
export const differenceFrom = (of: Scale, believed: z.infer<typeof ScoreCounts>, said: z.infer<typeof ScoreCounts>) => {
  const { measure, differ } = scoreMeasuring[of];
  const difference = differ?.(believed, said).difference;
  if (difference === undefined) return { value: null, low: null, high: null, significant: false };
  return {
    value: round(difference.value),
    low: round(difference.low),
    high: round(difference.high),
    significant: isSignificant(difference, measure(believed).n, measure(said).n),
  };
};
