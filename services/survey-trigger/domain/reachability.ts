import type { Channel, Note } from '@hilo/contracts';
import { countryOfPack } from './law/packs.ts';
import { placeOfCode } from './place/places.ts';
import type { CompiledPolicy, HoursBound } from './policy/compiled.ts';
import type { Programme } from './programme.ts';
import { type Interval, permittedIntervals } from './time/permitted.ts';
import { intersect, weekdays } from './time/weekly-hours.ts';

/** A part of the week, in the time on the wall of the customer: `fri 21:00`, until before `sat 09:00`. */
export type WeekPart = { from: string; until: string };

/** After what happens at these hours, nobody at this place can be asked on this channel before the deadline. */
export type UnreachableTimes = {
  jurisdiction: string;
  /** An ordinary week, or one after which Monday is a public holiday. */
  week: 'ordinary' | 'before-holiday-monday';
  /** Absent where it is so on every channel of the programme. */
  channel?: Channel;
  hours: WeekPart[];
  /** It is so at every hour. */
  never: boolean;
  /** The rules that are in the way. */
  rules: string[];
};

type Asking = Pick<Programme, 'contacts' | 'askAfterMinutes' | 'askWithinHours'>;

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];
const weekMs = 7 * dayMs;
/** The first Monday of the epoch; a week without holidays is the same in every year. */
const monday = 4 * dayMs;
const week: Interval = [monday, monday + weekMs];

/**
 * After which hours of a week the deadline passes before anybody may be contacted: by the policy, in each country of which it has
 * rules, and anywhere else (`general`); where there is more in a week before a holiday, in that as well. Where a customer may be in
 * several zones, even less can be reached.
 */
export const unreachableHours = (programme: Asking, policy: CompiledPolicy, now: number): UnreachableTimes[] =>
  jurisdictionsOf(policy).flatMap((jurisdiction) => {
    const ordinary = inWeek('ordinary', { programme, policy, jurisdiction, now });
    const hours = (one: UnreachableTimes | undefined): string => JSON.stringify(one?.hours);
    const beforeHoliday = inWeek('before-holiday-monday', { programme, policy, jurisdiction, now }).filter(
      (one) => hours(one) !== hours(ordinary.find(({ channel }) => channel === one.channel)),
    );
    return [...ordinary, ...beforeHoliday];
  });

type Where = { programme: Asking; policy: CompiledPolicy; jurisdiction: string; now: number };

const inWeek = (week: UnreachableTimes['week'], where: Where): UnreachableTimes[] => {
  const channels = channelsOf(where.programme);
  const byChannel = channels.map((channel) => ({ channel, ...onChannel(channel, week, where) }));
  const onNone = {
    parts: byChannel.map(({ parts }) => parts).reduce(intersect),
    rules: [...new Set(byChannel.flatMap(({ rules }) => rules))],
  };
  return [...byChannel, ...(channels.length > 1 ? [onNone] : [])]
    .filter(({ parts }) => parts.length > 0)
    .map(({ parts, ...one }) => ({
      jurisdiction: where.jurisdiction,
      week,
      ...one,
      hours: hoursOf(parts),
      never: isWholeWeek(parts),
    }));
};

const channelsOf = ({ contacts }: Pick<Asking, 'contacts'>): Channel[] => [
  ...new Set(contacts.map(({ channel }) => channel)),
];

/** Whether there is no hour at all after which anybody could be asked, anywhere, on any channel. */
export const isNeverReachable = (
  unreachable: readonly UnreachableTimes[],
  programme: Asking,
  policy: CompiledPolicy,
): boolean => {
  const isOneChannel = channelsOf(programme).length === 1;
  const closed = unreachable.filter(
    ({ channel, never, week }) => never && week === 'ordinary' && (isOneChannel || channel === undefined),
  );
  return closed.length === jurisdictionsOf(policy).length;
};

/** The same for whoever publishes it: countries in which it is alike, at once. */
export const notesOnReachability = (unreachable: readonly UnreachableTimes[], { contacts }: Asking): Note[] => {
  const alike = Map.groupBy(unreachable, ({ jurisdiction: _, ...one }) => JSON.stringify({ ...one, rules: [] }));
  return [...alike.values()].flatMap((same) => same.slice(0, 1).map((one) => noteOn(one, same, contacts)));
};

const noteOn = (
  { channel, week, never, hours }: UnreachableTimes,
  same: readonly UnreachableTimes[],
  contacts: Asking['contacts'],
): Note => {
  const places = same.map(({ jurisdiction }) =>
    jurisdiction === 'general' ? 'countries of no law pack' : jurisdiction,
  );
  const rules = [...new Set(same.flatMap((one) => one.rules))];
  const after = never ? 'at any hour' : hours.map(({ from, until }) => `${from} to ${until}`).join(', ');
  return {
    path: channel === undefined ? 'contacts' : `contacts[${contacts.findIndex((one) => one.channel === channel)}]`,
    reason: never ? 'never-reachable' : 'unreachable-hours',
    message:
      `Nobody can be asked in time ${channel === undefined ? 'on any channel' : `by ${channel}`} after what happens ${after}` +
      `${week === 'ordinary' ? '' : ' before a Monday that is a public holiday'}, in ${places.join(', ')} (${rules.join(', ')}).`,
  };
};

const jurisdictionsOf = ({ policy: { packs, rules } }: CompiledPolicy): string[] => [
  'general',
  ...new Set([
    ...packs.flatMap((pack) => countryOfPack(pack) ?? []),
    ...rules.flatMap(({ jurisdiction }) => placeOfCode(jurisdiction)?.country ?? []),
  ]),
];

/** A country of which there are no rules. */
const nowhere = 'ZZ';

const onChannel = (
  channel: Channel,
  kind: UnreachableTimes['week'],
  { programme: { askAfterMinutes, askWithinHours }, policy, jurisdiction, now }: Where,
): { parts: Interval[]; rules: string[] } => {
  const places = [{ country: jurisdiction === 'general' ? nowhere : jurisdiction, regions: [] }];
  const { hours } = policy.boundsOf({ channel, class: 'survey', places });
  const inForce = hours.filter(({ from, until }) => from <= now && now < until).map((rule) => inEveryWeek(rule, kind));
  const gaps = gapsIn(inForce);
  // What happens in a gap so early that the first moment lies in it, and so late that the deadline does, too.
  const parts = gaps.flatMap(([begin, end]): Interval[] => {
    const part: Interval = [begin - askAfterMinutes * minuteMs, end - askWithinHours * hourMs];
    return part[0] < part[1] ? [part] : [];
  });
  const inTheWay = gaps.flatMap(([begin]) => inForce.filter((rule) => isClosedAt(rule, begin)).map(({ rule }) => rule));
  return { parts: intersect(parts, [week]), rules: [...new Set(inTheWay)] };
};

/** The same in each week: without holidays, or with every Monday as one. */
const inEveryWeek = (rule: HoursBound, kind: UnreachableTimes['week']): HoursBound => ({
  ...rule,
  week: kind === 'ordinary' || rule.closed.length === 0 ? rule.week : [[], ...rule.week.slice(1)],
  closed: [],
  from: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
});

/** The wall of whoever is asked shows what it shows in UTC: no clock is changed in a normal week. */
const zones = ['UTC'];

/** What no rule permits, from a week before to a week after. */
const gapsIn = (rules: readonly HoursBound[]): Interval[] => {
  const [from, until] = [week[0] - weekMs, week[1] + weekMs];
  const edges = [from, ...permittedIntervals({ zones, rules, from, until }).flat(), until];
  return Array.from(
    { length: edges.length / 2 },
    (_, n): Interval => [edges[2 * n] ?? from, edges[2 * n + 1] ?? until],
  ).filter(([begin, end]) => begin < end);
};

const isClosedAt = (rule: HoursBound, at: number): boolean =>
  permittedIntervals({ zones, rules: [rule], from: at, until: at + 1 }).length === 0;

const isWholeWeek = ([first]: readonly Interval[]): boolean => first?.[0] === week[0] && first[1] === week[1];

const hoursOf = (parts: readonly Interval[]): WeekPart[] => {
  // What goes on over the night from Sunday to Monday is one part.
  const [first, last] = [parts[0], parts.at(-1)];
  const isJoined =
    first !== undefined && last !== undefined && parts.length > 1 && first[0] === week[0] && last[1] === week[1];
  const whole = isJoined ? [...parts.slice(1, -1), [last[0], first[1]] as const] : parts;
  return whole.map(([from, until]) => ({ from: wallTime(from), until: wallTime(until) }));
};

const wallTime = (at: number): string => {
  const minutes = Math.round((at - monday) / minuteMs);
  const day = weekdays[Math.floor(minutes / 1440) % 7];
  const [hour, minute] = [Math.floor(minutes / 60) % 24, minutes % 60].map((part) => String(part).padStart(2, '0'));
  return `${day} ${hour}:${minute}`;
};
