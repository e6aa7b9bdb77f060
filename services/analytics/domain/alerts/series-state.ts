import { z } from 'zod';

const Day = z.int();
export const Side = z.enum(['below', 'above']);
export type Side = z.infer<typeof Side>;

/** How far it has drifted to one side, and since which day. */
const Drift = z.object({ sum: z.number(), since: Day });
const Raised = z.object({ id: z.uuid(), since: Day, raised: Day });

/** What is kept of a series from one day to the next; days are counted from 1970. */
export const SeriesState = z.object({
  /** Whether anything was there on a day that was judged: what was only brought in later falls silent for nobody. */
  isHeard: z.boolean(),
  above: Drift.optional(),
  below: Drift.optional(),
  /** It has left its band. */
  excursion: Raised.extend({ side: Side }).optional(),
  /** Days on which nothing came, and how likely that is by chance. */
  silent: z.object({ since: Day, chance: z.number(), expected: z.number(), alert: Raised.optional() }).optional(),
  /** Up to this day nothing is raised. */
  quietUntil: Day.optional(),
  /** Since when it has been on the level on which it is. */
  levelSince: Day.optional(),
  /** Days that say nothing of what is usual: from, and up to with, each. */
  unusual: z.array(z.tuple([Day, Day])),
});
export type SeriesState = z.infer<typeof SeriesState>;

export const newSeries: SeriesState = { isHeard: false, unusual: [] };
