import {
  type Channel,
  type ConsentStatement,
  type Identifier,
  type Interaction,
  voiceOfPurpose,
} from '@hilo/contracts';
import { derivedUuid } from '../derived-uuid.ts';
import { identifierOf } from '../invited-interaction.ts';
import { type ContactOption, optionsOf, type Profile } from '../profile.ts';
import type { Programme } from '../programme.ts';
import { voiceAsked } from '../voices.ts';

/** At what times of the day she may choose to be asked; and for how many days not to be. */
export const hoursOffered = ['09:00-14:00', '14:00-18:00', '18:00-21:00'] as const;
export const pausesOffered = [30, 90, 180, 365] as const;

/** What she may choose, as it is now. */
export type Preferences = {
  channels: readonly { channel: Channel; isWanted: boolean }[];
  hours: string | undefined;
  /** Until when she is not to be asked, in milliseconds since the epoch. */
  pauseUntil: number | undefined;
  /** Whether she may be asked in another voice as well: as a customer, and as somebody who works for the company. */
  hasOtherVoice: boolean;
};

/** What a form says of it. Whatever is not offered is not said. */
export type PostedPreferences = { channels: readonly string[]; hours: string; pause: string };

type Whose = { programme: Programme; profile: Profile; now: number };

/** The channels on which she could be asked, and how she wants it. Where she never said anything, nothing forbids it. */
export const preferencesOf = ({ programme, profile, now }: Whose): Preferences => {
  const byChannel = Map.groupBy(optionsOf(programme, profile), ({ channel }) => channel);
  const { hours, pauseUntil } = profile.contactPreferences;
  const until = Date.parse(pauseUntil ?? '');
  return {
    channels: [...byChannel].map(([channel, options]) => ({ channel, isWanted: options.some(isWanted) })),
    hours: hoursOffered.find((one) => one === hours),
    pauseUntil: until > now ? until : undefined,
    hasOtherVoice: hasOtherVoice(programme, profile),
  };
};

/** Who is asked as an employee may be a customer, too; who is asked as a customer has said yes to the other. */
const hasOtherVoice = (programme: Programme, { consents }: Profile): boolean => {
  const voice = voiceAsked(programme);
  return (
    voice !== 'customer' ||
    consents.some(({ purpose, state }) => state === 'granted' && voiceOfPurpose(purpose) !== voice)
  );
};

const isWanted = ({ consent }: ContactOption): boolean => consent?.state !== 'withdrawn';

export type Chosen = Whose & {
  posted: PostedPreferences;
  invitation: string;
  subject: string;
  contactPoint: Identifier | undefined;
  /** Of the form: sent twice, it says the same once. */
  form: string;
};

const dayMs = 86_400_000;

/**
 * What she chose and was otherwise before, as it stands on her thread. What she takes back is about all of a channel, and comes first; what
 * she allows is about each contact point alone, so that it brings back nothing at another.
 */
export const chosenInteractions = (chosen: Chosen): (Interaction & { id: string })[] => {
  const { programme, profile, posted, subject, contactPoint, now } = chosen;
  const before = preferencesOf({ programme, profile, now });
  const { purpose } = programme;
  const withdrawn = before.channels
    .filter(({ channel, isWanted: was }) => was && !posted.channels.includes(channel))
    .map(({ channel }): ConsentStatement => ({ purpose, channel, state: 'withdrawn', proof }));
  const traits = traitsOf(posted, before, now);
  const own = identifierOf(subject, profile.identifiers, contactPoint);
  const said = {
    ...(Object.keys(traits).length > 0 && { traits }),
    ...(withdrawn.length > 0 && { consents: withdrawn }),
  };
  return [
    ...(own !== undefined && Object.keys(said).length > 0
      ? [interactionOf(chosen, 0, { identifiers: [own], ...said })]
      : []),
    ...allowed(chosen, before).map(({ channel, contactPoint: at }, n) =>
      interactionOf(chosen, n + 1, {
        identifiers: [at],
        consents: [{ purpose, channel, contactPoint: at, state: 'granted', proof }],
      }),
    ),
  ];
};

/** How the ids begin of what is chosen by the links of an invitation: by this an erasure finds what was not published yet. */
export const preferredIds = (invitation: string): string => `preferred:${invitation}:`;

const proof = 'chosen on the page of preferences';

/** Words that say no hours and no moment take back what was said before. */
const traitsOf = ({ hours, pause }: PostedPreferences, before: Preferences, now: number): Record<string, string> => {
  const wanted = hoursOffered.find((one) => one === hours);
  const days = pausesOffered.find((one) => String(one) === pause);
  const isKept = pause === 'kept' && before.pauseUntil !== undefined;
  return {
    ...(wanted !== before.hours && { contactHours: wanted ?? 'any' }),
    ...(days !== undefined && { contactPauseUntil: new Date(now + days * dayMs).toISOString() }),
    ...(days === undefined && !isKept && before.pauseUntil !== undefined && { contactPauseUntil: 'none' }),
  };
};

const allowed = ({ programme, profile, posted }: Chosen, before: Preferences): ContactOption[] => {
  const anew = before.channels.filter(({ channel, isWanted: was }) => !was && posted.channels.includes(channel));
  return optionsOf(programme, profile).filter((option) => anew.some(({ channel }) => channel === option.channel));
};

const interactionOf = (
  { invitation, programme, form, now }: Chosen,
  place: number,
  said: Pick<Interaction, 'identifiers' | 'traits' | 'consents'>,
): Interaction & { id: string } => ({
  id: `${preferredIds(invitation)}${derivedUuid([form, String(place)])}`,
  occurredAt: new Date(now).toISOString(),
  channel: 'web',
  touchpoint: 'survey.preferences',
  kind: 'preferred',
  direction: 'inbound',
  actor: voiceAsked(programme),
  properties: { invitation },
  ...said,
});
