import { z } from 'zod';

/** How many a page may have, as a query says it. */
export const pageLimit = z.coerce.number().int().min(1).max(200).default(50);

type Paging<Row, Key> = {
  limit: number;
  cursor: { encode(key: Key): string };
  /** What stands in the cursor of the page that ends with this row. */
  keyOf(last: Row): Key;
};

/**
 * One page of the rows that were found, of which one more than the limit was asked for; with `nextCursor`, if there are
 * more.
 */
export const pageOf = <Row, Key>(
  found: readonly Row[],
  { limit, cursor, keyOf }: Paging<Row, Key>,
): { page: readonly Row[]; next: { nextCursor?: string } } => {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = found.length > limit && last !== undefined ? { nextCursor: cursor.encode(keyOf(last)) } : {};
  return { page, next };
};
