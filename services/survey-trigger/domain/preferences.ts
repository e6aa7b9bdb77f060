import { type ContactClass, IsoTime } from '@hilo/contracts';
import type { HoursBound } from './policy/compiled.ts';
import type { Profile } from './profile.ts';
import type { Reason } from './refusals.ts';
import { weekOf } from './time/weekly-hours.ts';

type Preferences = Profile['contactPreferences'];

/** What she may say about: what a law or a contract asks for is not hers to put off. */
const concerned: ReadonlySet<ContactClass> = new Set(['survey', 'commercial']);

const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const written = new RegExp(`^(${time})-(${time})$`);

/** The hours that she wants to be contacted in, as one more rule beside the policy's; what nobody can read is no rule. */
export const preferredHours = ({ hours }: Preferences, kind: ContactClass): HoursBound[] => {
  const [, from, to] = written.exec(hours ?? '') ?? [];
  if (from === undefined || to === undefined || from === to || !concerned.has(kind)) return [];
  return [
    {
      rule: 'hilo.preferred-hours',
      from: Number.NEGATIVE_INFINITY,
      until: Number.POSITIVE_INFINITY,
      week: weekOf([{ days: [...everyDay], from, to }]),
      closed: [],
    },
  ];
};

/** That she does not want to be contacted until some day. */
export const preferredPause = ({ pauseUntil }: Preferences, kind: ContactClass): Reason[] => {
  const said = IsoTime.safeParse(pauseUntil).data;
  return said !== undefined && concerned.has(kind)
    ? [{ reason: 'asked-recently', rule: 'hilo.preferred-pause', until: Date.parse(said) }]
    : [];
};
