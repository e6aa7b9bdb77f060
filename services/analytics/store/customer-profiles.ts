import { bare, type CustomerChange, generationNow, statement, type Transaction, texts } from '@hilo/runtime';

const keepProfilesSql = statement({
  name: 'keep-profiles-of-analytics',
  text: `INSERT INTO profiles AS p (customer, traits, preferences, rebuilt)
         SELECT t.customer, t.traits::jsonb, t.preferences::jsonb, ${generationNow}
           FROM unnest($1::uuid[], $2::text[], $3::text[]) AS t (customer, traits, preferences)
         ON CONFLICT (customer) DO UPDATE
            SET traits = EXCLUDED.traits, preferences = EXCLUDED.preferences, rebuilt = EXCLUDED.rebuilt
          -- Every interaction makes another version of a record, and few of them other traits.
          WHERE (p.traits, p.preferences, p.rebuilt) IS DISTINCT FROM (EXCLUDED.traits, EXCLUDED.preferences, EXCLUDED.rebuilt)`,
});

const removeProfilesSql = statement('DELETE FROM profiles WHERE customer = ANY ($1::uuid[])');

/** Keeps of the records that changed what a question may name; of those that are no more, nothing. */
export const keepProfiles = async (tx: Transaction, changes: readonly CustomerChange[]): Promise<void> => {
  const present = changes.flatMap(({ record }) => record ?? []);
  await forgetProfiles(
    tx,
    changes.filter(({ record }) => record === undefined).map(({ id }) => id),
  );
  if (present.length === 0) return;
  await tx.query(
    keepProfilesSql([
      bare(present.map(({ id }) => id)),
      texts(present.map(({ traits }) => JSON.stringify(traits))),
      texts(present.map(({ contactPreferences }) => JSON.stringify(contactPreferences))),
    ]),
  );
};

export const forgetProfiles = async (tx: Transaction, customers: readonly string[]): Promise<void> => {
  if (customers.length > 0) await tx.query(removeProfilesSql([customers]));
};
