import type { Scope } from './api-key.ts';

/**
 * Who has one of these sees people as they are: their addresses, numbers, names and words. Who has none of them, as an analyst or an
 * operator has not, sees them masked, whichever service answers.
 */
export const seesPeopleBy: readonly Scope[] = [
  'customers:read',
  'surveys:read',
  'cases:read',
  'cases:write',
  'answers:write',
  'contacts:check',
  'contacts:write',
  'erasures:write',
  'identity:write',
  'quarantine:read',
  'quarantine:write',
  // Who posted something is told of it as it was.
  'interactions:write',
];

const mark = '•••';

/** Which kinds of identifiers are masked how. Those of a kind that the company made are shown by no route to who sees them masked. */
const masksOfKinds: Readonly<Record<string, (value: string) => string>> = {
  email: (value) => maskEmail(value),
  phone: (value) => maskPhone(value),
  whatsapp: (value) => maskPhone(value),
  ...Object.fromEntries(
    [
      ['customer_number', 'national_id', 'user_id', 'loyalty_id', 'device_id', 'anonymous_id', 'card_token'],
      ['booking_ref', 'order_id', 'twitter', 'instagram', 'facebook', 'telegram'],
    ].flatMap((kinds) => kinds.map((kind) => [kind, (value: string) => maskName(value)])),
  ),
};

/** Under which names there is the name of somebody, or what somebody wrote, as such. */
const masksOfFields: Readonly<Record<string, (value: string) => string>> = {
  ...Object.fromEntries(
    ['givenName', 'familyName', 'firstName', 'lastName', 'fullName', 'birthDate'].map((field) => [
      field,
      (value: string) => maskName(value),
    ]),
  ),
  verbatim: () => mark,
};

/** The answer to a question, in the words of who gave it; a code that was chosen is the company's word. */
const isInOwnWords = (value: object): boolean =>
  'scale' in value && typeof value.scale === 'string' && value.scale !== 'choice';

/** `j•••@example.org`: where it is, and not who. */
const maskEmail = (address: string): string => {
  const at = address.lastIndexOf('@');
  return at < 0 ? maskName(address) : `${firstOf(address)}${mark}${address.slice(at)}`;
};

/** `•••678`: the last three digits. */
const maskPhone = (number: string): string => `${mark}${number.replaceAll(/\D/g, '').slice(-3)}`;

/** `A•••`: with what it begins. */
const maskName = (name: string): string => `${firstOf(name)}${mark}`;

const firstOf = (text: string): string => [...text.slice(0, 2)][0] ?? '';

// Of bounded length, so that no text takes long.
const address = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu;
const number = /\+\d{8,15}(?!\d)/g;

/** A text without the addresses and numbers of people that stand in it. */
export const maskText = (text: string): string => {
  if (!text.includes('@') && !text.includes('+')) return text;
  return text.replaceAll(address, maskEmail).replaceAll(number, maskPhone);
};

/** What is answered, for who may not see who people are. */
export const maskPeople = (value: unknown): unknown => {
  if (typeof value === 'string') return maskText(value);
  if (Array.isArray(value)) return value.map(maskPeople);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  const kind = 'kind' in value && typeof value.kind === 'string' ? value.kind : '';
  const ofKind = isInOwnWords(value) ? () => mark : Object.hasOwn(masksOfKinds, kind) && masksOfKinds[kind];
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => {
      const mask = name === 'value' && ofKind ? ofKind : Object.hasOwn(masksOfFields, name) && masksOfFields[name];
      return [maskText(name), mask && typeof one === 'string' ? mask(one) : maskPeople(one)];
    }),
  );
};
