import { type CustomerChange, followCustomers, type GivenBatch, type Transaction } from '@hilo/runtime';
import { type ClaimChange, encodeClaims, encodeTraits, sharedCustomer } from '../columns/codec.ts';
import { moveSubjectsOf, type NumberedCustomer, numberCustomers, type Whose } from '../store/claims.ts';
import { insertDelta } from '../store/deltas.ts';
import { numbersOf } from '../store/numbers.ts';

/** Follows whose every subject is: a merge or a split is a few numbers, in the tables and in the columns. */
export const followPeople = async (
  tx: Transaction,
  batch: Pick<GivenBatch, 'records' | 'isRebuild'>,
): Promise<Awaited<ReturnType<typeof followCustomers>>> => {
  const followed = await followCustomers(tx, batch);
  await moveNumbers(tx, followed);
  return followed;
};

const moveNumbers = async (
  tx: Transaction,
  { changed, moved }: { changed: readonly CustomerChange[]; moved: readonly string[] },
): Promise<void> => {
  const numbered = await numberCustomers(
    tx,
    changed.map(({ id, record }) => ({ id, ambiguous: record?.ambiguous })),
  );
  const otherwise = numbered.flatMap((one) => (one.otherwise ? one.id : []));
  await numbersOf(tx, { subjects: moved, steps: [], words: [] });
  const claims = claimsOf(await moveSubjectsOf(tx, moved, otherwise));
  await insertDelta(tx, claims.length + numbered.length, Buffer.concat([encodeClaims(claims), readAgain(numbered)]));
};

/** Whose traits are to be read again. */
const readAgain = (numbered: readonly NumberedCustomer[]): Buffer =>
  encodeTraits(numbered.map(({ no }) => ({ customer: no, words: [] })));

/** Tells the columns to read the traits of these customers again, who have their numbers yet. */
export const tellTraits = async (tx: Transaction, customers: readonly string[]): Promise<void> => {
  const numbered = await numberCustomers(
    tx,
    customers.map((id) => ({ id, ambiguous: undefined })),
  );
  await insertDelta(tx, numbered.length, readAgain(numbered));
};

/** Tells the columns whose these subjects are now. */
export const tellClaims = (tx: Transaction, whose: readonly Whose[]): Promise<void> =>
  insertDelta(tx, whose.length, encodeClaims(claimsOf(whose)));

const claimsOf = (whose: readonly Whose[]): ClaimChange[] =>
  whose.map(({ subject, customer, ambiguous }) => ({ subject, customer: ambiguous ? sharedCustomer : customer }));
