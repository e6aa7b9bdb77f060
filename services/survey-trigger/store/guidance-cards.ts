import { DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { GuidanceCard } from '../domain/guidance/card.ts';
import type { CardInForce } from '../domain/guidance/situation.ts';

type Queryable = Pick<Transaction, 'query'>;

const revisionSql = statement({
  name: 'guidance-cards-revision',
  text: 'SELECT count(*)::int AS versions, max(at)::text AS at FROM guidance_cards',
});

const inForceSql = statement(
  `SELECT * FROM (SELECT DISTINCT ON (id) id, version, card, by, why, at FROM guidance_cards ORDER BY id, version DESC) AS c ORDER BY id`,
);

const Stored = z.object({
  id: z.string(),
  version: z.int(),
  card: z.unknown(),
  by: DecidedBy,
  why: z.string(),
  at: z.date().transform((date) => date.toISOString()),
});
export type StoredCard = z.infer<typeof Stored>;

/** The latest version of each card. */
export const latestCards = async (tx: Queryable): Promise<StoredCard[]> =>
  z.array(Stored).parse((await tx.query(inForceSql())).rows);

/** The cards in force; those that this release cannot read are not pushed. */
export type CardsInForce = { latest(tx: Queryable): Promise<readonly CardInForce[]> };

/** Read once; after that a transaction asks whether there is news alone. */
export const openCards = (): CardsInForce => {
  let known: { revision: string; cards: readonly CardInForce[] } | undefined;
  return {
    latest: async (tx) => {
      const { rows } = await tx.query(revisionSql());
      const revision = JSON.stringify(rows[0]);
      if (known?.revision === revision) return known.cards;
      const cards = (await latestCards(tx)).flatMap(({ version, card }) => {
        const { data } = GuidanceCard.safeParse(card);
        return data ? [{ version, card: data }] : [];
      });
      known = { revision, cards };
      return cards;
    },
  };
};

const lockSql = statement('LOCK TABLE guidance_cards IN SHARE ROW EXCLUSIVE MODE');

/** Keeps all others from publishing. */
export const lockCards = async (tx: Transaction): Promise<void> => {
  await tx.query(lockSql());
};

const insertCardSql = statement(
  `INSERT INTO guidance_cards (id, version, card, by, why, at)
   SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, to_timestamp($5) FROM guidance_cards WHERE id = $1
   RETURNING id, version, card, by, why, at`,
);

/** Writes the next version of the card. */
export const insertCard = async (
  tx: Transaction,
  card: GuidanceCard,
  { by, why, now }: { by: DecidedBy; why: string; now: number },
): Promise<StoredCard> => {
  const { rows } = await tx.query(insertCardSql([card.id, JSON.stringify(card), JSON.stringify(by), why, now / 1000]));
  return Stored.parse(rows[0]);
};
