import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Asker } from './ask.ts';
import type { SaidMark } from './marks.ts';

const Total = z.object({ rows: z.tuple([z.object({ n: z.int() })]) });
const Funnel = z.object({ rows: z.tuple([z.object({ began: z.int() })]).or(z.tuple([])) });

const dayMs = 86_400_000;

/** How many marks of a run are seen in a figure, and in a journey. */
const seenBy = (asker: Asker, run: string) => {
  const range = {
    from: new Date(Date.now() - dayMs).toISOString().slice(0, 10),
    to: new Date(Date.now() + dayMs).toISOString().slice(0, 10),
  };
  const filters = { touchpoint: [run] };
  return {
    figure: async (): Promise<number> =>
      Total.parse(await asker.json({ path: '/v1/query', body: { metric: 'volume', ...range, filters } })).rows[0].n,
    journey: async (): Promise<number> => {
      const steps = [filters, filters];
      const answer = await asker.json({ path: '/v1/journeys/funnels', body: { ...range, steps, window: 'PT1S' } });
      return Funnel.parse(answer).rows[0]?.began ?? 0;
    },
  };
};

const lookEveryMs = 20;
const longestMs = 60_000;

/** Milliseconds from when each mark was said until it was seen. */
export type Lateness = { figure: number[]; journey: number[] };

/**
 * Looks at a service all the time until every mark of a run is seen, and those are all; gives how late each was, at the latest: it was there
 * before it was looked for.
 */
export const watchMarks = async (
  asker: Asker,
  {
    run,
    marks,
    inJourneys = true,
    isOver,
  }: { run: string; marks: readonly SaidMark[]; inJourneys?: boolean; isOver(): boolean },
): Promise<Lateness> => {
  const look = seenBy(asker, run);
  const late: Lateness = { figure: [], journey: [] };
  const note = (of: keyof Lateness, seen: number): void => {
    const now = Date.now();
    // A mark may be seen before whoever said it has told of it.
    while (late[of].length < Math.min(seen, marks.length))
      late[of].push(Math.max(0, now - (marks[late[of].length]?.at ?? now)));
  };
  const isSeen = (): boolean =>
    late.figure.length === marks.length && (!inJourneys || late.journey.length === marks.length);
  let since = performance.now();
  while (!isOver() || !isSeen()) {
    note('figure', await look.figure());
    if (inJourneys) note('journey', await look.journey());
    if (!isOver()) since = performance.now();
    if (performance.now() - since > longestMs)
      throw new Error(
        `of ${marks.length} only ${late.figure.length} and ${late.journey.length} are seen after a minute`,
      );
    await delay(lookEveryMs);
  }
  return late;
};
