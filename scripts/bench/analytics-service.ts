import { loadavg } from 'node:os';
import { makeBenchRows } from './analytics-rows.ts';
import { openServiceBench } from './analytics-service/open.ts';
import {
  type MeasuringService,
  measurePart,
  type ServiceBenchOptions,
  type ServicePart,
  serviceParts,
  stopRunning,
} from './analytics-service/parts.ts';
import { type AskedOverHttp, firstMonday, questionsOf } from './analytics-service/questions.ts';

export type AnalyticsServiceBenchOptions = ServiceBenchOptions & {
  interactions: number;
  full?: boolean;
  only?: readonly ServicePart[];
};

const dayMs = 86_400_000;

/**
 * Prints what analysts wait for analytics as a process of its own over a real database and log, while interactions come in: for each
 * question, until what happens is seen, and until it answers again after it was killed; its memory, and what merges and a rebuild change.
 */
export const benchAnalyticsService = async (options: AnalyticsServiceBenchOptions): Promise<void> => {
  await using opened = new AsyncDisposableStack();
  const { interactions, full, only = serviceParts } = options;
  const rows = makeBenchRows(full ? 5_000_000 : interactions, firstMonday(Date.now()));
  console.log(`${rows.n} interactions of ${rows.tier.length - 1} customers`);
  const bench = await openServiceBench(opened, rows);
  const upTo = Math.max((Math.floor(Date.now() / dayMs) + 1) * dayMs, rows.from + 365 * dayMs);
  const live = questionsOf(rows, upTo);
  const measuring: MeasuringService = {
    ...options,
    // Each customer is merged once.
    merges: Math.min(options.merges, Math.floor((rows.tier.length - 1) / 2)),
    bench,
    quiet: questionsOf(rows),
    live,
    figure: named(live, 'NPS, a year'),
    journey: named(live, 'funnel of three steps, a month'),
    range: { from: new Date(rows.from).toISOString(), to: new Date(upTo).toISOString() },
    running: undefined,
  };
  opened.defer(() => stopRunning(measuring));
  const figures: Partial<Record<ServicePart, unknown>> = {};
  for (const part of serviceParts.filter((one) => only.includes(one)))
    figures[part] = await measurePart[part](measuring);
  console.log(JSON.stringify({ name: 'analytics-service', rows: rows.n, load: loadavg(), figures }));
};

const named = (questions: readonly AskedOverHttp[], name: string): AskedOverHttp => {
  const found = questions.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nobody asks for ${name}`);
  return found;
};
