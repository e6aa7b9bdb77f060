import { z } from 'zod';
import { openEnum, openObject } from './open.ts';
import { Timestamp, Uuid, Word } from './words.ts';

/** What may have become of an alert. */
export const alertStates = ['raised', 'over'] as const;

/** What a figure may have done. */
export const AlertKind = z
  .enum(['below', 'above', 'silent'])
  .describe('It fell below its band, or rose above it; or nothing came where there always was something.');
export type AlertKind = z.infer<typeof AlertKind>;

export const AlertEnding = z
  .enum(['returned', 'new-level', 'heard-again', 'watch-changed', 'watch-removed'])
  .describe(
    'returned: as much says that it is back as had said that it left; new-level: it has been so for four weeks, and is usual now; heard-again: something came; watch-…: nobody looks at it any more.',
  );
export type AlertEnding = z.infer<typeof AlertEnding>;

const Day = z.iso.date();

/** A figure left its band, or fell silent; or that is over. About nobody: it is of all who are counted. */
export const AlertEvent = openObject({
  id: Uuid.describe('One for each time that a figure leaves its band.'),
  state: openEnum(z.enum(alertStates)),
  watch: Word.describe('By which watch it was seen.'),
  metric: Word.describe('Of which figure, as POST /v1/query names it.'),
  kind: openEnum(AlertKind),
  group: z.record(z.string(), z.string()).describe('Of which group, by the names that the watch groups by.'),
  since: Day.describe('The first day of it, in the time zone of Hilo.'),
  day: Day.describe('The day that was judged when it was raised.'),
  expected: z.number().optional().describe('What would have been usual; of what is silent, how many.'),
  low: z.number().optional().describe('From here …'),
  high: z.number().optional().describe('… to here it would be by chance, at 95 %.'),
  seen: z.number().nullable().optional().describe('The figure since that day; null without an answer.'),
  n: z.int().optional().describe('How many were counted since.'),
  why: z.string().describe('All of it in a sentence.'),
  ending: openEnum(AlertEnding).optional().describe('Why it is over.'),
  at: Timestamp,
}).describe('A figure left its band or fell silent, or that is over.');
export type AlertEvent = z.infer<typeof AlertEvent>;
