import { isKnownPlace } from '../place/places.ts';
import { isZone } from '../time/is-zone.ts';
import type { CaseRules } from './case-rules.ts';

type Fault = { path: PropertyKey[]; message: string };

/** What is wrong with rules as a whole: names that name nothing, zones and places that are none. */
export const faultsOfRules = ({ calendars, queues, escalations, rules }: CaseRules): Fault[] => [
  ...Object.entries(calendars).flatMap(([name, { zone, holidays }]) => [
    ...(isZone(zone) ? [] : [{ path: ['calendars', name, 'zone'], message: `is no time zone: ${zone}` }]),
    ...(holidays === undefined || isKnownPlace(holidays.place)
      ? []
      : [
          {
            path: ['calendars', name, 'holidays', 'place'],
            message: `is no place of which holidays are known: ${holidays.place}`,
          },
        ]),
  ]),
  ...Object.entries(queues).flatMap(([name, { calendar }]) =>
    unnamed(calendars, calendar, ['queues', name, 'calendar'], 'calendar'),
  ),
  ...escalations.flatMap(({ to }, n) => unnamed(queues, to, ['escalations', n, 'to'], 'queue')),
  ...rules.flatMap(({ id, queue, calendar }, n) => [
    ...unnamed(queues, queue, ['rules', n, 'queue'], 'queue'),
    ...unnamed(calendars, calendar, ['rules', n, 'calendar'], 'calendar'),
    ...(rules.findIndex((other) => other.id === id) === n
      ? []
      : [{ path: ['rules', n, 'id'], message: `is of another rule as well: ${id}` }]),
  ]),
];

const unnamed = (names: object, name: string, path: PropertyKey[], what: string): Fault[] =>
  Object.hasOwn(names, name) ? [] : [{ path, message: `there is no ${what} of this name: ${name}` }];
