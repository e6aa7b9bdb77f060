import { closeTogether, dueWork, type Resources, repeat } from '@hilo/runtime';
import { workDueCases } from '../cases/work-due.ts';
import { longestWithinHours } from '../domain/cases/case-rules.ts';
import { logMemoryMs } from '../domain/historical.ts';
import { countCaseSteps, observeCases } from '../events.ts';
import { countCases } from '../store/case-list.ts';
import type { CaseRulesInForce } from '../store/case-rules.ts';
import { forgetSignals } from '../store/case-signals.ts';
import { dueCases } from '../store/due-cases.ts';

type CaseWorker = Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'>;

/** What is heard of late, within the memory of the log, may still be counted with it. */
const keptMs = longestWithinHours * 3_600_000 + logMemoryMs;

/** Looks at cases when something of them is due, again and again, and counts those that are in hand. */
export const openCaseWork = (resources: CaseWorker, caseRules: CaseRulesInForce, everyMs = 1000) => {
  const { pool, logger, health, now } = resources;
  const due = dueWork(resources, {
    name: 'cases',
    part: 'escalating cases',
    rows: dueCases,
    everyMs,
    work: (tx, items, at) => workDueCases(tx, caseRules, items, at),
    onDone: ({ steps }) => countCaseSteps(steps),
  });
  let counts = { open: 0, waiting: 0, overdue: 0 };
  const gauge = observeCases(() => counts);
  const counting = repeat({
    everyMs: 15_000,
    health: { health, part: 'counting cases' },
    work: async () => {
      counts = await countCases(pool, { states: ['open', 'waiting'] }, now());
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'cases could not be counted'),
  });
  const forgetting = repeat({
    everyMs: 3_600_000,
    health: { health, part: 'forgetting what opens no case any more' },
    work: () => forgetSignals(pool, now() - keptMs),
    onError: (error) => logger.warn({ err: error }, 'what opens no case any more could not be forgotten'),
  });
  const all = closeTogether([due, counting, forgetting]);
  return {
    close: async () => {
      gauge[Symbol.dispose]();
      await all.close();
    },
  };
};
