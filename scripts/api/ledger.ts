import { z } from 'zod';

/** What became of everything that was accepted. */
export const LedgerAnswer = z.object({
  accepted: z.int(),
  stored: z.int(),
  duplicate: z.int(),
  quarantined: z.int(),
  inFlight: z.int(),
});

export type LedgerAnswer = z.infer<typeof LedgerAnswer>;

/** What was added between two looks at the ledger. */
export const ledgerDifference = (before: LedgerAnswer, after: LedgerAnswer): LedgerAnswer => ({
  accepted: after.accepted - before.accepted,
  stored: after.stored - before.stored,
  duplicate: after.duplicate - before.duplicate,
  quarantined: after.quarantined - before.quarantined,
  inFlight: after.inFlight,
});

/** Whether everything that was accepted is accounted for. */
export const balances = ({ accepted, stored, duplicate, quarantined }: LedgerAnswer): boolean =>
  accepted === stored + duplicate + quarantined;
