import { everyZone } from './zones.ts';

/** While the clocks of a zone are this far ahead of UTC; all in milliseconds, those of the instants since the epoch. */
export type OffsetSpan = { from: number; until: number; offset: number };

/** One for each way in which clocks run in these zones meanwhile: zones whose clocks agree are one. */
export const clocksOf = (zones: readonly string[], from: number, until: number): readonly (readonly OffsetSpan[])[] =>
  zones === everyZone ? everyClock(from, until) : distinct(zones, from, until);

const dayMs = 86_400_000;
const aheadMs = 400 * dayMs;
type Known = { from: number; until: number; spans: OffsetSpan[] };
/** One for each zone, so that it is bounded by how many zones there are. */
const known = new Map<string, Known>();

const offsetSpans = (zone: string, from: number, until: number): readonly OffsetSpan[] => {
  const found = known.get(zone);
  const { spans } = found && found.from <= from && until <= found.until ? found : learn(zone, from, until);
  const first = spans.findIndex((span) => span.until > from);
  const [one, next] = [spans[first], spans[first + 1]];
  if (one !== undefined && (next === undefined || until <= next.from)) return [one];
  return spans.filter((span) => span.until > from && span.from < until);
};

const learn = (zone: string, from: number, until: number): Known => {
  const learned: Known = { from: from - 2 * dayMs, until: Math.max(until, from + aheadMs), spans: [] };
  let at = Temporal.Instant.fromEpochMilliseconds(learned.from).toZonedDateTimeISO(zone);
  let begins = learned.from;
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    const ends = next === null ? Number.POSITIVE_INFINITY : next.epochMilliseconds;
    learned.spans.push({ from: begins, until: ends, offset: at.offsetNanoseconds / 1e6 });
    if (next === null || ends >= learned.until) break;
    [at, begins] = [next, ends];
  }
  known.set(zone, learned);
  return learned;
};

const distinct = (zones: readonly string[], from: number, until: number): (readonly OffsetSpan[])[] => {
  const found = new Map<string, readonly OffsetSpan[]>();
  for (const zone of zones) {
    const spans = offsetSpans(zone, from, until);
    const key = spans.map((span) => `${span.offset}>${Math.min(span.until, until)}`).join();
    if (!found.has(key)) found.set(key, spans);
  }
  return [...found.values()];
};

const mostDays = 64;
const everyClocks = new Map<string, readonly (readonly OffsetSpan[])[]>();

/** The clocks of all the world, by whole days; those first that are the furthest apart, which soon have nothing in common. */
const everyClock = (from: number, until: number): readonly (readonly OffsetSpan[])[] => {
  const [first, last] = [Math.floor(from / dayMs) * dayMs, Math.ceil(until / dayMs) * dayMs];
  const key = `${first}-${last}`;
  const kept = everyClocks.get(key);
  if (kept) return kept;
  const clocks = distinct(everyZone, first, last).toSorted(
    (one, other) => (one[0]?.offset ?? 0) - (other[0]?.offset ?? 0),
  );
  const furthestFirst = [...clocks.slice(-1), ...clocks.slice(0, -1)];
  if (everyClocks.size >= mostDays) everyClocks.clear();
  everyClocks.set(key, furthestFirst);
  return furthestFirst;
};
