import { type Consent, type Identifier, instantOf } from '@hilo/contracts';
import type { Brake } from './contact.ts';

type Learnt = { brake: Brake; at: number; place: string };

/**
 * Those of what was learnt that still keep somebody from being contacted: a brake ends with a later grant. A refusal and an objection are the
 * person's and end with any; a number that is somebody else's, or that nobody answers for good, with one that was given for it, or
 * for no contact point in particular. What several tell of one contact was learnt once.
 */
export const brakesInForce = <One extends Learnt>(
  learnt: readonly One[],
  consents: readonly Consent[],
  placeOf: (contactPoint: Identifier) => string,
): One[] => {
  const grants = consents
    .filter(({ state }) => state === 'granted')
    .map(({ at, contactPoint }) => ({ at: instantOf(at), place: contactPoint && placeOf(contactPoint) }));
  const said = new Map(learnt.map((one) => [JSON.stringify([one.brake, one.at, one.place]), one]));
  return [...said.values()].filter(
    ({ brake, at, place }) =>
      !grants.some(
        (grant) => grant.at > at && (isOfPerson(brake) || grant.place === undefined || grant.place === place),
      ),
  );
};

const isOfPerson = (brake: Brake): boolean => brake === 'refusal' || brake === 'objection';
