import type { Identifier } from '@hilo/contracts';

/** What opt-out registers say of the contact points in question, of those that the policy asks for. */
export type KnownRegisters = {
  /** Of when the list is that is in force, by register, in milliseconds since the epoch; one that was not uploaded is not here. */
  asOf: ReadonlyMap<string, number>;
  /** On which registers a contact point stands, by `listingKey`; one that was not looked up is not here. */
  listings: ReadonlyMap<string, ReadonlySet<string>>;
};

/** By what of a contact point it is known whether it stands on a register: nothing else of it tells two apart there. */
export const listingKey = (contactPoint: Identifier): string => {
  const { kind, value } = asListed(contactPoint);
  return JSON.stringify([kind, value]);
};

/**
 * A contact point as a register has it. A number stands on it as that of a telephone, whatever else it leads to (WhatsApp, a mobile), and
 * without its extension.
 */
export const asListed = ({ kind, value }: Identifier): Identifier => {
  const [, number] = /^(\+[1-9]\d{4,16})(?:;ext=.*)?$/.exec(value) ?? [];
  return number === undefined ? { kind, value } : { kind: 'phone', value: number };
};
