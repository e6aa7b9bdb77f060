import { z } from 'zod';
import { Identifier, OpenIdentifier } from './identifier.ts';
import { Time } from './instant.ts';
import { Note } from './note.ts';
import { openEnum, openObject, otherWordThan } from './open.ts';
import {
  Actor,
  Channel,
  Direction,
  EventId,
  Locale,
  OpenActor,
  OpenChannel,
  OpenDirection,
  OpenOutcome,
  Outcome,
  Purpose,
  Source,
  Timestamp,
  Word,
} from './words.ts';

/** Limits of one interaction, in the units that their names say. */
export const limits = {
  identifiers: 20,
  propertiesBytes: 32_768,
  contextBytes: 32_768,
  textCharacters: 20_000,
  batch: 1000,
};

const encoder = new TextEncoder();
const jsonWithin = (bytes: number) =>
  z
    .record(z.string().min(1).max(200), z.json())
    .refine((value) => encoder.encode(JSON.stringify(value)).length <= bytes, `at most ${bytes} bytes as JSON`);

const question = { question: Word.describe('Which question was asked, such as likelihood_to_recommend.') };

const scales = {
  nps: { ...question, scale: z.literal('nps'), value: z.int().min(0).max(10) },
  csat: { ...question, scale: z.literal('csat'), value: z.int().min(1).max(5) },
  ces: { ...question, scale: z.literal('ces'), value: z.int().min(1).max(7) },
  stars: { ...question, scale: z.literal('stars'), value: z.int().min(1).max(5) },
  yes_no: { ...question, scale: z.literal('yes_no'), value: z.boolean() },
  number: { ...question, scale: z.literal('number'), value: z.number() },
  choice: { ...question, scale: z.literal('choice'), value: z.string().min(1).max(500) },
  choices: {
    ...question,
    scale: z.literal('choices'),
    value: z.array(z.string().min(1).max(500)).min(1).max(50).describe('The codes of all that were chosen.'),
  },
  text: { ...question, scale: z.literal('text'), value: z.string().min(1).max(limits.textCharacters) },
};

/** An answer to a question, on a scale that says how to read the value. */
export const Answer = z.discriminatedUnion('scale', [
  z.strictObject(scales.nps),
  z.strictObject(scales.csat),
  z.strictObject(scales.ces),
  z.strictObject(scales.stars),
  z.strictObject(scales.yes_no),
  z.strictObject(scales.number),
  z.strictObject(scales.choice),
  z.strictObject(scales.choices),
  z.strictObject(scales.text),
]);

export type Answer = z.infer<typeof Answer>;

/** The same as a reader of topics meets it: what an unknown scale says is kept, and is read as nothing. */
export const OpenAnswer = z.union([
  z.discriminatedUnion('scale', [
    openObject(scales.nps),
    openObject(scales.csat),
    openObject(scales.ces),
    openObject(scales.stars),
    openObject(scales.yes_no),
    openObject(scales.number),
    openObject(scales.choice),
    openObject(scales.choices),
    openObject(scales.text),
  ]),
  openObject({ ...question, scale: otherWordThan(Object.keys(scales)) }),
]);

export type OpenAnswer = z.infer<typeof OpenAnswer>;

export const ConsentState = z.enum(['granted', 'withdrawn']);

/** A person's yes or no to being contacted for a purpose, with the proof of it. */
export const ConsentStatement = z.strictObject({
  purpose: Purpose,
  channel: Channel.optional().describe('The channel that it is about; without it, every channel.'),
  contactPoint: Identifier.optional().describe(
    'The address or number that it was given for. It counts as one of the identifiers of the interaction.',
  ),
  state: ConsentState,
  jurisdiction: z.string().min(2).max(20).optional().describe('Whose law applies, such as ES or US-CA.'),
  proof: z.string().min(1).max(2000).optional().describe('How it was given: the form, the recording, the wording.'),
});

export type ConsentStatement = z.infer<typeof ConsentStatement>;

/** The same as a reader of topics meets it. */
export const OpenConsentStatement = openObject({
  ...ConsentStatement.shape,
  channel: OpenChannel.optional().describe('The channel that it is about; without it, every channel.'),
  contactPoint: OpenIdentifier.optional().describe('The address or number that it was given for.'),
  state: openEnum(ConsentState).describe(
    'A state that is not known is neither a yes nor a no: nobody is contacted by it.',
  ),
});

export type OpenConsentStatement = z.infer<typeof OpenConsentStatement>;

export const Journey = z.strictObject({
  id: z.string().min(1).max(200).describe('One run of the journey by one customer.'),
  name: Word,
  stage: Word.optional(),
  momentOfTruth: z.boolean().optional().describe('Whether the whole journey is judged by this moment.'),
});

export type Journey = z.infer<typeof Journey>;

const whenItHappened = 'When it happened, not when it was posted. Not in the future.';

const fields = {
  id: EventId.optional().describe('Unique per source; given one if absent. Posting it again changes nothing.'),
  occurredAt: Time.describe(whenItHappened),
  channel: Channel,
  touchpoint: Word.describe('Where on the channel: airport.lounge, checkout, twitter.mention …'),
  kind: Word.describe('What happened, in the past tense: viewed, bought, called, complained, reviewed …'),
  direction: Direction.optional(),
  actor: Actor.optional(),
  identifiers: z
    .array(Identifier)
    .min(1)
    .max(limits.identifiers)
    .describe('All of one person, as far as the channel knows.'),
  alias: z
    .boolean()
    .optional()
    .describe(
      'An alias: of several identifiers of a kind, such as user_id, the first is the one that the person has now, and the ' +
        'others are earlier ones of the same person. It joins them, beside the limit of how many a customer may have.',
    ),
  traits: jsonWithin(limits.propertiesBytes)
    .optional()
    .describe('What it says of the person: givenName, birthDate, city …'),
  properties: jsonWithin(limits.propertiesBytes)
    .optional()
    .describe('What it says of the event: amount, airline, flight …'),
  text: z.string().max(limits.textCharacters).optional().describe('What the person wrote or said, verbatim.'),
  locale: Locale.optional().describe('The language of the text.'),
  answers: z.array(Answer).max(100).optional(),
  consents: z.array(ConsentStatement).max(20).optional(),
  journey: Journey.optional(),
  outcome: Outcome.optional(),
  context: jsonWithin(limits.contextBytes)
    .optional()
    .describe('Technical surroundings: user agent, time zone, campaign …'),
};

/** What a channel system posts. Unknown fields are refused, so that nothing is dropped in silence. */
export const Interaction = z.strictObject(fields).describe('One interaction, as a channel system posts it.');
export type Interaction = z.infer<typeof Interaction>;

/** An accepted interaction, as it lies in the log: as posted, and what ingest knows of it. */
export const AcceptedInteraction = openObject({
  ...fields,
  occurredAt: Timestamp.describe(whenItHappened),
  channel: OpenChannel,
  direction: OpenDirection.optional(),
  actor: OpenActor.optional(),
  identifiers: z.array(OpenIdentifier).min(1).max(limits.identifiers).describe('All of one person.'),
  answers: z.array(OpenAnswer).max(100).optional(),
  consents: z.array(OpenConsentStatement).max(20).optional(),
  journey: openObject(Journey.shape).optional(),
  outcome: OpenOutcome.optional(),
  id: EventId,
  source: Source,
  receivedAt: Timestamp,
  notes: z.array(Note).optional().describe('What of it is not kept as it was posted.'),
  derived: z
    .array(z.string().min(1).max(100))
    .optional()
    .describe(
      'Fields that nobody said: Hilo derived them from when it was received. Of deliveries that differ in nothing else, the earliest occurredAt holds.',
    ),
}).describe('An accepted interaction: as posted, plus its source and when it was received.');
export type AcceptedInteraction = z.infer<typeof AcceptedInteraction>;
