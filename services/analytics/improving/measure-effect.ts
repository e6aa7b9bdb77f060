import { z } from 'zod';
import { inTime, type QuestionContext } from '../asking/answer-question.ts';
import { dayAt, dayNumber, dayText, startOfDay } from '../domain/alerts/watched-day.ts';
import type { Range } from '../domain/buckets.ts';
import { type BeforeAndAfter, effectOf, type ImprovementEffect } from '../domain/improvements/effect.ts';
import { noScores, ScoreCounts } from '../domain/measured.ts';
import type { Scale } from '../domain/scales.ts';
import { CountedGroup } from '../store/asked/grouped.ts';
import { cutByDays, isZoneOfRollups } from '../store/asked/rolled.ts';
import { countScoresSql } from '../store/asked/scores.ts';
import { listImproved } from '../store/improvements.ts';
import { readRebuilding } from '../store/projection.ts';

/** So many whole days before it worked are compared with as many after, as far as they are over: weeks, so that each has all its days. */
export const comparedDays = 56;

/** What came of an improvement, and of what that was counted. */
export type MeasuredEffect = ImprovementEffect & {
  before: Range;
  after: Range;
  /** How many touchpoints are left out, since something was improved there as well. */
  leftOut: number;
  /** Others that began to work at the same touchpoint in that time: what came of which, nobody can tell. */
  alsoHere: string[];
  rebuilding: boolean;
};

/** `undefined` until a day is over on which it worked. */
export const measureEffect = async (
  context: Pick<QuestionContext, 'pool' | 'timeoutMs'>,
  improvement: { id: string; touchpoint: string; metric: Scale; doneOn: string },
  { now, timeZone }: { now: number; timeZone: string },
): Promise<MeasuredEffect | undefined> => {
  const { id, touchpoint, metric } = improvement;
  const done = dayNumber(improvement.doneOn);
  const [first, end] = [done - comparedDays, Math.min(done + comparedDays, dayAt(now, timeZone))];
  if (end <= done) return undefined;
  const at = (day: number): string => new Date(startOfDay(day, timeZone)).toISOString();
  const [before, after] = [
    { from: at(first), to: at(done) },
    { from: at(done), to: at(end) },
  ];
  return await inTime(context, async (tx) => {
    const asking = {
      ...{ range: after, before, timeZone, now, weekStart: 'monday' as const, segments: {} },
      dimensions: [{ name: 'touchpoint', by: 'touchpoint' as const }],
      filters: { voice: ['customer' as const] },
      isRolled: await isZoneOfRollups(tx, timeZone),
    };
    const { rows } = await tx.query(countScoresSql(asking, { after: undefined, limit: 100_000 }, [metric], 'response'));
    const all = touchpointsIn(rows);
    const improved = (await listImproved(tx, { from: dayText(first), to: dayText(end) })).filter(
      (one) => one.id !== id,
    );
    const elsewhere = new Set(improved.map((one) => one.touchpoint).filter((one) => one !== touchpoint));
    const others = all.filter((one) => one.touchpoint !== touchpoint && !elsewhere.has(one.touchpoint));
    const here = all.find((one) => one.touchpoint === touchpoint);
    return {
      ...effectOf(here, others, metric),
      ...{ before, after },
      leftOut: all.filter((one) => elsewhere.has(one.touchpoint)).length,
      alsoHere: improved.filter((one) => one.touchpoint === touchpoint).map((one) => one.id),
      rebuilding: cutByDays(asking) === undefined && (await readRebuilding(tx)),
    };
  });
};

const Counted = CountedGroup.extend(ScoreCounts.shape);

const touchpointsIn = (rows: readonly unknown[]): BeforeAndAfter[] => {
  const all = new Map<string, BeforeAndAfter>();
  for (const { isTotal, before, keys, ...counts } of z.array(Counted).parse(rows)) {
    const [touchpoint = ''] = keys;
    if (isTotal) continue;
    const one = all.get(touchpoint) ?? { touchpoint, before: noScores, after: noScores };
    all.set(touchpoint, { ...one, [before ? 'before' : 'after']: counts });
  }
  return [...all.values()];
};
