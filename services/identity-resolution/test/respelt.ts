import type { Identifier } from '@hilo/contracts';
import fc from 'fast-check';
import { Registry } from '../domain/registry.ts';
import { life, type Posted, type Saying, strictRegistry, type Turn } from './histories.ts';

const withRules = (version: number, defaultCountry: string, normalise: Record<string, string>): Registry =>
  Registry.parse({
    ...strictRegistry,
    version,
    defaultCountry,
    kinds: {
      ...strictRegistry.kinds,
      reviewer: strictRegistry.otherKinds,
      ...Object.fromEntries(
        Object.entries(normalise).map(([kind, how]) => [
          kind,
          { ...(strictRegistry.kinds[kind] ?? strictRegistry.otherKinds), normalise: how },
        ]),
      ),
    },
  });

/** By these rules, spellings are told apart. */
export const toldApart = withRules(1, 'ES', { email: 'exact', device_id: 'exact', twitter: 'exact' });

/** By these, they are one; and a phone number without its country is another one. */
export const takenTogether = withRules(2, 'PT', {
  email: 'lower',
  device_id: 'lower',
  twitter: 'lower',
  customer_number: 'lower',
  reviewer: 'lower',
});

/** In one of the ways in which people write it. */
const respell = ({ kind, value }: Identifier, dice: number): Identifier => {
  if (kind === 'phone') return { kind, value: dice === 0 ? value.replace(/^\+34\s*/, '') : value };
  return { kind, value: dice === 0 ? value.toUpperCase() : dice === 1 ? value.toLowerCase() : value };
};

/** A history in which everybody writes identifiers as they like. */
export const respeltLife = (longest: number, turns: number): fc.Arbitrary<{ posted: Posted[]; turns: Turn[] }> =>
  fc
    .tuple(life(longest, turns), fc.array(fc.nat(2), { minLength: 16, maxLength: 16 }))
    .map(([{ posted, turns }, dice]) => {
      let thrown = 0;
      const again = (identifier: Identifier): Identifier => {
        thrown += 1;
        return respell(identifier, dice[thrown % dice.length] ?? 0);
      };
      return {
        posted: posted.map((one) => ({
          ...one,
          identifiers: one.identifiers.map(again),
          ...(one.consents && {
            consents: one.consents.map((consent) => ({
              ...consent,
              ...(consent.contactPoint && { contactPoint: again(consent.contactPoint) }),
            })),
          }),
        })),
        turns: turns.map((turn) =>
          turn.turn === 'decide' ? { ...turn, saying: respeltSaying(turn.saying, again) } : turn,
        ),
      };
    });

const respeltSaying = (saying: Saying, again: (identifier: Identifier) => Identifier): Saying => {
  switch (saying.kind) {
    case 'same':
      return { ...saying, one: again(saying.one), other: again(saying.other) };
    case 'not_same':
      return { ...saying, one: saying.one.map(again), other: saying.other.map(again) };
    case 'dissociated':
      return { ...saying, identifier: again(saying.identifier), from: saying.from.map(again) };
  }
};
