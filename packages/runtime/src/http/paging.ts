import { z } from 'zod';

/** How many a page may have, as a query says it. */
export const pageLimit = z.coerce.number().int().min(1).max(200).default(50);

/**
 * One page of the rows that were found, of which one more than the limit was asked for; and, if there are more, the cursor
 * with which the next page begins, made of the last row.
 */
export const pageOf = <Row>(
  found: readonly Row[],
  limit: number,
  cursorAfter: (last: Row) => string,
): { page: Row[]; next: { nextCursor?: string } } => {
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return { page, next: found.length > limit && last !== undefined ? { nextCursor: cursorAfter(last) } : {} };
};
