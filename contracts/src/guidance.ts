import { z } from 'zod';
import { openEnum, openObject } from './open.ts';
import { CustomerId, EventId, Locale, Source, SubjectId, Timestamp, Uuid, Word } from './words.ts';

/** What may happen to a card for the front line while a customer is in its situation, and afterwards. */
export const GuidanceStep = z.enum(['pushed', 'withdrawn', 'read', 'not-helpful']);
export type GuidanceStep = z.infer<typeof GuidanceStep>;

/** What a card says in one language. */
export const GuidanceWording = openObject({ title: z.string().min(1).max(120), text: z.string().min(1).max(1500) });
export type GuidanceWording = z.infer<typeof GuidanceWording>;

const Use = openObject({
  role: Word,
  reads: z.int().min(0).describe('How many in this role have read it.'),
  firstReadAt: Timestamp.optional(),
  notHelpful: z.int().min(0).describe('How many in this role said that it did not help.'),
}).describe('How it was used in one of its roles; by whom is not told.');

/** A step of a card that a customer’s situation calls for, with how all of it stands after the step. */
export const GuidanceEvent = openObject({
  id: Uuid.describe('Of the situation: derived of its card and what began it.'),
  revision: z.int().min(1).describe('Counts the steps of a situation: the highest says how it stands.'),
  state: openEnum(GuidanceStep).describe('What happened.'),
  status: openEnum(z.enum(['open', 'ended'])).describe('open: it is shown to the front line.'),
  card: Word,
  cardVersion: z.int().min(1),
  subject: SubjectId,
  customer: CustomerId.describe('The customer of that moment; join by the interaction, or the subject, for today’s.'),
  interaction: openObject({
    source: Source,
    id: EventId,
    version: z.int().min(1).describe('Which version of its attribution it was.'),
  }).describe('What began the situation.'),
  beganAt: Timestamp,
  endsAt: Timestamp.describe('When it is over at the latest.'),
  pushedAt: Timestamp,
  endedAt: Timestamp.optional(),
  endedBy: openEnum(z.enum(['interaction', 'time', 'withdrawn']))
    .optional()
    .describe('withdrawn: what began it did not happen.'),
  wordings: z.record(Locale, GuidanceWording).optional().describe('By language; absent once it has ended.'),
  uses: z.array(Use).max(50).describe('Of each of its roles.'),
  at: Timestamp,
}).describe('A card for the front line is pushed for a customer, read, found of no help, or withdrawn.');
export type GuidanceEvent = z.infer<typeof GuidanceEvent>;

/**
 * What a card says in the first of these languages that it speaks, or nearly (`es` for `es-MX`); else in English, or in the first by the
 * alphabet: a table keeps no order of them. Nothing, where it says nothing at all.
 */
export const wordingFor = <Wording extends object>(
  wordings: Readonly<Record<string, Wording>>,
  ...wanted: readonly (string | undefined)[]
): ({ language: string } & Wording) | undefined => {
  const all = Object.entries(wordings).toSorted(([one], [other]) => (tagOf(one) < tagOf(other) ? -1 : 1));
  const found = [...wanted, 'en'].flatMap((one) => spokenIn(all, one) ?? [])[0] ?? all[0];
  return found && { language: found[0], ...found[1] };
};

const spokenIn = <Wording>(
  all: readonly [string, Wording][],
  wanted: string | undefined,
): [[string, Wording]] | undefined => {
  if (wanted === undefined) return undefined;
  const tag = tagOf(wanted);
  const found =
    all.find(([language]) => tagOf(language) === tag) ??
    all.find(([language]) => tagOf(language).split('-')[0] === tag.split('-')[0]);
  return found && [found];
};

const tagOf = (language: string): string => language.toLowerCase().replaceAll('_', '-');
