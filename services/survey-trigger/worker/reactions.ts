import { closeTogether, dueWork, type Resources, repeat } from '@hilo/runtime';
import { logMemoryMs } from '../domain/historical.ts';
import { countReactions } from '../events/reactions.ts';
import { countCaseSteps } from '../events.ts';
import type { ActedBy } from '../reactions/act.ts';
import { decideReactions } from '../reactions/decide-due.ts';
import { dueReactions } from '../store/due-reactions.ts';
import { sweepReactions } from '../store/forgotten-reactions.ts';
import type { ReactionRulesInForce } from '../store/reaction-rules.ts';

type ReactionWorker = Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'>;

/** What was decided can be looked at for so long, and nothing that rests by it begins before. */
const decidedKeptMs = 400 * 86_400_000;

/** Decides what is due, and reacts, again and again; forgets what no window reaches any more. */
export const openReactions = (
  resources: ReactionWorker,
  deciding: ActedBy & { reactionRules: ReactionRulesInForce },
  everyMs = 500,
) => {
  const { pool, logger, health, now } = resources;
  const due = dueWork(resources, {
    name: 'reactions',
    part: 'reacting to what happens',
    rows: dueReactions,
    everyMs,
    work: (tx, items, at) => decideReactions(tx, deciding, items, at),
    onDone: ({ decided, steps }) => {
      countReactions(decided, now());
      countCaseSteps(steps);
    },
  });
  const sweeping = repeat({
    everyMs: 3_600_000,
    health: { health, part: 'forgetting what sets nothing off any more' },
    work: async () => {
      const rules = await deciding.reactionRules.latest(pool);
      if (rules === undefined) return false;
      const windowsSince = now() - rules.keptMs - logMemoryMs;
      return sweepReactions(pool, { windowsSince, decidedSince: now() - decidedKeptMs });
    },
    onError: (error) => logger.warn({ err: error }, 'what sets nothing off any more could not be forgotten'),
  });
  return closeTogether([due, sweeping]);
};
