import type { Programme } from './programme.ts';
import type { Reason } from './refusals.ts';

/** What became of a programme with one customer so far. Times are in milliseconds since the epoch. */
export type Standing = {
  /** Interactions after which it would have asked, since when, within the time that is looked at. */
  candidates: number;
  firstAt: number;
  asked: number;
  lastAskedAt: number | undefined;
  /** When that happened about which it asked last. */
  lastAskedAbout: number | undefined;
  /** When those interactions were after which it was kept from asking by others of late. */
  lostAbout: readonly number[];
};

export const nothingYet = (now: number): Standing => ({
  candidates: 1,
  firstAt: now,
  asked: 0,
  lastAskedAt: undefined,
  lastAskedAbout: undefined,
  lostAbout: [],
});

const dayMs = 86_400_000;
const leastDays = 182;

/** How often a programme asks one customer at the most: not again within so long. */
const periodMs = ({ againAfterDays, restDays }: Programme): number => Math.max(againAfterDays, restDays) * dayMs;

/** Why a programme does not ask somebody again yet whom it asked then. */
export const againReasons = (
  { id, againAfterDays }: Pick<Programme, 'id' | 'againAfterDays'>,
  lastAskedAt: number | undefined,
  now: number,
): Reason[] => {
  const until = (lastAskedAt ?? Number.NEGATIVE_INFINITY) + againAfterDays * dayMs;
  return until > now ? [{ reason: 'asked-recently', rule: `${id}.againAfterDays`, until }] : [];
};

/** For so long it is looked back: twice the longest time after which one of these asks again. */
export const lookBackMs = (programmes: readonly Programme[]): number =>
  Math.max(leastDays * dayMs, ...programmes.map((one) => 2 * periodMs(one)));

/**
 * How much of its share a programme has got: how often it asked, of how often it would have asked if it were alone. So a rare one has
 * its share with one time in a quarter, and a frequent one with twelve.
 */
export const shareGot = (programme: Programme, { candidates, firstAt, asked }: Standing, now: number): number => {
  const period = periodMs(programme);
  const due = period === 0 ? candidates : Math.min(candidates, Math.floor((now - firstAt) / period) + 1);
  return asked / Math.max(1, due);
};

/** Whose the next turn is, where all else is alike: of the one that has less of its share, then of the rarer one. */
export const isHungrier = (
  [one, standing]: readonly [Programme, Standing],
  [other, otherStanding]: readonly [Programme, Standing],
  now: number,
): boolean => {
  const [share, otherShare] = [shareGot(one, standing, now), shareGot(other, otherStanding, now)];
  return share < otherShare || (share === otherShare && periodMs(one) > periodMs(other));
};
