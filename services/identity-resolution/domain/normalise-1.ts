import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import type { IdentifierRule, Registry } from './registry.ts';

/**
 * Normalisation 1, of the registries from before `@hilo/identifiers`: what they made of an identifier, they make of it for
 * ever, since the ids of customers are derived from it. `undefined` if the value says nothing.
 */
export const normalisedAsBefore = (registry: Registry, rule: IdentifierRule, posted: string): string | undefined => {
  const value = normalisers[rule.normalise](posted.normalize('NFC').trim(), registry);
  return isBlocked(registry, rule, value) ? undefined : value;
};

const lowerDomain = (value: string): string => {
  const at = value.lastIndexOf('@');
  return at < 0 ? value : value.slice(0, at) + value.slice(at).toLowerCase();
};

/** E.164 where the number is a possible one; else as written, without the punctuation. */
const phone = (value: string, { defaultCountry }: Registry): string => {
  const parsed = parsePhoneNumberFromString(value, isSupportedCountry(defaultCountry) ? defaultCountry : 'ES');
  return parsed?.isPossible() ? parsed.number : value.replace(/[\s().-]/g, '');
};

const normalisers: Record<IdentifierRule['normalise'], (value: string, registry: Registry) => string> = {
  exact: (value) => value,
  lower: (value) => value.toLowerCase(),
  email: lowerDomain,
  phone,
  handle: (value) => value.replace(/^@/, '').toLowerCase(),
};

const isBlocked = (registry: Registry, rule: IdentifierRule, value: string): boolean => {
  const lower = value.toLowerCase();
  return (
    lower === '' ||
    /^[0\s+-]+$/.test(lower) ||
    registry.blocked.includes(lower) ||
    rule.blocked.includes(lower) ||
    (rule.normalise === 'email' && (lower.startsWith('test@') || !/^[^@\s]+@[^@\s]+$/.test(lower)))
  );
};
