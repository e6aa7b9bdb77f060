import type { TailEntry } from '@hilo/contracts';
import { type Logger, type Resources, repeat, transaction } from '@hilo/runtime';
import { quarantineHref } from '../receipts/read-receipt.ts';
import { forgetOld, keptMs, RefusedEntry, type TailRow } from '../store/tail.ts';

const forgetEveryMs = 60_000;

/** An entry of the tail as it is shown. */
export const tailEntryOf = ({ at, state, source, interaction, content, quarantine, reason }: TailRow): TailEntry => ({
  state,
  at: at.toISOString(),
  ...(interaction !== null && { id: interaction }),
  ...(source !== null && { source }),
  ...(content !== null && (state === 'accepted' ? glanceAt(content) : RefusedEntry.parse(JSON.parse(content)))),
  ...(reason !== null && { reason }),
  ...hrefOf({ state, source, interaction, quarantine }),
});

const hrefOf = ({
  state,
  source,
  interaction,
  quarantine,
}: Pick<TailRow, 'state' | 'source' | 'interaction' | 'quarantine'>): Pick<TailEntry, 'href'> => {
  if (quarantine !== null) return { href: quarantineHref(quarantine) };
  if (state !== 'accepted' || interaction === null || source === null) return {};
  return { href: `/v1/interactions/${encodeURIComponent(interaction)}?source=${encodeURIComponent(source)}` };
};

/** What the list shows of an interaction: nothing of whom it is about. */
const glanceAt = (content: string): Pick<TailEntry, 'occurredAt' | 'channel' | 'touchpoint' | 'kind'> => {
  const { occurredAt, channel, touchpoint, kind } = JSON.parse(content);
  return { occurredAt, channel, touchpoint, kind };
};

/** Forgets what is older than it is kept. */
export const forgetInTime = ({
  pool,
  health,
  logger,
  now,
}: Pick<Resources, 'pool' | 'health' | 'now'> & { logger: Pick<Logger, 'warn'> }) =>
  repeat({
    everyMs: forgetEveryMs,
    health: { health, part: 'forgetting what came in long ago' },
    work: () => transaction(pool, (tx) => forgetOld(tx, now() - keptMs)),
    onError: (error) => logger.warn({ err: error }, 'what came in long ago could not be forgotten; tried again soon'),
  });
