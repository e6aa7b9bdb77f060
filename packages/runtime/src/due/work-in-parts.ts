import { command } from '@hilo/log/statement';
import type { Transaction } from '../database/database.ts';
import { nameOfError } from '../errors.ts';
import type { DueItem } from './item.ts';

/** What came of the parts that were done, and which items failed, each by itself, with the reason. */
export type InParts<Result> = { results: Result[]; failed: { id: string; reason: string }[] };

/**
 * Works all of them at once; if that fails, in halves, until what fails is alone. All in the one transaction that has locked them:
 * what failed is rolled back to a savepoint. A failure that is no item's ends it, and with it the transaction.
 */
export const workInParts = async <Item extends DueItem, Result>(
  tx: Transaction,
  items: readonly Item[],
  work: (some: readonly Item[]) => Promise<Result>,
  isOfItem: (error: unknown) => boolean,
): Promise<InParts<Result>> => {
  const outcome: InParts<Result> = { results: [], failed: [] };
  const attempt = async (some: readonly Item[]): Promise<void> => {
    const [first] = some;
    if (first === undefined) return;
    const tried = await inSavepoint(tx, () => work(some));
    if ('result' in tried) return void outcome.results.push(tried.result);
    if (!isOfItem(tried.error)) throw tried.error;
    if (some.length === 1) return void outcome.failed.push({ id: first.id, reason: reasonOf(tried.error) });
    const half = Math.ceil(some.length / 2);
    await attempt(some.slice(0, half));
    await attempt(some.slice(half));
  };
  await attempt(items);
  return outcome;
};

const reasonOf = (error: unknown): string => `failed: ${nameOfError(error)}`;

/** What is checked at the end of a transaction is checked at the end of the work, so that it is known whose fault it is. */
const inSavepoint = async <Result>(
  tx: Transaction,
  work: () => Promise<Result>,
): Promise<{ result: Result } | { error: unknown }> => {
  await tx.query(command('SAVEPOINT due_work'));
  try {
    const result = await work();
    await tx.query(command('SET CONSTRAINTS ALL IMMEDIATE'));
    await tx.query(command('RELEASE SAVEPOINT due_work'));
    return { result };
  } catch (error) {
    // Where the connection is lost, nothing of the transaction stays; the first error is the one that says why.
    const isBack = await tx.query(command('ROLLBACK TO SAVEPOINT due_work; RELEASE SAVEPOINT due_work')).then(
      () => true,
      () => false,
    );
    if (!isBack) throw error;
    return { error };
  }
};
