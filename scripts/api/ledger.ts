import { z } from 'zod';

/** What became of everything that was accepted. */
export const Ledger = z.object({
  accepted: z.int(),
  stored: z.int(),
  duplicate: z.int(),
  quarantined: z.int(),
  inFlight: z.int(),
});
export type Ledger = z.infer<typeof Ledger>;

/** What was added between two looks at the ledger. */
export const ledgerDifference = (before: Ledger, after: Ledger): Ledger => ({
  accepted: after.accepted - before.accepted,
  stored: after.stored - before.stored,
  duplicate: after.duplicate - before.duplicate,
  quarantined: after.quarantined - before.quarantined,
  inFlight: after.inFlight,
});

/** Whether everything that was accepted is accounted for. */
export const balances = ({ accepted, stored, duplicate, quarantined }: Ledger): boolean =>
  accepted === stored + duplicate + quarantined;
