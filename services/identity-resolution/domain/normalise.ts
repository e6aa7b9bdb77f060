import type { Identifier } from '@hilo/contracts';
import { readIdentifier, type Unused, wordsIn } from '@hilo/identifiers';
import { normalisedAsBefore } from './normalise-1.ts';
import { type IdentifierRule, type Registry, ruleOf } from './registry.ts';

/** Why an identifier, or a part of it, is not used: for what it is, or since the registry blocks it. */
export type WhyUnused = Unused | 'blocked';

/** What an identifier says by the rules: its values as they are compared and stored, and why it is not used, if so. */
export type Normalised = { values: readonly string[]; unused?: WhyUnused };

export const normalise = (registry: Registry, { kind, value }: Identifier): Normalised => {
  const rule = ruleOf(registry, kind);
  if (registry.normalisation === 1) {
    const normal = normalisedAsBefore(registry, rule, value);
    return normal === undefined ? { values: [], unused: 'blocked' } : { values: [normal] };
  }
  const reading = readIdentifier(value, { normaliser: rule.normalise, defaultCountry: registry.defaultCountry });
  const values = reading.values.filter((one) => !isBlocked(registry, rule, one));
  if (values.length === reading.values.length) return reading;
  return { values, unused: values.length > 0 ? 'partly-used' : 'blocked' };
};

const isBlocked = (registry: Registry, rule: IdentifierRule, value: string): boolean => {
  const lower = value.toLowerCase();
  return has(registry.blocked, lower) || has(rule.blocked, lower);
};

/** Many lists are long, and every identifier is looked for in two. */
const has = (list: readonly string[], value: string): boolean => {
  const known = sets.get(list) ?? new Set(list);
  sets.set(list, known);
  return known.has(value);
};

const sets = new WeakMap<readonly string[], Set<string>>();

/** The same for people. */
export const wordsOfUnused = (unused: WhyUnused): string =>
  unused === 'blocked'
    ? 'is not used by the rules in force (GET /v1/identity/registry): its value is blocked there, or not valid for its kind'
    : wordsIn(unused);
