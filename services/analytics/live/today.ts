import type { Range } from '../domain/buckets.ts';
import { type Metric, type QueryAnswer, Question } from '../domain/metrics.ts';
import { rangeIn } from '../domain/period.ts';

/** A figure as `/v1/query` has it, of the day or the week that runs. */
export type LiveFigure = Pick<QueryAnswer, 'metric' | 'unit' | 'from' | 'to' | 'asOf'> & Record<string, unknown>;

/** How a question is answered: by the grammar of every figure, so that what is live is what `/v1/query` says. */
export type AskFigure = (question: Question, range: Range) => Promise<QueryAnswer>;

/** What is looked at, the most important first; contact pressure is of weeks, and so of the one that runs. */
const metrics = ['nps', 'csat', 'ces', 'response-rate', 'volume', 'immediacy', 'pressure'] as const satisfies Metric[];

/** The figures of a dashboard, each read anew when it is due. */
export type Today = {
  /** Throws if a figure cannot be read, which is then put off: the others are read nevertheless. */
  read(): Promise<void>;
  /** What was read last, with the day that it is of. */
  figures(): { day: string; timeZone: string; figures: LiveFigure[] };
};

/** A figure that takes long is read more rarely, so that it takes a tenth of the time at the most. */
const shareOfTime = 1 / 10;
const [soonestMs, latestMs] = [900, 30_000];
const putOffMs = 60_000;

export const openToday = ({ ask, now, timeZone }: { ask: AskFigure; now(): number; timeZone: string }): Today => {
  const kept = new Map<Metric, { day: string; dueAt: number; figure?: LiveFigure }>();
  const dayNow = () => Temporal.Instant.fromEpochMilliseconds(now()).toZonedDateTimeISO(timeZone).toPlainDate();
  const readOne = async (metric: (typeof metrics)[number], day: string, from: string): Promise<void> => {
    const startedAt = performance.now();
    const range = rangeIn({ from, to: day }, timeZone, now());
    if ('path' in range) throw new Error(`${from} to ${day} is no time`);
    kept.set(metric, { ...kept.get(metric), day, dueAt: now() + putOffMs });
    const answer = await ask(Question.parse({ metric }), range);
    const tookMs = performance.now() - startedAt;
    const pauseMs = Math.min(latestMs, Math.max(soonestMs, tookMs / shareOfTime));
    kept.set(metric, { day, dueAt: now() + pauseMs, figure: figureOf(answer) });
  };
  return {
    read: async () => {
      const today = dayNow();
      const day = today.toString();
      const monday = today.subtract({ days: today.dayOfWeek - 1 }).toString();
      const failed: unknown[] = [];
      for (const metric of metrics) {
        const one = kept.get(metric);
        if (one?.day === day && one.dueAt > now()) continue;
        await readOne(metric, day, metric === 'pressure' ? monday : day).catch((error: unknown) => failed.push(error));
      }
      if (failed.length > 0) throw failed[0];
    },
    figures: () => {
      const day = dayNow().toString();
      const figures = metrics.flatMap((metric) => {
        const one = kept.get(metric);
        return one?.day === day && one.figure ? [one.figure] : [];
      });
      return { day, timeZone, figures };
    },
  };
};

const figureOf = ({ metric, unit, from, to, asOf, rows: [row] }: QueryAnswer): LiveFigure => {
  const { group: _, from: __, to: ___, ...told } = row ?? { group: {} };
  return { metric, unit, from, to, asOf, ...told };
};
