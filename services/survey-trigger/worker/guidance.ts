import { holdOffErasures, type Resources, repeat, transaction } from '@hilo/runtime';
import { withdrawDue } from '../guidance/hear.ts';
import { forgetEndings } from '../store/guidance.ts';

/** No situation lasts longer; what ended one is kept for as long, and a day for what is late. */
const keptMs = 32 * 86_400_000;

/** Withdraws the cards whose situation is over by its time, within a second or so, and forgets what ends nothing any more. */
export const openGuidanceWork = (
  { pool, logger, health, now }: Pick<Resources, 'pool' | 'logger' | 'health' | 'now'>,
  everyMs = 1000,
) =>
  repeat({
    everyMs,
    health: { health, part: 'withdrawing cards for the front line' },
    work: async () => {
      const mayBeMore = await transaction(pool, async (tx) => {
        await holdOffErasures(tx);
        return withdrawDue(tx, now());
      });
      return (await forgetEndings(pool, now() - keptMs)) || mayBeMore;
    },
    onError: (error) => logger.warn({ err: error }, 'cards for the front line could not be withdrawn'),
  });
