import type { Ledger } from '../../api/quality.ts';

/** What becomes of what is accepted, in the order in which it is shown. */
export const ledgerParts = ['stored', 'duplicate', 'quarantined', 'inFlight'] as const;

/**
 * By how much the ledger does not balance: above 0 so many were accepted of which nobody knows what became, below 0 so many more were
 * decided than accepted. What is in flight is what is left, so it is there that it shows: fewer than none cannot be on their way.
 */
export const imbalanceOf = (ledger: Ledger): number => {
  const missing = ledgerParts.reduce((left, part) => left - ledger[part], ledger.accepted);
  return missing === 0 ? Math.min(0, ledger.inFlight) : missing;
};
