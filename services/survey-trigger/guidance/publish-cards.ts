import type { DecidedBy } from '@hilo/contracts';
import { type Transaction, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import type { GuidanceCard } from '../domain/guidance/card.ts';
import { insertCard, latestCards, lockCards, type StoredCard } from '../store/guidance-cards.ts';

type Publishing = { by: DecidedBy; why: string; now: number };

/** Publishes the next version of a card, which is pushed from the commit on; what is in force already is no new one. */
export const publishCard = async (tx: Transaction, card: GuidanceCard, publishing: Publishing): Promise<StoredCard> => {
  await lockCards(tx);
  const latest = (await latestCards(tx)).find(({ id }) => id === card.id);
  if (latest !== undefined && isSame(latest.card, card)) return latest;
  return insertCard(tx, card, publishing);
};

const isSame = (one: unknown, other: GuidanceCard): boolean => sorted(one) === sorted(other);

/** As JSON, whatever the order in which a table keeps the fields. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

const hilo: DecidedBy = { key: 'hilo', source: 'hilo/survey-trigger' };

/** Publishes the cards that are shipped where there are none yet. */
export const publishFirstCards = async (pool: Pool, cards: readonly GuidanceCard[], now: number): Promise<void> => {
  if ((await latestCards(pool)).length > 0) return;
  await transaction(pool, async (tx) => {
    await lockCards(tx);
    if ((await latestCards(tx)).length > 0) return;
    for (const card of cards) await insertCard(tx, card, { by: hilo, why: 'The first, as it is shipped.', now });
  });
};
