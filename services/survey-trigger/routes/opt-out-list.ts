import { DecidedBy, Timestamp, Word } from '@hilo/contracts';
import { z } from 'zod';
import type { RegisterList } from '../store/opt-out-registers.ts';

/** A register in a path, as the rules of the policy name it. */
export const RegisterPath = z.object({ name: Word.meta({ example: 'ES.robinson' }) });

export const WhyChanged = z
  .string()
  .min(1)
  .max(1000)
  .meta({ example: 'the list of November' })
  .describe('Why it is changed, for whoever asks in a year.');

/** A list as it is told. */
export const OptOutList = z.object({
  version: z.int(),
  state: z.enum(['in-force', 'replaced', 'removed']),
  asOf: z.iso.date().describe('The day of which the list is; its age is counted from there, in UTC.'),
  entries: z.int().describe('How many numbers and addresses stand on it.'),
  lines: z.int(),
  unreadable: z.int().describe('In how many lines something was no number and no address, and is not on it.'),
  by: DecidedBy,
  why: z.string(),
  publishedAt: Timestamp.describe('From when on it was in force.'),
  endedAt: Timestamp.optional(),
  removed: z.object({ by: DecidedBy, why: z.string() }).optional(),
});

export const optOutListOf = ({
  version,
  state,
  asOf,
  lines,
  entries,
  unreadable,
  by,
  why,
  publishedAt,
  endedAt,
  ended,
}: RegisterList): z.infer<typeof OptOutList> => ({
  version,
  state,
  asOf: new Date(asOf).toISOString().slice(0, 10),
  entries,
  lines,
  unreadable,
  by,
  why,
  publishedAt: new Date(publishedAt).toISOString(),
  ...(endedAt !== null && { endedAt: new Date(endedAt).toISOString() }),
  ...(ended !== null && { removed: ended }),
});
