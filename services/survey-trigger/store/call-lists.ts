import { DecidedBy } from '@hilo/contracts';
import { statement, type Transaction } from '@hilo/runtime';
import { z } from 'zod';
import { CallList } from '../domain/call-lists/call-list.ts';

const KeptCallList = z.object({
  name: z.string(),
  settings: CallList,
  by: DecidedBy,
  at: z.date().transform((at) => at.toISOString()),
});
/** A list, and who made it so. */
export type KeptCallList = z.infer<typeof KeptCallList>;

type Reader = Pick<Transaction, 'query'>;

const readCallListsSql = statement('SELECT name, settings, by, at FROM call_lists ORDER BY name');

export const readCallLists = async (tx: Reader): Promise<KeptCallList[]> =>
  z.array(KeptCallList).parse((await tx.query(readCallListsSql())).rows);

const findCallListSql = statement('SELECT name, settings, by, at FROM call_lists WHERE name = $1');

export const findCallList = async (tx: Reader, name: string): Promise<KeptCallList | undefined> => {
  const { rows } = await tx.query(findCallListSql([name]));
  return rows[0] && KeptCallList.parse(rows[0]);
};

const isAnyCallListSql = statement({ name: 'is-any-call-list', text: 'SELECT FROM call_lists LIMIT 1' });

/** Whether anybody calls for Hilo. */
export const isAnyCallList = async (tx: Reader): Promise<boolean> =>
  ((await tx.query(isAnyCallListSql())).rowCount ?? 0) > 0;

const saveCallListSql = statement(`
  INSERT INTO call_lists (name, settings, by, at) VALUES ($1, $2, $3, to_timestamp($4))
  ON CONFLICT (name) DO UPDATE SET settings = EXCLUDED.settings, by = EXCLUDED.by, at = EXCLUDED.at`);

export const saveCallList = async (
  tx: Reader,
  { name, settings, by, now }: { name: string; settings: CallList; by: DecidedBy; now: number },
): Promise<void> => {
  await tx.query(saveCallListSql([name, JSON.stringify(settings), JSON.stringify(by), now / 1000]));
};

const removeCallListSql = statement('DELETE FROM call_lists WHERE name = $1');

export const removeCallList = async (tx: Reader, name: string): Promise<boolean> =>
  ((await tx.query(removeCallListSql([name]))).rowCount ?? 0) > 0;
