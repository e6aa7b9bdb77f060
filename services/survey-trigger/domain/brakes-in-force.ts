import { type Consent, type Identifier, instantOf, Voice, voiceOfPurpose } from '@hilo/contracts';
import type { Brake } from './contact.ts';
import { voicesOfNo } from './voices.ts';

type Learnt = { brake: Brake; at: number; place: string; purpose?: string | null | undefined };

/**
 * Those of what was learnt that still keep somebody from being contacted: a brake ends with a later grant. A refusal and an objection are the
 * person's and end with any in their voice; a number that is somebody else's, or that nobody answers for good, with one that was given for it, or
 * for no contact point in particular. What several tell of one contact was learnt once. A refusal is of the voice in which it was said, an
 * objection of all: for a voice both end with a grant that is given in it.
 */
export const brakesInForce = <One extends Learnt>(
  learnt: readonly One[],
  consents: readonly Consent[],
  placeOf: (contactPoint: Identifier) => string,
): (One & { voices: readonly Voice[] })[] => {
  const grants = consents
    .filter(({ state }) => state === 'granted')
    .map(({ at, contactPoint, purpose }) => ({
      at: instantOf(at),
      place: contactPoint && placeOf(contactPoint),
      voice: voiceOfPurpose(purpose),
    }));
  const said = new Map(learnt.map((one) => [JSON.stringify([one.brake, one.at, one.place, ...concernedBy(one)]), one]));
  return [...said.values()].flatMap((one) => {
    const isEnded = (voice: Voice): boolean =>
      grants.some((grant) => grant.at > one.at && (isOfPerson(one.brake) ? grant.voice === voice : isOf(grant, one)));
    const voices = concernedBy(one).filter((voice) => !isEnded(voice));
    return voices.length === 0 ? [] : [{ ...one, voices }];
  });
};

const isOf = (grant: { place: string | undefined }, { place }: Learnt): boolean =>
  grant.place === undefined || grant.place === place;

const concernedBy = ({ brake, purpose }: Learnt): readonly Voice[] =>
  brake === 'refusal' ? voicesOfNo(purpose) : Voice.options;

const isOfPerson = (brake: Brake): boolean => brake === 'refusal' || brake === 'objection';
