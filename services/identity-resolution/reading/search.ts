import { holdOffErasures, type Logger, type Resources, repeat, type Transaction, transaction } from '@hilo/runtime';
import { comparableOf } from '../domain/comparable.ts';
import { nodeFor } from '../domain/node.ts';
import type { Rules } from '../domain/rules.ts';
import { searchWords, wordsOfNames } from '../domain/search.ts';
import { customersOf, readRecordsIn } from '../store/graph/customers.ts';
import { readKinds } from '../store/kinds.ts';
import { lockRecords } from '../store/suggestions/linkage-queue.ts';
import { isAnybodyUnsearchable, takeUnsearchable } from '../store/suggestions/linkage-records.ts';
import { findNamed, insertNames, type SearchPosition } from '../store/suggestions/search-names.ts';

type Question = { query: string; after: SearchPosition | undefined; limit: number };
type Found = { customers: Shown[]; next: SearchPosition | undefined; isIncomplete: boolean };

/** What a search shows of a customer. */
type Shown = Awaited<ReturnType<typeof shown>>[number];

/** Who has this as an identifier of any kind; then who has a name of which each of the words begins a word. */
export const search = async (tx: Transaction, rules: Rules, { query, after, limit }: Question): Promise<Found> => {
  const identified = await whoHas(tx, rules, query);
  const words = searchWords(query);
  const named = words.length === 0 ? [] : await findNamed(tx, { words, except: identified, after, limit: limit + 1 });
  const page = named.slice(0, limit);
  // Names are kept of each customer without what is linked automatically: several may be one.
  const whose = await customersOf(
    tx,
    page.map(({ customer }) => customer),
  );
  const others = new Set(whose.values()).difference(new Set(identified));
  return {
    customers: [
      ...(after === undefined ? await shown(tx, rules, identified, 'identifier') : []),
      ...(await shown(tx, rules, [...others], 'name')),
    ],
    next: named.length > limit ? page.at(-1) : undefined,
    isIncomplete: await isAnybodyUnsearchable(tx),
  };
};

const mostIdentified = 50;

/** The customers to whom an identifier of any kind belongs that is written so. */
const whoHas = async (tx: Transaction, { registry, deriveId }: Rules, value: string): Promise<string[]> => {
  if (value.length > mostCharacters) return [];
  const kinds = new Set([...Object.keys(registry.kinds), ...(await readKinds(tx))]);
  const nodes = [...kinds].flatMap((kind) => nodeFor(registry, deriveId, { kind, value }) ?? []);
  const customers = await customersOf(tx, [...new Set(nodes.map(({ id }) => id))]);
  return [...new Set(customers.values())].sort().slice(0, mostIdentified);
};

/** Of an identifier, by its contract. */
const mostCharacters = 512;

/** These in their order, without those who are no more. */
const shown = async (
  tx: Transaction,
  { registry }: Rules,
  customers: readonly string[],
  matched: 'identifier' | 'name',
) => {
  if (customers.length === 0) return [];
  const records = await readRecordsIn(tx, registry, customers);
  return customers.flatMap((customer) => {
    const record = records.get(customer)?.record;
    if (record === undefined) return [];
    const { id, version, ambiguous, identifiers, interactions } = record;
    const { givenName, familyName, fullName } = comparableOf(registry, record).fields;
    return [
      {
        id,
        version,
        ambiguous,
        matched,
        names: {
          ...(givenName !== undefined && { givenName }),
          ...(familyName !== undefined && { familyName }),
          ...(fullName !== undefined && { fullName }),
        },
        identifiers: identifiers.map(({ kind, value, status }) => ({ kind, value, status })),
        interactions: {
          total: interactions.total,
          ...(interactions.lastAt !== undefined && { lastAt: interactions.lastAt }),
        },
      },
    ];
  });
};

const broughtOverAtOnce = 500;
const lookEveryMs = 5000;

/** Makes searchable, some at a time, whose names an earlier version of Hilo wrote. */
export const bringNamesOver = ({
  pool,
  health,
  logger,
}: Pick<Resources, 'pool' | 'health'> & { logger: Pick<Logger, 'info' | 'warn'> }) =>
  repeat({
    everyMs: lookEveryMs,
    health: { health, part: 'making names searchable' },
    work: async () => {
      const taken = await transaction(pool, takeOver);
      if (taken > 0) logger.info({ customers: taken }, 'names can be searched now');
      return taken > 0;
    },
    onError: (error) => logger.warn({ err: error }, 'names could not be made searchable; tried again soon'),
  });

const takeOver = async (tx: Transaction): Promise<number> => {
  if (!(await isAnybodyUnsearchable(tx))) return 0;
  await holdOffErasures(tx);
  await lockRecords(tx);
  const taken = await takeUnsearchable(tx, broughtOverAtOnce);
  await insertNames(
    tx,
    taken.map(({ customer, fields }) => ({ customer, words: wordsOfNames(fields) })),
  );
  return taken.length;
};
