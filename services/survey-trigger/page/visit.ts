import type { Log } from '@hilo/log';
import {
  isTransient,
  type Logger,
  type NameHashes,
  type Outgoing,
  publishOutbox,
  putIntoOutbox,
  retry,
  type Transaction,
  transaction,
} from '@hilo/runtime';
import type { Pool } from 'pg';
import type { Brand } from '../domain/brand.ts';
import type { Layout } from './html/layout.ts';

/** By what pages are answered. */
export type Pages = {
  pool: Pool;
  log: Log;
  logger: Logger;
  hashes: NameHashes;
  brand: Brand;
  layout: Layout;
  /** Whether an address is of a data centre, where people are not. */
  isDataCentre(address: string): boolean;
  now(): number;
  newId(): string;
};

/** Somebody, or something, who opens a link. */
export type Visit = {
  token: string;
  /** Accept-Language, as it was sent. */
  accepted: string | undefined;
  address: string;
  /** Of the query, or of a form. */
  said: Said;
};

/** What a query or a form says, by name: whatever it is, of each the texts. */
export type Said = (name: string) => readonly string[];

export const firstOf = (said: Said, name: string): string | undefined => said(name)[0];

/** What is answered: a page, or where to go on. */
export type Reply = { status: number; page: string } | { goTo: string };

const mostAttempts = 3;

/** Does it in a transaction, and puts out what it gives; whoever loses against another does it again. */
export const commitAndPublish = async <Result extends { outbox: readonly Outgoing[] }>(
  { pool, log, logger }: Pages,
  work: (tx: Transaction) => Promise<Result>,
): Promise<Result> => {
  let attempts = 0;
  const take = () =>
    transaction(pool, async (tx) => {
      const result = await work(tx);
      return { result, ids: await putIntoOutbox(tx, result.outbox) };
    });
  const { result, ids } = await retry(take, {
    shouldRetry: (error) => {
      attempts += 1;
      return attempts < mostAttempts && isTransient(error);
    },
  });
  // It is commitAndPublish, and counts: what is not on the thread yet is swept there.
  await publishOutbox({ pool, log }, ids, result.outbox).catch((error: unknown) =>
    logger.warn({ err: error }, 'what was said on a page is kept, and is put on the thread later'),
  );
  return result;
};
