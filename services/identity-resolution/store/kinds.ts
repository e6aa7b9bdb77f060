import { statement, type Transaction } from '@hilo/runtime';
import { isOtherKind, usualKinds } from './usual-kinds.ts';

const mostKinds = 200;

const readKindsSql = statement({
  name: 'other-kinds',
  text: `WITH RECURSIVE other AS (
           (SELECT kind FROM identifiers WHERE ${isOtherKind} ORDER BY kind LIMIT 1)
           UNION ALL
           SELECT (SELECT i.kind FROM identifiers AS i
                    WHERE ${isOtherKind.replace('kind', 'i.kind')} AND i.kind > other.kind ORDER BY i.kind LIMIT 1)
             FROM other WHERE other.kind IS NOT NULL)
         SELECT kind FROM other WHERE kind IS NOT NULL LIMIT ${mostKinds}`,
});

/** The kinds of identifiers that there are, with the usual ones whether there are any or not. */
export const readKinds = async (tx: Transaction): Promise<string[]> => {
  // From one kind to the next: to read all of them would take as long as there are identifiers.
  const { rows } = await tx.query<{ kind: string }>(readKindsSql());
  return [...usualKinds.split(' '), ...rows.map(({ kind }) => kind)].filter((kind) => kind !== '');
};
