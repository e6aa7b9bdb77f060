import { statement, type Transaction } from '@hilo/runtime';

const findOpenInAppSql = statement({
  name: 'find-open-in-app',
  text: `SELECT i.id FROM claims k JOIN claims o ON o.customer = k.customer
           JOIN invitations i ON i.subject = o.subject AND i.state = 'invited' AND i.channel = 'app' AND i.programme NOT LIKE '~%'
           LEFT JOIN responses r ON r.invitation = i.id
          WHERE k.subject = ANY ($1::uuid[]) AND i.deadline > to_timestamp($2) AND i.contact_point IS NOT NULL
            AND r.completed_at IS NULL AND coalesce(r.state, '') <> 'screened-out'
          GROUP BY i.id ORDER BY i.deadline, i.id LIMIT 20`,
});

/** The invitations in an app of whoever has one of these identifiers, by their derived ids, to which something is still to be answered. */
export const findOpenInApp = async (
  tx: Pick<Transaction, 'query'>,
  subjects: readonly string[],
  now: number,
): Promise<string[]> => {
  const { rows } = await tx.query<{ id: string }>(findOpenInAppSql([subjects, now / 1000]));
  return rows.map(({ id }) => id);
};
