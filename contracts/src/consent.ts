import type { Consent } from './customer.ts';
import type { Identifier } from './identifier.ts';
import { instantOf } from './instant.ts';
import type { Channel } from './words.ts';

export type ContactQuestion = { purpose: string; channel: Channel; contactPoint: Identifier };

const concerns = (consent: Consent, question: ContactQuestion): boolean =>
  consent.purpose === question.purpose &&
  (consent.channel === undefined || consent.channel === question.channel) &&
  (consent.contactPoint === undefined ||
    (consent.contactPoint.kind === question.contactPoint.kind &&
      consent.contactPoint.value === question.contactPoint.value));

/**
 * How much a state holds back: of two that were said at the same moment, the more cautious counts. A state that is not known
 * lets nobody be contacted, and is no withdrawal.
 */
export const cautionOf = (state: Consent['state']): number => (state === 'withdrawn' ? 2 : state === 'granted' ? 0 : 1);

/**
 * The consent that decides whether a contact is lawful, or `undefined` if the person was never asked.
 * The latest statement that concerns the purpose, channel and contact point wins; a withdrawal wins a tie.
 */
export const decidingConsent = (consents: readonly Consent[], question: ContactQuestion): Consent | undefined =>
  consents
    .filter((consent) => concerns(consent, question))
    .reduce<Consent | undefined>((winner, consent) => {
      if (winner === undefined) return consent;
      const later = instantOf(consent.at) - instantOf(winner.at);
      if (later > 0 || (later === 0 && cautionOf(consent.state) > cautionOf(winner.state))) return consent;
      return winner;
    }, undefined);
