import { statement, type Transaction } from '@hilo/runtime';

/** A quota in its period; times are in milliseconds since the epoch. */
export type WantedQuota = { programme: string; period: string; from: number; until: number; max: number };

const wanted = `unnest($1::text[], $2::text[], $3::float8[], $4::float8[], $5::integer[]) AS w (programme, period, begins, ends, max)`;

// What was asked before there was a quota counts, too.
const beginSql = statement({
  name: 'begin-quotas',
  text: `INSERT INTO quota_uses (programme, period, used)
         SELECT w.programme, w.period, (SELECT count(*) FROM invitations i
                                         WHERE i.programme = w.programme AND i.state = 'invited'
                                           AND i.decided_at >= to_timestamp(w.begins / 1000) AND i.decided_at < to_timestamp(w.ends / 1000))
           FROM ${wanted} WHERE NOT EXISTS (SELECT FROM quota_uses q WHERE q.programme = w.programme AND q.period = w.period)
          ORDER BY w.programme
         ON CONFLICT DO NOTHING`,
});

// Used grows alone, so that one which is full needs no lock, and nobody waits for who decides about it.
const lockSql = statement({
  name: 'lock-quotas',
  text: `SELECT q.programme, q.used FROM quota_uses q JOIN ${wanted} ON q.programme = w.programme AND q.period = w.period
          WHERE q.used < w.max ORDER BY q.programme FOR UPDATE OF q`,
});

/**
 * How many these programmes have asked in these periods, of those that have room. Until the end of the transaction nobody else asks by
 * them, so that there are never more.
 */
export const lockQuotas = async (tx: Transaction, quotas: readonly WantedQuota[]): Promise<Map<string, number>> => {
  if (quotas.length === 0) return new Map();
  const values = [
    quotas.map(({ programme }) => programme),
    quotas.map(({ period }) => period),
    quotas.map(({ from }) => from),
    quotas.map(({ until }) => until),
    quotas.map(({ max }) => max),
  ];
  await tx.query(beginSql(values));
  const { rows } = await tx.query<{ programme: string; used: number }>(lockSql(values));
  return new Map(rows.map(({ programme, used }) => [programme, used]));
};

const saveSql = statement({
  name: 'save-quotas',
  text: `UPDATE quota_uses q SET used = q.used + n.asked
           FROM unnest($1::text[], $2::text[], $3::integer[]) AS n (programme, period, asked)
          WHERE q.programme = n.programme AND q.period = n.period`,
});

/** So many more were asked, by programmes whose quotas are locked. */
export const addToQuotas = async (
  tx: Transaction,
  asked: readonly { programme: string; period: string; asked: number }[],
): Promise<void> => {
  if (asked.length === 0) return;
  await tx.query(
    saveSql([
      asked.map(({ programme }) => programme),
      asked.map(({ period }) => period),
      asked.map((one) => one.asked),
    ]),
  );
};
