import { type Baseline, baselineDays, baselineOf, fewestDays, standardised } from './baseline.ts';
import { type DayCounts, emptyDay, sumOfDays, weekdayOf } from './day-counts.ts';
import type { SeriesState, Side } from './series-state.ts';
import { silenceOf } from './silence.ts';
import { allowance, lowestThreshold, thresholdOf } from './threshold.ts';

/** Why an alert is over: it is usual again; it has been so for so long that this is usual now; something came again. */
export type SeriesEnding = 'returned' | 'new-level' | 'heard-again';

/** What was seen since it left its band, beside what was expected, each in the unit of an answer. */
export type SeenSince = { n: number; sum: number; squares: number; expected: number; low: number; high: number };

export type SeriesChange =
  | { happened: 'left-band'; id: string; side: Side; since: number; seen: SeenSince; drift: number; threshold: number }
  | { happened: 'fell-silent'; id: string; since: number; expected: number; chance: number }
  | { happened: 'over'; id: string; ending: SeriesEnding };

export type SeriesJudging = {
  /** Whether a score is watched, or only that something comes. */
  isScored: boolean;
  /** After how many days one may be raised by chance, of this series. */
  everyDays: number;
  newId(): string;
};

/** What is so for so long is usual. */
const newLevelDays = 28;
/** The week before says nothing yet of what is usual: it may have begun to drift. */
const gapDays = 7;
/** So far back days are looked at: eight weeks that were usual, and as much of what was not. */
export const lookBackDays = 2 * (baselineDays + gapDays);

/**
 * Judges the next day of a series, of which all days before are told in their order, those without anything too. What was judged stays:
 * a day is looked at once, and what comes late only changes what is usual.
 */
export const judgeDay = (
  state: SeriesState,
  today: DayCounts,
  before: readonly DayCounts[],
  judging: SeriesJudging,
): { state: SeriesState; happenings: SeriesChange[] } => {
  const usual = usualDays(state, today.day, before);
  const heard = judgeSilence(state, today, usual, judging);
  const baseline = judging.isScored ? baselineOf(usual) : undefined;
  if (baseline === undefined && heard.state.excursion === undefined) return heard;
  const drifted = judgeDrift(heard.state, { today, before, baseline }, judging);
  return { state: drifted.state, happenings: [...heard.happenings, ...drifted.happenings] };
};

/** The eight weeks before the last one, without what was unusual; of a level that is new, also the last one. */
const usualDays = (state: SeriesState, day: number, before: readonly DayCounts[]): DayCounts[] => {
  const { levelSince = Number.NEGATIVE_INFINITY, unusual, excursion, silent } = state;
  const since = Math.min(excursion?.since ?? day, silent?.alert?.since ?? day);
  const usual = before.filter(
    (one) =>
      one.day >= levelSince && one.day < since && !unusual.some(([from, to]) => one.day >= from && one.day <= to),
  );
  const settled = usual.filter((one) => one.day < day - gapDays);
  return (settled.length < fewestDays ? usual : settled).slice(-baselineDays);
};

type Judged = { state: SeriesState; happenings: SeriesChange[] };

const judgeSilence = (
  state: SeriesState,
  today: DayCounts,
  usual: readonly DayCounts[],
  { everyDays, newId }: SeriesJudging,
): Judged => {
  const { silent } = state;
  if (today.n > 0) {
    if (silent?.alert === undefined) return { state: { ...state, isHeard: true, silent: undefined }, happenings: [] };
    const over = endSilence(state, silent.alert, today.day - 1);
    return { state: over, happenings: [{ happened: 'over', id: silent.alert.id, ending: 'heard-again' }] };
  }
  if (silent?.alert !== undefined) {
    if (today.day - silent.alert.raised < newLevelDays) return { state, happenings: [] };
    const over = { ...endSilence(state, silent.alert, today.day), levelSince: today.day };
    return { state: over, happenings: [{ happened: 'over', id: silent.alert.id, ending: 'new-level' }] };
  }
  if (!state.isHeard || usual.length < fewestDays) return { state, happenings: [] };
  const { chance, expected } = silenceOf(usual, today.day);
  const longer = {
    since: silent?.since ?? today.day,
    chance: (silent?.chance ?? 1) * chance,
    expected: (silent?.expected ?? 0) + expected,
  };
  if (longer.chance > 1 / everyDays) return { state: { ...state, silent: longer }, happenings: [] };
  const alert = { id: newId(), since: longer.since, raised: today.day };
  return {
    state: { ...state, silent: { ...longer, alert } },
    happenings: [{ happened: 'fell-silent', ...longer, id: alert.id }],
  };
};

const endSilence = (state: SeriesState, { since }: { since: number }, to: number): SeriesState => ({
  ...state,
  silent: undefined,
  unusual: recent([...state.unusual, [since, to]], to),
});

/** Without a baseline, nothing is usual yet, or any more. */
type Drifting = { today: DayCounts; before: readonly DayCounts[]; baseline: Baseline | undefined };

const judgeDrift = (state: SeriesState, drifting: Drifting, judging: SeriesJudging): Judged => {
  const { today, baseline } = drifting;
  const z = baseline === undefined ? 0 : standardised(baseline, today);
  if (state.excursion !== undefined) return followExcursion(state, state.excursion, { z, today });
  const isQuiet = state.quietUntil !== undefined && today.day <= state.quietUntil;
  if (baseline === undefined || isQuiet) return { state, happenings: [] };
  const above = added(state.above, z, today.day);
  const below = added(state.below, -z, today.day);
  const next = { ...state, above, below };
  const [side, drift] =
    (above?.sum ?? 0) >= (below?.sum ?? 0) ? (['above', above] as const) : (['below', below] as const);
  // No threshold is lower: most days need none.
  if (drift === undefined || drift.sum < lowestThreshold) return { state: next, happenings: [] };
  const threshold = thresholdOf(baseline, judging.everyDays);
  if (drift.sum < threshold) return { state: next, happenings: [] };
  const id = judging.newId();
  const { since } = drift;
  return {
    state: {
      ...next,
      above: undefined,
      below: undefined,
      [side]: { since, sum: fullDrift },
      excursion: { id, side, since, raised: today.day },
    },
    happenings: [
      {
        happened: 'left-band',
        id,
        side,
        since,
        seen: seenSince(since, { ...drifting, baseline }),
        drift: drift.sum,
        threshold,
      },
    ],
  };
};

/** Page's sum: what exceeds the allowance adds up, and what falls short of it takes away, down to nothing. */
const added = (drift: SeriesState['above'], z: number, day: number): SeriesState['above'] => {
  const sum = (drift?.sum ?? 0) + z - allowance;
  return sum <= 0 ? undefined : { sum, since: drift?.since ?? day };
};

/** However far it has left its band, it is back after the same evidence. */
const fullDrift = 5;

/**
 * Over as soon as as much says that it has come back as said that it had left: whatever dances on its limit is one excursion. A day of
 * quiet comes after.
 */
const followExcursion = (
  state: SeriesState,
  { id, side, since, raised }: NonNullable<SeriesState['excursion']>,
  { z, today }: { z: number; today: DayCounts },
): Judged => {
  const drift = added(state[side], side === 'above' ? z : -z, today.day);
  const ends = { ...state, above: undefined, below: undefined, excursion: undefined, quietUntil: today.day + 1 };
  if (drift === undefined) {
    const unusual = recent([...state.unusual, [since, today.day]], today.day);
    return { state: { ...ends, unusual }, happenings: [{ happened: 'over', id, ending: 'returned' }] };
  }
  if (today.day - raised >= newLevelDays)
    return {
      state: { ...ends, levelSince: since, unusual: [] },
      happenings: [{ happened: 'over', id, ending: 'new-level' }],
    };
  return { state: { ...state, [side]: { since, sum: Math.min(drift.sum, fullDrift) } }, happenings: [] };
};

const recent = (unusual: SeriesState['unusual'], day: number): SeriesState['unusual'] =>
  unusual.filter(([, to]) => to >= day - lookBackDays);

const confidence = 1.96;

/** What was seen since then, and what would have been usual of as many answers on these days, with the band of 95 %. */
const seenSince = (since: number, { today, before, baseline }: Drifting & { baseline: Baseline }): SeenSince => {
  const days = [...before.filter(({ day }) => day >= since), today];
  const { n, sum, squares } = sumOfDays(days);
  const weighted = days.reduce((all, one) => all + one.n * (baseline.means[weekdayOf(one.day)] ?? 0), 0);
  const expected = weighted / n;
  const { perAnswer, perDay, ofMean } = baseline;
  const uneven = days.reduce((all, one) => all + one.n ** 2, 0) / n ** 2;
  const half = confidence * Math.sqrt(perAnswer / n + perDay * uneven + ofMean);
  return { n, sum, squares, expected, low: expected - half, high: expected + half };
};

/** The days from the first on which there was anything, with those between that had nothing, up to but not with the last. */
export const withoutGaps = (days: readonly DayCounts[], upTo: number): DayCounts[] => {
  const byDay = new Map(days.filter(({ n }) => n > 0).map((one) => [one.day, one]));
  const first = Math.min(upTo, ...byDay.keys());
  return Array.from({ length: upTo - first }, (_, at) => byDay.get(first + at) ?? emptyDay(first + at));
};
