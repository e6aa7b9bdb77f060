import {
  closeTogether,
  holdOffErasures,
  publishOutbox,
  putIntoOutbox,
  type Resources,
  repeat,
  transaction,
} from '@hilo/runtime';
import { countGuidance, observeShown } from '../events/guidance.ts';
import { withdrawDue } from '../guidance/hear.ts';
import { forgetEndings } from '../store/guidance.ts';
import { countShown } from '../store/guidance-reads.ts';

/** No situation lasts longer; what ended one is kept for as long, and a day for what is late. */
const keptMs = 32 * 86_400_000;

/** Withdraws the cards whose situation is over by its time, within a second or so, and forgets what ends nothing any more. */
export const openGuidanceWork = (
  { pool, log, logger, health, now }: Pick<Resources, 'pool' | 'log' | 'logger' | 'health' | 'now'>,
  everyMs = 1000,
) => {
  let shown = { read: 0, unread: 0 };
  const gauge = observeShown(() => shown);
  const counting = repeat({
    everyMs: 15_000,
    health: { health, part: 'counting cards for the front line' },
    work: async () => {
      shown = await countShown(pool, now());
      return false;
    },
    onError: (error) => logger.warn({ err: error }, 'cards for the front line could not be counted'),
  });
  const withdrawing = repeat({
    everyMs,
    health: { health, part: 'withdrawing cards for the front line' },
    work: async () => {
      const { outbox, ids, told, isFull } = await transaction(pool, async (tx) => {
        await holdOffErasures(tx);
        const withdrawn = await withdrawDue(tx, now());
        return { ...withdrawn, ids: await putIntoOutbox(tx, withdrawn.outbox) };
      });
      countGuidance(told);
      await publishOutbox({ pool, log }, ids, outbox);
      return (await forgetEndings(pool, now() - keptMs)) || isFull;
    },
    onError: (error) => logger.warn({ err: error }, 'cards for the front line could not be withdrawn'),
  });
  const both = closeTogether([withdrawing, counting]);
  return {
    close: async () => {
      gauge[Symbol.dispose]();
      await both.close();
    },
  };
};
