import { Channel, IdentifierKind } from '@hilo/contracts';
import { knownFields } from '@hilo/linkage';
import { isSupportedCountry } from 'libphonenumber-js';
import { z } from 'zod';
import { shippedCompared } from './compared-fields.ts';
import { anybodysAnywhere, specimens } from './specimens.ts';

/** Values are compared in lower case; one that is not written so would never be found. */
const BlockedValues = z.array(
  z.string().refine((value) => value === value.toLowerCase(), 'must be written in lower case'),
);

export const IdentifierRule = z.strictObject({
  normalise: z.enum(['exact', 'lower', 'email', 'phone', 'handle']).describe('How two spellings become one value.'),
  rank: z.int().min(1).describe('How strongly it says who: 1 is the strongest.'),
  maxPerCustomer: z.int().min(1).describe('A union that would give one customer more of them is refused.'),
  maxCustomers: z.int().min(1).describe('Used by more customers than this, it is shared and links no further.'),
  sharedOver: z
    .record(IdentifierKind, z.int().min(1))
    .default({})
    .describe(
      'Named with more different identifiers of a kind than this, it is shared, however strongly they say who it is. ' +
        'Without an entry, only kinds that say at least as strongly who it is count: more of them than maxCustomers may have.',
    ),
  maxAliases: z
    .int()
    .min(0)
    .default(0)
    .describe(
      'How many earlier ones an alias joins to one, beside maxPerCustomer; one that is an alias of more is shared. ' +
        '0: an alias is an interaction like any other.',
    ),
  blocked: BlockedValues.default([]).describe('Values that say nothing, beside those blocked for every kind.'),
  contact: z.array(Channel).default([]).describe('The channels on which it can be contacted.'),
});

export type IdentifierRule = z.infer<typeof IdentifierRule>;

export const TraitStrategy = z.discriminatedUnion('keep', [
  z.strictObject({ keep: z.enum(['latest', 'first', 'min', 'max', 'union']) }),
  z.strictObject({ keep: z.literal('preferred'), sources: z.array(z.string()).min(1).describe('Best first.') }),
]);

export type TraitStrategy = z.infer<typeof TraitStrategy>;

const Compared = z.strictObject({
  traits: z.record(z.string(), z.enum(knownFields)),
  kinds: z.record(IdentifierKind, z.enum(knownFields)),
});

/** Identity's rules, all of them data. Changing one makes another version. */
export const Registry = z.strictObject({
  version: z.int().min(1),
  normalisation: z
    .union([z.literal(1), z.literal(2)])
    .default(1)
    .describe(
      'How spellings become values: 2 is that of today; 1, also where it is absent, that of registries from before it, ' +
        'which goes on as it was, since the ids of customers depend on it.',
    ),
  defaultCountry: z
    .string()
    .refine(isSupportedCountry, 'must be the code of a country, in two capital letters, such as ES')
    .describe('The region of phone numbers written without a country code.'),
  blocked: BlockedValues.describe('Values that say nothing, of any kind, in lower case.'),
  kinds: z.record(IdentifierKind, IdentifierRule),
  otherKinds: IdentifierRule.describe('The rule for every kind that is not named.'),
  traits: z.record(z.string(), TraitStrategy).describe('Survivorship by trait; the latest is kept of all others.'),
  compared: Compared.default(shippedCompared).describe(
    'Which traits and kinds of identifiers are compared, for suggestions, and as what; of several, the first that there is. ' +
      'Case, spaces, hyphens and underscores of traits do not count; a.b is field b of an object a.',
  ),
});

export type Registry = z.infer<typeof Registry>;

export const ruleOf = (registry: Registry, kind: string): IdentifierRule =>
  (Object.hasOwn(registry.kinds, kind) ? registry.kinds[kind] : undefined) ?? registry.otherKinds;

export const strategyOf = (registry: Registry, trait: string): TraitStrategy =>
  (Object.hasOwn(registry.traits, trait) ? registry.traits[trait] : undefined) ?? { keep: 'latest' };

/** What an app says of a device, instead of which it is. */
const notADevice = [
  'android',
  'ios',
  'iphone',
  'ipad',
  'web',
  'browser',
  'desktop',
  'tablet',
  'windows',
  'macos',
  'linux',
];

/** One who is known by more of a kind than this is several, with an address, number or browser in common: see ADR 19. */
const several = {
  loyalty_id: 3,
  email: 3,
  phone: 3,
  whatsapp: 3,
  twitter: 3,
  instagram: 3,
  facebook: 3,
  tiktok: 3,
  linkedin: 3,
};

const { email: _email, ...severalBesideEmails } = several;
const { phone: _phone, ...severalBesidePhones } = several;
const { whatsapp: _whatsapp, ...severalBesideWhatsapp } = several;
const peoplesOwn = {
  loyalty_id: several.loyalty_id,
  email: several.email,
  phone: several.phone,
  whatsapp: several.whatsapp,
};

const handle = {
  normalise: 'handle',
  rank: 8,
  maxPerCustomer: 5,
  maxCustomers: 2,
  sharedOver: peoplesOwn,
  contact: ['social'],
} as const;

export const defaultRegistry: Registry = Registry.parse({
  version: 2,
  normalisation: 2,
  defaultCountry: 'ES',
  blocked: [
    'null',
    'undefined',
    'none',
    'nil',
    'n/a',
    'na',
    'unknown',
    'anonymous',
    'anonymus',
    'guest',
    'test',
    '-',
    ...anybodysAnywhere,
  ],
  kinds: {
    customer_number: { normalise: 'exact', rank: 1, maxPerCustomer: 1, maxCustomers: 1 },
    national_id: { normalise: 'lower', rank: 2, maxPerCustomer: 1, maxCustomers: 1, blocked: specimens },
    user_id: {
      normalise: 'exact',
      rank: 3,
      maxPerCustomer: 1,
      maxCustomers: 1,
      maxAliases: 100,
      sharedOver: { email: 10 },
    },
    loyalty_id: { normalise: 'lower', rank: 4, maxPerCustomer: 3, maxCustomers: 1, sharedOver: { email: 10 } },
    email: {
      normalise: 'email',
      rank: 5,
      maxPerCustomer: 10,
      maxCustomers: 3,
      sharedOver: severalBesideEmails,
      contact: ['email'],
    },
    phone: {
      normalise: 'phone',
      rank: 6,
      maxPerCustomer: 10,
      maxCustomers: 3,
      sharedOver: severalBesidePhones,
      contact: ['call_centre', 'ivr', 'sms', 'whatsapp'],
    },
    whatsapp: {
      normalise: 'phone',
      rank: 7,
      maxPerCustomer: 10,
      maxCustomers: 3,
      sharedOver: severalBesideWhatsapp,
      contact: ['whatsapp', 'chat'],
    },
    twitter: handle,
    instagram: handle,
    facebook: handle,
    tiktok: handle,
    linkedin: handle,
    card_token: { normalise: 'exact', rank: 9, maxPerCustomer: 20, maxCustomers: 2, sharedOver: several },
    device_id: {
      normalise: 'lower',
      rank: 10,
      maxPerCustomer: 50,
      maxCustomers: 1,
      sharedOver: several,
      blocked: notADevice,
    },
    booking_ref: { normalise: 'lower', rank: 11, maxPerCustomer: 1000, maxCustomers: 5, sharedOver: several },
    order_id: { normalise: 'exact', rank: 12, maxPerCustomer: 1000, maxCustomers: 2, sharedOver: several },
    anonymous_id: { normalise: 'exact', rank: 13, maxPerCustomer: 1000, maxCustomers: 1, sharedOver: several },
  },
  otherKinds: { normalise: 'exact', rank: 20, maxPerCustomer: 1000, maxCustomers: 3, sharedOver: several },
  traits: {},
});
