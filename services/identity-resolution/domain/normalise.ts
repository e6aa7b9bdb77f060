import type { Identifier } from '@hilo/contracts';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { type IdentifierRule, type Registry, ruleOf } from './registry.ts';

/** The identifier as it is compared and stored, or `undefined` if its value says nothing of who it is. */
export const normaliseIdentifier = (registry: Registry, identifier: Identifier): Identifier | undefined => {
  const rule = ruleOf(registry, identifier.kind);
  const value = normalisers[rule.normalise](identifier.value.normalize('NFC').trim(), registry);
  return isBlocked(registry, rule, value) ? undefined : { kind: identifier.kind, value };
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
