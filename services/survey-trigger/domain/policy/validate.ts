import { Channel, type ContactHours, type ContactPolicy, type ContactRule } from '@hilo/contracts';
import { countryOfPack, lawPacks } from '../law/packs.ts';
import { isKnownPlace } from '../place/places.ts';
import {
  complementOf,
  intersectWeeks,
  type Minutes,
  minuteOf,
  minutesOfDay,
  type Week,
  weekdays,
  weekOf,
  wholeWeek,
} from '../time/weekly-hours.ts';
import { placeZone } from '../time/zones.ts';
import { compilePolicy, type HoursBound } from './compiled.ts';

export type PolicyFault = { path: PropertyKey[]; message: string };

/** What is wrong with a policy that has the right form: such as would contact people when nobody meant to, or nobody ever. */
export const faultsOf = (policy: ContactPolicy): PolicyFault[] => {
  const form = [
    ...repeatedIds(policy),
    ...unknownZones(policy),
    ...unknownPlaces(policy),
    ...policy.rules.flatMap(holesIn),
  ];
  return form.length > 0 ? form : [...silences(policy), ...closedChannels(policy)];
};

/** A reason names a rule by its id: there is to be one. */
const repeatedIds = ({ packs, rules }: ContactPolicy): PolicyFault[] => {
  const shipped = [...lawPacks.values()].flatMap((pack) => pack.rules.map(({ id }) => id));
  const ids = [...shipped, ...rules.map(({ id }) => id)];
  return [
    ...rules.flatMap(({ id }, index) =>
      ids.indexOf(id) < shipped.length + index
        ? [{ path: ['rules', index, 'id'], message: `${id} is the id of another rule` }]
        : [],
    ),
    ...packs.flatMap((pack, index) =>
      packs.indexOf(pack) < index ? [{ path: ['packs', index], message: `${pack} is named twice` }] : [],
    ),
  ];
};

const unknownZones = ({ whereUnknown }: ContactPolicy): PolicyFault[] =>
  (whereUnknown?.zones ?? []).flatMap((zone, index) =>
    placeZone(zone) === undefined
      ? [
          {
            path: ['whereUnknown', 'zones', index],
            message: `${zone} is no time zone of a place, such as Europe/Madrid`,
          },
        ]
      : [],
  );

/** A place that nobody can be at: a rule for it would protect nobody, and nobody would notice. */
const unknownPlaces = ({ rules, holidays }: ContactPolicy): PolicyFault[] => [
  ...rules.flatMap(({ jurisdiction }, index) =>
    jurisdiction === 'general' || isKnownPlace(jurisdiction)
      ? []
      : [{ path: ['rules', index, 'jurisdiction'], message: `${jurisdiction} is no country or region that is known` }],
  ),
  ...holidays.flatMap(({ place }, index) =>
    isKnownPlace(place)
      ? []
      : [{ path: ['holidays', index, 'place'], message: `${place} is no country or region that is known` }],
  ),
];

/** Quiet hours with a hole. */
const holesIn = (rule: ContactRule, index: number): PolicyFault[] => {
  const quiet = rule.quiet ?? [];
  return holesAfterMidnight(quiet).map(([day, [, end]]) => ({
    path: ['rules', index, 'quiet'],
    message:
      `leaves a hole: ${day} 00:00 to ${wallTime(end)} is not quiet, though the night before is, and so is that hour of ` +
      'other days; hours over midnight belong to the day on which they begin',
  }));
};

/**
 * Where nights are quiet that go on after midnight, a day whose night ends at midnight was forgotten: `sat, sun 00:00–24:00` and
 * `mon–fri 21:00–09:00` leave Monday until 09:00.
 */
const holesAfterMidnight = (quiet: readonly ContactHours[]): [string, Minutes][] => {
  const ends = quiet.filter(({ from, to }) => to <= from && minuteOf(to) > 0).map(({ to }) => minuteOf(to));
  if (ends.length === 0) return [];
  const week = weekOf(quiet);
  return weekdays.flatMap((day, index): [string, Minutes][] => {
    const isQuietBefore = (week[(index + 6) % 7] ?? []).some(([, end]) => end === minutesOfDay);
    const isQuietAfter = (week[index] ?? []).some(([begin]) => begin === 0);
    return isQuietBefore && !isQuietAfter ? [[day, [0, Math.max(...ends)]]] : [];
  });
};

const wallTime = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

const protectedClasses = ['commercial', 'survey'] as const;

/** A channel of which no rule for everybody says when: it would be used at any hour, which has to be said. */
const silences = ({ packs, rules }: ContactPolicy): PolicyFault[] => {
  const all = [...packs.flatMap((pack) => lawPacks.get(pack)?.rules ?? []), ...rules].filter(
    ({ jurisdiction, hours, inForceFrom, inForceUntil }) =>
      jurisdiction === 'general' && hours !== undefined && inForceFrom === undefined && inForceUntil === undefined,
  );
  const unsaid = protectedClasses.flatMap((kind) =>
    Channel.options
      .filter((channel) => !all.some(({ channels, classes }) => channels.includes(channel) && classes.includes(kind)))
      .map((channel) => `${kind} by ${channel}`),
  );
  const message = `no rule of the jurisdiction general says at which hours: ${unsaid.join(', ')}; \`any\` says at all`;
  return unsaid.length === 0 ? [] : [{ path: ['rules'], message }];
};

/** A channel that no survey could ever use: rules that are each sound may leave nothing together. */
const closedChannels = (policy: ContactPolicy): PolicyFault[] => {
  const compiled = compilePolicy(0, policy);
  const places = [undefined, ...policy.packs.flatMap((pack) => countryOfPack(pack) ?? [])];
  const closed = places.flatMap((country) =>
    Channel.options
      .filter((channel) => {
        const kind = { channel, class: 'survey', places: [{ country: country ?? 'ZZ', regions: [] }] } as const;
        return isEverClosed(compiled.boundsOf(kind).hours);
      })
      .map((channel) => (country === undefined ? channel : `${channel} in ${country}`)),
  );
  return closed.length === 0
    ? []
    : [
        {
          path: ['rules'],
          message: `together the rules permit no survey in any week by ${[...new Set(closed)].join(', ')}`,
        },
      ];
};

/** From when a day begins anywhere until it has begun, and the day before has ended, everywhere. */
const worldwideMs = 26 * 3_600_000;

/** Whether, from some day on, those that are in force together leave no hour of the week: not counting the day on which one follows another. */
const isEverClosed = (hours: readonly HoursBound[]): boolean =>
  [Number.NEGATIVE_INFINITY, ...hours.map(({ from }) => from + worldwideMs)].some((at) =>
    isEmpty(
      hours
        .filter(({ from, until }) => from <= at && at < until)
        .reduce((week, rule) => intersectWeeks(week, rule.week), wholeWeek),
    ),
  );

const isEmpty = (week: Week): boolean =>
  complementOf(week).every((day) => day[0]?.[0] === 0 && day[0][1] === minutesOfDay);
