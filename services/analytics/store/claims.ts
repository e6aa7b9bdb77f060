import { bare, statement, type Transaction } from '@hilo/runtime';

const numberCustomersSql = statement({
  name: 'number-customers',
  text: `WITH told AS (
           SELECT * FROM unnest($1::uuid[], $2::boolean[]) AS t (id, ambiguous)
         ), changed AS (
           UPDATE customers AS c SET no = coalesce(c.no, nextval('customer_numbers')), ambiguous = t.ambiguous FROM told AS t
            WHERE c.id = t.id AND t.ambiguous IS NOT NULL AND (c.no IS NULL OR c.ambiguous <> t.ambiguous)
           RETURNING c.id, c.no
         )
         SELECT id, no, true AS otherwise FROM changed
         UNION ALL
         SELECT c.id, c.no, false FROM customers AS c JOIN told AS t ON t.id = c.id
          WHERE c.no IS NOT NULL AND NOT EXISTS (SELECT FROM changed AS d WHERE d.id = c.id)`,
});

/** A customer's number; `otherwise` if it, or whether several people share the record, is not as it was. */
export type NumberedCustomer = { id: string; no: number; otherwise: boolean };

/** Gives each of these customers a number, if it has none and a record: one without is not said to be ambiguous or not. */
export const numberCustomers = async (
  tx: Transaction,
  customers: readonly { id: string; ambiguous: boolean | undefined }[],
): Promise<NumberedCustomer[]> => {
  if (customers.length === 0) return [];
  const { rows } = await tx.query<NumberedCustomer>(
    numberCustomersSql([
      bare(customers.map(({ id }) => id)),
      bare(customers.map(({ ambiguous }) => ambiguous ?? null)),
    ]),
  );
  return rows;
};

/** Of a subject the number of whose it is now: 0 is nobody's. */
export type Whose = { subject: number; customer: number; ambiguous: boolean };

/** In SQL: gives subjects the numbers of whose they are by `claims`, where these are others, or the customer is one of `$2`. */
const moveSubjects = (which: string): string => `
  WITH locked AS (
    SELECT s.no, s.customer, coalesce(c.no, 0) AS now, coalesce(c.ambiguous, false) AS ambiguous, c.id AS customer_id
      FROM subjects AS s LEFT JOIN claims AS l ON l.subject = s.id LEFT JOIN customers AS c ON c.id = l.customer
     WHERE ${which} ORDER BY s.id FOR UPDATE OF s
  )
  UPDATE subjects AS s SET customer = l.now FROM locked AS l
   WHERE s.no = l.no AND (l.customer <> l.now OR l.customer_id = ANY ($1::uuid[]))
  RETURNING s.no AS subject, s.customer, l.ambiguous`;

const moveSomeSql = statement({ name: 'move-subjects', text: moveSubjects('s.id = ANY ($2::uuid[])') });
const moveAllSql = statement(moveSubjects('coalesce(c.no, 0) <> s.customer'));

/** Keeps whose these subjects are, as `claims` says; gives those that are another's, and those of customers who are not as they were. */
export const moveSubjectsOf = async (
  tx: Transaction,
  subjects: readonly string[],
  otherwise: readonly string[],
): Promise<Whose[]> => {
  if (subjects.length === 0) return [];
  const { rows } = await tx.query<Whose>(moveSomeSql([bare(otherwise), bare(subjects)]));
  return rows;
};

/** The same of all subjects. */
export const moveAllSubjects = async (tx: Transaction): Promise<Whose[]> => {
  const { rows } = await tx.query<Whose>(moveAllSql(['{}']));
  return rows;
};

const numberAllSql = statement(`
  UPDATE customers SET no = nextval('customer_numbers') WHERE no IS NULL AND id IN (SELECT customer FROM claims)`);

/** Gives a number to every customer who has none. */
export const numberAllCustomers = async (tx: Transaction): Promise<void> => {
  await tx.query(numberAllSql());
};

const listSubjectsOfSql = statement(`
  SELECT s.id FROM customers AS c JOIN subjects AS s ON s.customer = c.no WHERE c.id = ANY ($1::uuid[])`);

/** The subjects of these customers, as it was kept last. */
export const listSubjectsOf = async (tx: Transaction, customers: readonly string[]): Promise<string[]> => {
  const { rows } = await tx.query<{ id: string }>(listSubjectsOfSql([bare(customers)]));
  return rows.map(({ id }) => id);
};

const forgetNumbersSql = statement(`
  WITH forgotten AS (
    UPDATE customers SET no = NULL, ambiguous = false WHERE id = ANY ($2::uuid[]) AND deleted
  ), gone AS (
    DELETE FROM subjects AS s
     WHERE s.id = ANY ($1::uuid[]) AND NOT EXISTS (SELECT FROM facts AS f WHERE f.subject = s.no)
       AND NOT EXISTS (SELECT FROM claims AS c WHERE c.subject = s.id)
    RETURNING 1
  )
  UPDATE projection SET numbering = gen_random_uuid() WHERE EXISTS (SELECT FROM gone)`);

/** Takes their numbers from those of whom nothing is left: whoever comes back gets another. */
export const forgetNumbers = async (
  tx: Transaction,
  { subjects, customers }: { subjects: readonly string[]; customers: readonly string[] },
): Promise<void> => {
  await tx.query(forgetNumbersSql([bare(subjects), bare(customers)]));
};
