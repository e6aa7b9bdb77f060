import { z } from 'zod';
import { openObject } from './open.ts';

/** How far the interactions of one partition are through, in totals since its beginning. The latest wins. */
export const LedgerEntry = openObject({
  log: z.string().describe('Identity of the log; offsets of one log mean nothing in another.'),
  topic: z.string(),
  partition: z.int().min(0),
  nextOffset: z.int().min(0),
  stored: z.int().min(0),
  duplicate: z.int().min(0),
  quarantined: z.int().min(0),
}).describe('How many interactions of one partition were stored, duplicate or quarantined so far.');
export type LedgerEntry = z.infer<typeof LedgerEntry>;
