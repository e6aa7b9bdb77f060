import { Channel, JsonPath, Locale, Outcome, PathCondition, Word } from '@hilo/contracts';
import { z } from 'zod';

const anyOf = z.array(Word).min(1).max(1000).optional();
const named = ['channels', 'touchpoints', 'kinds', 'outcomes', 'journey', 'properties'] as const;

/** Which interactions: as programmes and cases say it. */
const Happening = z
  .strictObject({
    channels: z.array(Channel).min(1).optional(),
    touchpoints: anyOf,
    kinds: anyOf,
    outcomes: z.array(Outcome).min(1).optional().describe('How it ended.'),
    journey: z
      .strictObject({ names: anyOf, stages: anyOf, momentOfTruth: z.boolean().optional() })
      .refine((journey) => Object.keys(journey).length > 0, 'names at least one of names, stages and momentOfTruth')
      .optional(),
    properties: z.array(PathCondition).min(1).max(50).optional().describe('Of the interaction: each has to hold.'),
  })
  .refine((one) => named.some((name) => one[name] !== undefined), {
    message: `names at least one of ${named.join(', ')}`,
  });

const longestMinutes = 31 * 24 * 60;

const Situation = z
  .strictObject({
    begins: Happening.describe('It begins for the customer with such an interaction.'),
    ends: Happening.optional().describe(
      'It ends with such an interaction of the same customer; without it, by time alone.',
    ),
    lastsMinutes: z
      .int()
      .min(1)
      .max(longestMinutes)
      .describe('So many minutes after it began it is over at the latest.'),
    same: JsonPath.optional().describe(
      'What begins and what ends it say the same here, such as `flight`: who has two flights has two situations.',
    ),
  })
  .describe('When the card is of use.');

/** An address outside, which a browser opens: nothing that runs, and nobody’s password in it. */
const isHttps = (address: string): boolean => {
  const url = URL.parse(address);
  return url !== null && url.protocol === 'https:' && url.username === '' && url.password === '';
};
const Address = z
  .string()
  .max(2000)
  .refine(isHttps, 'is no address that begins with https:// and has no password in it');

const Wording = z.strictObject({
  title: z.string().min(1).max(120),
  text: z.string().min(1).max(1500).describe('What to say and do, in a few sentences: plain text.'),
});

/** What somebody in a role says and does in a situation, on one card. */
export const GuidanceCard = z.strictObject({
  id: Word,
  situation: Situation,
  roles: z
    .array(Word)
    .min(1)
    .max(50)
    .describe('For whom it is, as the company names the roles of the front line: gate-agent.'),
  wordings: z
    .record(Locale, Wording)
    .refine((all) => Object.keys(all).length > 0, 'has no language')
    .describe('By language; whoever speaks none of them is shown English, or the first by the alphabet.'),
  picture: Address.optional(),
  video: Address.optional(),
  attachment: Address.optional(),
  retired: z.boolean().default(false).describe('It is pushed no more; what is open stays until it ends.'),
});
export type GuidanceCard = z.infer<typeof GuidanceCard>;

export const GuidanceCards = z
  .array(GuidanceCard)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each card has an id of its own');
