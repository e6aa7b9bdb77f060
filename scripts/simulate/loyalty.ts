import { type Happening, planTrip } from './journeys.ts';
import { createPersonas, type Persona } from './personas.ts';
import { createRandom, type Random } from './random.ts';

const dayMs = 24 * 3600 * 1000;

/** What happened to somebody at an instant. */
export type LivedMoment = { at: number; happening: Happening };

/** A customer of the airline over the years, until she leaves; and what the law of leaving says of her at any moment. */
export type Life = {
  moments: readonly LivedMoment[];
  /** A number of her own, from 0 to 1. */
  phase: number;
  /** The probability that she does not come of her own accord after t for so long, as far as it was settled at t. */
  silenceLikely(t: number, windowMs: number): number;
};

export type LivesOptions = { seed: number; count: number; from: number; to: number };

/** Lives at the airline, the same for the same seed: trips at her own pace, after each of which she leaves or stays. */
export function* simulateLives({ seed, count, from, to }: LivesOptions): Generator<Life> {
  const random = createRandom(seed);
  for (let lived = 0, group = seed; lived < count; group += 1) {
    for (const persona of createPersonas(group)) {
      if (lived >= count) return;
      lived += 1;
      yield live(persona, createRandom(random.below(2 ** 31)), { from, to });
    }
  }
}

/** A trip that was made, and how likely it made her leave. */
type Trip = { begin: number; end: number; leaving: number; own: readonly number[] };

const live = (persona: Persona, random: Random, { from, to }: { from: number; to: number }): Life => {
  const pace = (8 + 24 * random.next()) * dayMs;
  const moments: LivedMoment[] = [];
  const trips: Trip[] = [];
  let [fare, at] = [random.below(fares.length), from + random.next() * 0.6 * (to - from)];
  while (at < to) {
    const lived = travel(persona, random, at);
    fare = random.chance(0.6) ? (fare + 1) % fares.length : random.below(fares.length);
    moments.push(...lived.map((moment) => withFare(moment, fares[fare] ?? '')));
    const leaving = leavingAfter(persona, lived);
    const times = lived.filter(({ happening }) => happening.direction !== 'outbound').map((moment) => moment.at);
    const end = Math.max(at, ...times);
    trips.push({ begin: at, end, leaving, own: times });
    if (random.chance(leaving)) break;
    at = end + pause(random, pace);
  }
  return {
    moments: moments.filter((moment) => moment.at < to).sort((a, b) => a.at - b.at),
    phase: random.next(),
    silenceLikely: (t, windowMs) => silenceAfter(trips, pace, t, windowMs),
  };
};

const fares = Array.from({ length: 30 }, (_, n) => `fare-${n + 1}`);

/** Whoever bought one thing mostly goes on to the next in the list. */
const withFare = ({ at, happening }: LivedMoment, fare: string): LivedMoment =>
  happening.kind === 'bought'
    ? { at, happening: { ...happening, properties: { ...happening.properties, product: fare } } }
    : { at, happening };

/** The steps of a trip, within three days. */
const travel = (persona: Persona, random: Random, begin: number): LivedMoment[] => {
  const steps = planTrip({ persona, random, bookingRef: `B${random.below(2 ** 32).toString(36)}` });
  let at = begin;
  return steps.map((step) => {
    at += random.next() * (3 / steps.length) * dayMs;
    return { at: Math.floor(at), happening: step() };
  });
};

/** Who is hard to please, had to complain or to call, or gave up at the checkout, leaves more often. */
const leavingAfter = ({ temper, loyaltyId }: Persona, trip: readonly LivedMoment[]): number => {
  const had = (kind: string): number => Number(trip.some(({ happening }) => happening.kind === kind));
  const logOdds =
    -3.4 +
    1.6 * (0.5 - temper) +
    2.4 * had('complained') +
    0.8 * had('called') +
    0.7 * had('abandoned') -
    (loyaltyId ? 0.5 : 0);
  return 1 / (1 + Math.exp(-logOdds));
};

/** Between two trips: a gamma distribution of shape 2, with this mean. */
const pause = (random: Random, mean: number): number =>
  (-Math.log(1 - random.next()) - Math.log(1 - random.next())) * (mean / 2);

/** How likely a pause is longer than that. */
const lasting = (mean: number, ms: number): number => Math.exp((-2 * ms) / mean) * (1 + (2 * ms) / mean);

/** By Bayes: left after the last trip, or only between two. */
const silenceAfter = (trips: readonly Trip[], pace: number, t: number, windowMs: number): number => {
  const last = trips.findLast(({ begin }) => begin <= t);
  if (last === undefined) return 0;
  if (last.own.some((at) => at > t)) return Number(!last.own.some((at) => at > t && at <= t + windowMs));
  const staying = 1 - last.leaving;
  const silent = lasting(pace, t - last.end);
  const here = (staying * silent) / (staying * silent + last.leaving);
  return 1 - here * (1 - lasting(pace, t - last.end + windowMs) / silent);
};
