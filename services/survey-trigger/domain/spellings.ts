import type { Identifier } from '@hilo/contracts';
import { type Normaliser, readIdentifier } from '@hilo/identifiers';

const ofAddresses: Readonly<Record<string, Normaliser>> = { email: 'email', phone: 'phone', whatsapp: 'phone' };
/** How other kinds are read only the registry of identity-resolution knows; whatever it says, it is one of these. */
const ofOthers: readonly Normaliser[] = ['exact', 'lower', 'handle'];

/**
 * In which spellings identity-resolution may have stored what somebody wrote, the likeliest first, and as it was written last. A number
 * without the code of its country is of this one.
 */
export const possibleSpellings = ({ kind, value }: Identifier, defaultCountry: string): Identifier[] => {
  const own = Object.hasOwn(ofAddresses, kind) ? ofAddresses[kind] : undefined;
  const read = (own === undefined ? ofOthers : [own]).flatMap(
    (normaliser) => readIdentifier(value, { normaliser, defaultCountry }).values,
  );
  return [...new Set([...read, value])].map((one) => ({ kind, value: one }));
};
