import { jsonSchemas, postedSchema } from '@hilo/contracts/documents';
import { z } from 'zod';

/**
 * What a posted interaction says, field by field: of a person, which nobody is shown who may not see who people are, or of what happened.
 * The contract has no other field: who adds one says here of which kind it is.
 */
export const toldOf: Readonly<Record<string, 'person' | 'event'>> = {
  id: 'event',
  occurredAt: 'event',
  channel: 'event',
  touchpoint: 'event',
  kind: 'event',
  direction: 'event',
  actor: 'event',
  'identifiers[].kind': 'event',
  'identifiers[].value': 'person',
  alias: 'event',
  traits: 'person',
  properties: 'person',
  text: 'person',
  locale: 'event',
  'answers[].question': 'event',
  'answers[].scale': 'event',
  'answers[].value': 'person',
  'answers[].value[]': 'event',
  'consents[].purpose': 'event',
  'consents[].channel': 'event',
  'consents[].contactPoint.kind': 'event',
  'consents[].contactPoint.value': 'person',
  'consents[].state': 'event',
  'consents[].jurisdiction': 'event',
  'consents[].proof': 'person',
  'journey.id': 'event',
  'journey.name': 'event',
  'journey.stage': 'event',
  'journey.momentOfTruth': 'event',
  outcome: 'event',
  context: 'person',
};

const Schema = z.looseObject({
  $ref: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
});

/** Every field of a posted interaction, as the contract has it; what the company names itself, such as traits, is one. */
export const fieldsOfContract = (): string[] => [...new Set(fieldsIn(jsonSchemas()[postedSchema], ''))];

const fieldsIn = (schema: unknown, path: string): string[] => {
  const { properties, items, anyOf = [], oneOf = [] } = Schema.parse(schema);
  const choices = [...anyOf, ...oneOf];
  if (choices.length > 0) return choices.flatMap((one) => fieldsIn(one, path));
  if (properties)
    return Object.entries(properties).flatMap(([name, one]) => fieldsIn(one, path === '' ? name : `${path}.${name}`));
  return items === undefined ? [path] : fieldsIn(items, `${path}[]`);
};

const marked = (path: string): string => `Xq${path.replaceAll(/\W/g, '')}`;

/** An identifier of every kind that is known, each with a value that is found wherever it is shown. */
export const identifiers = [
  { kind: 'email', value: 'xqmail.ruiz@example.org' },
  { kind: 'phone', value: '+34600111678' },
  { kind: 'whatsapp', value: '+34600222679' },
  ...['customer_number', 'national_id', 'user_id', 'loyalty_id', 'device_id', 'twitter', 'gate_card'].map((kind) => ({
    kind,
    value: `xq${kind.replaceAll('_', '')}4711`,
  })),
];

/** What says of her, in one interaction, every field of which is filled: by path, the text that must not be seen. */
export const person: Readonly<Record<string, readonly string[]>> = {
  'identifiers[].value': identifiers.map(({ value }) => value.replace('+34', '')),
  traits: ['givenName', 'familyName', 'fullName', 'birthDate', 'address', 'mail'].map((name) =>
    name === 'mail' ? 'xqmail.ruiz@example.org' : marked(`trait.${name}`),
  ),
  properties: [marked('properties')],
  text: [marked('text')],
  // A code that was chosen is the company's word.
  'answers[].value': [marked('answers.text')],
  'consents[].contactPoint.value': ['xqconsent@example.org'],
  'consents[].proof': [marked('proof')],
  context: [marked('context')],
};

/** It opens a case, and is on a journey. */
export const toldOfHer = {
  id: 'of-ana',
  occurredAt: new Date(Date.now() - 60_000).toISOString(),
  ...{ channel: 'store', touchpoint: 'desk', kind: 'complained', direction: 'inbound', actor: 'customer' },
  ...{ locale: 'es', outcome: 'completed', alias: false, identifiers },
  traits: {
    ...Object.fromEntries(
      ['givenName', 'familyName', 'fullName', 'birthDate', 'address'].map((name) => [name, marked(`trait.${name}`)]),
    ),
    mail: 'xqmail.ruiz@example.org',
  },
  properties: { seat: marked('properties') },
  text: `${marked('text')}: nobody helped me, horrible.`,
  answers: [
    { question: 'recommend', scale: 'nps', value: 0 },
    { question: 'which', scale: 'choice', value: 'seat' },
    { question: 'what', scale: 'choices', value: ['seat', 'food'] },
    { question: 'why', scale: 'text', value: marked('answers.text') },
  ],
  consents: [
    {
      ...{ purpose: 'feedback', channel: 'email', state: 'granted', jurisdiction: 'ES', proof: marked('proof') },
      contactPoint: { kind: 'email', value: 'xqconsent@example.org' },
    },
  ],
  journey: { id: 'run-1', name: 'flight', stage: 'desk', momentOfTruth: true },
  context: { userAgent: marked('context') },
};
