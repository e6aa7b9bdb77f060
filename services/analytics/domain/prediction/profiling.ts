import { type Consent, type CustomerRecord, cautionOf, instantOf } from '@hilo/contracts';

const purpose = 'profiling';

/** Whether somebody may be predicted, and learnt from. */
export const profilingStates = ['allowed', 'withdrawn', 'ambiguous'] as const;
export type ProfilingState = (typeof profilingStates)[number];

/**
 * Not who withdrew it: a withdrawal holds until a later yes that reaches as far, so that a yes for one channel does not end a no to
 * all. And not a shared identifier, which is no person.
 */
export const profilingStateOf = ({
  ambiguous,
  consents,
}: Pick<CustomerRecord, 'ambiguous' | 'consents'>): ProfilingState => {
  if (ambiguous) return 'ambiguous';
  const own = consents.filter((consent) => consent.purpose === purpose);
  return own.some((one) => isWithdrawal(one) && !own.some((other) => ends(other, one))) ? 'withdrawn' : 'allowed';
};

const isWithdrawal = ({ state }: Consent): boolean => state === 'withdrawn';

const ends = (yes: Consent, no: Consent): boolean =>
  cautionOf(yes.state) === 0 &&
  instantOf(yes.at) > instantOf(no.at) &&
  (yes.channel === undefined || yes.channel === no.channel) &&
  (yes.contactPoint === undefined ||
    (yes.contactPoint.kind === no.contactPoint?.kind && yes.contactPoint.value === no.contactPoint.value));
