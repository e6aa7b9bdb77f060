import { Channel, ContactClass, IdentifierKind, Locale, Purpose, voiceOfPurpose, Word } from '@hilo/contracts';
import { z } from 'zod';
import { isReachedBy } from '../reached-by.ts';
import { partsOf } from './variables.ts';

/** On which a message can be told that asks nothing: nobody is called to be read a text. */
const TemplateChannel = Channel.extract(['email', 'sms', 'whatsapp', 'app']);
const TemplateClass = ContactClass.exclude(['survey']).describe(
  'As what it is governed: to sell, to serve who is a customer already, or to collect a debt. What asks is a programme.',
);

/** A telephone shows no more of it before it is opened. */
const [longestSubject, longestText] = [150, 4000];

const withVariables = (most: number) =>
  z
    .string()
    .min(1, 'says nothing')
    .max(most)
    .superRefine((text, context) => {
      for (const part of partsOf(text))
        if (typeof part !== 'string' && 'wrong' in part) context.addIssue({ code: 'custom', message: part.wrong });
    });

const TemplateText = z.strictObject({
  subject: withVariables(longestSubject).optional().describe('Of a mail.'),
  text: withVariables(longestText).describe(
    'Plain text; an empty line begins a paragraph. `{{traits.name|there}}` says a trait of the customer, `{{properties.gate}}` a property of what happened; after `|` what is said where it is not known.',
  ),
});
export type TemplateText = z.infer<typeof TemplateText>;

const TemplateTexts = z
  .record(Locale, TemplateText)
  .refine((all) => Object.keys(all).length > 0, 'has no language')
  .describe('By language.');

/** What of a template is beside what every programme has. */
export const TemplateMessage = z.strictObject({ class: TemplateClass, texts: TemplateTexts });
export type TemplateMessage = z.infer<typeof TemplateMessage>;

/** No message is worth being sent later than so long after what it is about. */
const longestHours = 48;

/** What a customer is told, and where, and as what. */
export const Template = z
  .strictObject({
    id: Word,
    title: z.string().min(1).max(200).describe('What it is, for whoever chooses among them.'),
    class: TemplateClass,
    purpose: Purpose.describe('The purpose for which consent is needed, where it is.'),
    contacts: z
      .array(z.strictObject({ channel: TemplateChannel, kind: IdentifierKind }))
      .min(1)
      .describe('Where to tell it, best first: a channel, and the kind of identifier that leads there.'),
    withinHours: z
      .number()
      .positive()
      .max(longestHours)
      .default(24)
      .describe('Sent so long after Hilo reacted at the latest.'),
    texts: TemplateTexts,
    defaultLanguage: Locale.optional().describe(
      'The language of those who speak none of the others, or of whom it is not known; without it they are told nothing.',
    ),
  })
  .superRefine(({ contacts, texts, defaultLanguage, purpose }, context) => {
    const refuse = (path: PropertyKey[], message: string): void => context.addIssue({ code: 'custom', path, message });
    const voice = voiceOfPurpose(purpose);
    if (voice !== 'customer')
      refuse(['purpose'], `is a purpose of the voice ${voice}: customers alone are told what they do`);
    for (const [n, { channel, kind }] of contacts.entries())
      if (!isReachedBy(channel, { kind })) refuse(['contacts', n, 'kind'], `leads to nobody by ${channel}`);
    if (contacts.some(({ channel }) => channel === 'email'))
      for (const [language, { subject }] of Object.entries(texts))
        if (subject === undefined) refuse(['texts', language, 'subject'], 'is missing: it is told by mail as well');
    if (defaultLanguage !== undefined && texts[defaultLanguage] === undefined)
      refuse(['defaultLanguage'], `is ${defaultLanguage}, in which there is no text`);
  });
export type Template = z.infer<typeof Template>;

export const Templates = z
  .array(Template)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each template has an id of its own');
