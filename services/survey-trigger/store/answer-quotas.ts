import { statement, type Transaction } from '@hilo/runtime';

/** A quota of answers, of whatever version of its programme. */
export type NamedQuota = { programme: string; name: string };

const named = 'unnest($1::text[], $2::text[]) AS w (programme, name)';
const listsOf = (quotas: readonly NamedQuota[]): [string[], string[]] => {
  const sorted = quotas.toSorted((one, other) => (one.programme + one.name < other.programme + other.name ? -1 : 1));
  return [sorted.map(({ programme }) => programme), sorted.map(({ name }) => name)];
};

const beginSql = statement({
  name: 'begin-answer-quotas',
  text: `INSERT INTO answer_quota_uses (programme, name, used) SELECT programme, name, 0 FROM ${named} ON CONFLICT DO NOTHING`,
});

const lockSql = statement({
  name: 'lock-answer-quotas',
  text: `SELECT q.programme, q.name, q.used FROM answer_quota_uses q JOIN ${named} ON q.programme = w.programme AND q.name = w.name
          ORDER BY q.programme, q.name FOR UPDATE OF q`,
});

const readSql = statement({
  name: 'read-answer-quotas',
  text: `SELECT q.programme, q.name, q.used FROM answer_quota_uses q JOIN ${named} ON q.programme = w.programme AND q.name = w.name`,
});

export type UsedQuota = NamedQuota & { used: number };

/** How many are counted in each of these; those of which nobody is are not there. */
export const readAnswerQuotas = async (
  tx: Pick<Transaction, 'query'>,
  quotas: readonly NamedQuota[],
): Promise<UsedQuota[]> => (quotas.length === 0 ? [] : (await tx.query<UsedQuota>(readSql(listsOf(quotas)))).rows);

/** The same, and until the end of the transaction nobody else is counted in them, so that there are never more. */
export const lockAnswerQuotas = async (tx: Transaction, quotas: readonly NamedQuota[]): Promise<UsedQuota[]> => {
  if (quotas.length === 0) return [];
  await tx.query(beginSql(listsOf(quotas)));
  return (await tx.query<UsedQuota>(lockSql(listsOf(quotas)))).rows;
};

const addSql = statement({
  name: 'add-to-answer-quotas',
  text: `UPDATE answer_quota_uses q SET used = q.used + 1 FROM ${named} WHERE q.programme = w.programme AND q.name = w.name`,
});

/** One more is counted in each of these, which are locked. */
export const addToAnswerQuotas = async (tx: Transaction, quotas: readonly NamedQuota[]): Promise<void> => {
  if (quotas.length > 0) await tx.query(addSql(listsOf(quotas)));
};

const giveBackSql = statement({
  name: 'give-back-quota',
  text: 'UPDATE quota_uses SET used = used - 1 WHERE programme = $1 AND period = $2 AND used > 0',
});

/** Whoever was asked in this period is of no use: the next may be asked. */
export const giveBackQuota = async (tx: Transaction, programme: string, period: string): Promise<void> => {
  await tx.query(giveBackSql([programme, period]));
};
