import { topics } from '@hilo/contracts';
import { type NameHashes, type ReadingGroups, type Repeating, type Resources, readUpTo, repeat } from '@hilo/runtime';
import { noteContactPoints } from '../store/contact-points.ts';

/** Up to when everything was read that others have said. */
export type Knowledge = Repeating & {
  /** In milliseconds since the epoch; `undefined` while nobody can say. */
  asOf(): number | undefined;
};

type Watched = Pick<Resources, 'log' | 'pool' | 'logger' | 'health' | 'now'> & { hashes: NameHashes };

/** What has to be read before it is known here, in the order in which it comes: what one hands on meanwhile, the next has. */
const readBy: ReadingGroups = [
  ['identity-resolution', topics.interactions.name],
  ['survey-trigger', topics.resolved.name],
  ['survey-trigger', topics.customers.name],
];

/**
 * Looks every second or so up to when everything is known here that was said to Hilo: who asks whether somebody may be contacted is told no
 * where that is too long ago. Where the log cannot be asked, it is as long ago as it was asked last.
 */
export const watchKnowledge = async ({ hashes, ...resources }: Watched, everyMs = 1000): Promise<Knowledge> => {
  const { log, pool, logger, health, now } = resources;
  let [asOf, areNoted, isAway]: [number | undefined, boolean, boolean] = [undefined, false, false];
  const look = async (): Promise<void> => {
    asOf = await readUpTo(log, readBy, now());
    isAway = false;
  };
  const noteAway = (error: unknown): void => {
    if (!isAway) logger.warn({ err: error }, 'it could not be seen how far behind the thread this is');
    isAway = true;
  };
  const note = async (): Promise<boolean> => {
    if (!areNoted) areNoted = !(await noteContactPoints(pool, hashes));
    return !areNoted;
  };
  const noteFailed = (error: unknown): void =>
    logger.warn({ err: error }, 'who has which contact point could not be noted and will be');
  await note().catch(noteFailed);
  await look().catch(noteAway);
  const looking = repeat({
    everyMs,
    health: { health, part: 'seeing how far behind the thread this is' },
    work: async () => {
      await look();
      return false;
    },
    onError: noteAway,
  });
  const noting = repeat({
    everyMs: 10_000,
    health: { health, part: 'noting who has which contact point' },
    work: note,
    onError: noteFailed,
  });
  return {
    asOf: () => (areNoted ? asOf : undefined),
    close: async () => {
      await Promise.all([looking.close(), noting.close()]);
    },
  };
};
