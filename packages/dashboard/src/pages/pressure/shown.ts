import type { Channel, ContactClass } from '../../api/pressure.ts';

/** By what contacts are told apart. */
export const splits = ['sources', 'classes', 'channels', 'purposes'] as const;
export type Split = (typeof splits)[number];

export const contactClasses: readonly ContactClass[] = ['commercial', 'survey', 'service', 'collection'];
/** On which somebody is contacted. */
export const contactChannels: readonly Channel[] = ['call_centre', 'ivr', 'sms', 'whatsapp', 'email', 'app', 'post'];

/** What is looked at, as the address has it; what says nothing is not in it. */
export type PressureShown = {
  split?: Split | undefined;
  place?: string | undefined;
  on?: Channel | undefined;
  class?: ContactClass | undefined;
  week?: string | undefined;
};

/** Of what an address says, what can be shown; what nobody understands is left out. */
export const pressureShownIn = (search: Readonly<Record<string, unknown>>): PressureShown => {
  const split = splits.find((one) => one === search.split);
  const on = contactChannels.find((one) => one === search.on);
  const kind = contactClasses.find((one) => one === search.class);
  const { place, week } = search;
  return {
    ...(split && split !== 'sources' && { split }),
    ...(typeof place === 'string' && /^[A-Za-z]{2}(-[A-Za-z0-9]{1,3})?$/.test(place) && { place: place.toUpperCase() }),
    ...(on && on !== 'call_centre' && { on }),
    ...(kind && kind !== 'commercial' && { class: kind }),
    ...(typeof week === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(week) && isDay(week) && { week: mondayOf(week) }),
  };
};

const dayMs = 86_400_000;
const isDay = (text: string): boolean => !Number.isNaN(Date.parse(text));

/** The day that is so many days later. */
export const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** The Monday of the week of a day. */
export const mondayOf = (day: string): string => daysLater(day, -((new Date(day).getUTCDay() + 6) % 7));
