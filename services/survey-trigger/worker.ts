import {
  type NameHashes,
  publishOutbox,
  putIntoOutbox,
  type Repeating,
  type Resources,
  repeat,
  transaction,
} from '@hilo/runtime';
import { nameContacts } from './erase.ts';
import { countDecisions, countUnreadable } from './events.ts';
import { decideDue, type Inviting } from './pipeline.ts';
import { takeUpAgain } from './store/invitations.ts';

/** Whoever decides nothing for so long is not ready. */
const unreadyAfterMs = 60_000;

export type Deciding = Repeating & {
  /** Throws when nothing could be decided for a minute. */
  ready(): void;
};

/** Decides what is due, again and again; what could not be read before is taken up again first. */
export const openDeciding = async (
  {
    pool,
    log,
    logger,
    health,
    now,
    hashes,
  }: Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'> & {
    hashes: NameHashes;
  },
  inviting: Inviting,
  everyMs = 1000,
): Promise<Deciding> => {
  await takeUpAgain(pool);
  let failing: { since: number; error: unknown } | undefined;
  const { close } = repeat({
    everyMs,
    health: { health, part: 'deciding who is asked' },
    work: async () => {
      const { decided, outbox, unreadable, more, ids } = await transaction(pool, async (tx) => {
        const outcome = await decideDue(tx, inviting, now());
        const isUnnamed = await nameContacts(tx, hashes);
        return { ...outcome, more: outcome.more || isUnnamed, ids: await putIntoOutbox(tx, outcome.outbox) };
      });
      failing = undefined;
      countDecisions(decided);
      countUnreadable(unreadable);
      for (const one of unreadable)
        logger.warn(one, 'an invitation cannot be read, and is left out until the next start');
      await publishOutbox({ pool, log }, ids, outbox);
      return more;
    },
    onError: (error) => {
      failing = { since: failing?.since ?? now(), error };
      logger.warn({ err: error }, 'what is due could not be decided and will be tried again');
    },
  });
  return {
    ready: () => {
      if (failing === undefined || now() - failing.since < unreadyAfterMs) return;
      const { since, error: cause } = failing;
      throw new Error(`survey-trigger has decided nothing since ${new Date(since).toISOString()}`, { cause });
    },
    close,
  };
};
