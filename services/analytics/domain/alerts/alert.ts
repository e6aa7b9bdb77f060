import { AlertKind } from '@hilo/contracts';
import { z } from 'zod';
import { percentOf } from '../measured.ts';
import { netPromoterScore, round } from '../scores.ts';
import type { SeenSince, SeriesChange } from './judge-day.ts';
import type { WatchedMetric } from './watch.ts';
import { dayText } from './watched-day.ts';

const Limits = { low: z.number().nullable(), high: z.number().nullable() };

/** What an alert says: figures as POST /v1/query gives them. */
export const AlertContent = z.object({
  kind: AlertKind,
  since: z.iso.date().describe('The first day of it, in `timeZone`: since then it has drifted to this side.'),
  day: z.iso.date().describe('The day by which it was seen, which is the last that counts.'),
  expected: z
    .object({ value: z.number(), ...Limits })
    .describe('What was usual of such days, and the band of 95 % for as many answers; of what is silent, how many.'),
  seen: z
    .object({ value: z.number().nullable(), n: z.int(), ...Limits })
    .describe('The figure since then, of n, with its interval of 95 %.'),
  why: z.string().describe('All of it in a sentence.'),
  method: z.string().describe('By what it was seen, and how often chance does that.'),
});
export type AlertContent = z.infer<typeof AlertContent>;

/** Of which watch, and of which of its groups. */
export type Watched = {
  metric: WatchedMetric;
  group: Readonly<Record<string, string>>;
  /** How many groups are watched together, and how often chance may raise one of all of them. */
  series: number;
  everyDays: number;
};

const names: Readonly<Record<WatchedMetric, { figure: string; unit: string; counted: string }>> = {
  nps: { figure: 'NPS', unit: '', counted: 'answers' },
  csat: { figure: 'CSAT', unit: ' %', counted: 'answers' },
  ces: { figure: 'CES', unit: ' %', counted: 'answers' },
  complaints: { figure: 'The share of complaints', unit: ' %', counted: 'interactions' },
  sentiment: { figure: 'The share of negative texts', unit: ' %', counted: 'texts' },
  volume: { figure: 'The volume', unit: '', counted: 'interactions' },
};

type Raised = Exclude<SeriesChange, { happened: 'over' }>;

/** What is told of a figure that left its band, or fell silent, by this day. */
export const alertOf = (raised: Raised, watched: Watched, day: number): AlertContent =>
  raised.happened === 'left-band' ? leftBand(raised, watched, day) : fellSilent(raised, watched, day);

const leftBand = (
  { side, since, seen, drift, threshold }: Extract<Raised, { happened: 'left-band' }>,
  watched: Watched,
  day: number,
): AlertContent => {
  const { figure, unit, counted } = names[watched.metric];
  const expected = {
    value: round(100 * seen.expected),
    low: inScale(watched, seen.low),
    high: inScale(watched, seen.high),
  };
  const figures = figureOfSeen(watched, seen);
  const of = `${figures.n} ${counted} (95 %: ${figures.low} to ${figures.high})`;
  return {
    kind: side,
    since: dayText(since),
    day: dayText(day),
    expected,
    seen: figures,
    why: `${figure}${ofGroup(watched)} is ${figures.value}${unit} since ${dayText(since)}, of ${of}; ${expected.value}${unit} is usual on such days, and ${expected.low} to ${expected.high} by chance.`,
    method: `Page's CUSUM: how far each day lies from what was usual on that day of the week in the eight weeks before adds up to ${round(drift)} standard deviations, of which ½ a day is forgiven; from ${round(threshold)} on it is an alert. ${falseAlarms(watched)}`,
  };
};

const falseAlarms = ({ series, everyDays }: Watched): string =>
  `By chance alone ${series === 1 ? 'this figure raises' : `all ${series} groups of the watch together raise`} one in ${everyDays} days or fewer.`;

/** An NPS lies between −100 and 100, and a share between 0 and 100. */
const inScale = ({ metric }: Watched, value: number): number =>
  round(100 * Math.min(1, Math.max(metric === 'nps' ? -1 : 0, value)));

/** As POST /v1/query counts it, of the same answers. */
const figureOfSeen = ({ metric }: Watched, { n, sum, squares }: SeenSince): AlertContent['seen'] => {
  if (metric !== 'nps') return percentOf(sum, n);
  const [promoters, detractors] = [(squares + sum) / 2, (squares - sum) / 2];
  const score = netPromoterScore({ promoters, detractors, passives: n - squares });
  return { value: score?.score ?? null, n, low: score?.interval.low ?? null, high: score?.interval.high ?? null };
};

const fellSilent = (
  { since, expected, chance }: Extract<Raised, { happened: 'fell-silent' }>,
  watched: Watched,
  day: number,
): AlertContent => {
  const { counted } = names[watched.metric];
  const days = day - since + 1;
  const usual = round(expected);
  return {
    kind: 'silent',
    since: dayText(since),
    day: dayText(day),
    expected: { value: usual, low: null, high: null },
    seen: { value: null, n: 0, low: null, high: null },
    why: `No ${counted}${forMetric(watched)}${ofGroup(watched)} since ${dayText(since)}, ${days === 1 ? 'a day' : `${days} days`}, where ${usual} are usual.`,
    method: `How likely so many days of the week without any are, by what came on such days in the eight weeks before and how unevenly: once in ${inverse(chance)}. ${falseAlarms(watched)}`,
  };
};

const forMetric = ({ metric }: Watched): string =>
  metric === 'volume' || metric === 'complaints' ? '' : ` for ${names[metric].figure}`;

const inverse = (chance: number): string => (chance < 1e-6 ? 'more than a million' : `${Math.round(1 / chance)}`);

const ofGroup = ({ group }: Watched): string => {
  const named = Object.entries(group).map(([name, value]) => `${name} ${value}`);
  return named.length === 0 ? '' : ` of ${named.join(', ')}`;
};
