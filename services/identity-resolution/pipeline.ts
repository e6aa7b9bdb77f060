import { AcceptedInteraction } from '@hilo/contracts';
import type { Batch, LogRecord } from '@hilo/log';
import { type DeadLetter, type Handled, parseRecords, type Transaction } from '@hilo/runtime';
import { applyChange } from './change.ts';
import { besideStored } from './delivery.ts';
import { interactionKey } from './domain/derive-id.ts';
import { factOf } from './domain/fact.ts';
import { letIn, withoutErasedNames } from './let-in.ts';
import { type Counted, type Messages, nothing, recordChange } from './record-change.ts';
import { findRenewal, type Renewal, writeRenewal } from './renew.ts';
import { nameInWithdrawals } from './store/decisions.ts';
import { findContents, keepWithdrawn } from './store/interactions.ts';
import { openShelf, type Rules } from './store/shelf.ts';

/** What became of a batch, and what is to be published of it. */
export type Outcome = Messages & {
  deadLetters: readonly DeadLetter[];
  duplicates: readonly LogRecord[];
  stored: number;
  /** Interactions of people who were erased; nothing of them is kept. They count as duplicates. */
  erased: readonly LogRecord[];
};

/**
 * A batch of accepted interactions: sort out what is known or unusable → who is who now, and whose are the facts → write,
 * with the next version of every record that changed.
 */
export const resolveInteractions = async (
  tx: Transaction,
  rules: Rules,
  { records, now }: Pick<Batch, 'records'> & { now: number },
): Promise<Outcome> => {
  const { fresh, withdrawn, earlier, ...sorted } = await sortOut(tx, rules, records);
  await keepWithdrawn(tx, withdrawn.map(unheard));
  await nameInWithdrawals(
    tx,
    withdrawn.map(({ fact }) => fact),
  );
  const renewal = await findRenewal(tx, rules, earlier);
  const counts = { ...sorted, stored: fresh.length + withdrawn.length };
  const messages = await takeIn(tx, rules, { fresh, renewal, now });
  await writeRenewal(tx, renewal);
  return { ...counts, ...messages };
};

const takeIn = async (
  tx: Transaction,
  rules: Rules,
  { fresh, renewal, now }: { fresh: readonly Counted[]; renewal: Renewal; now: number },
): Promise<Messages> => {
  const { before, after: renewed } = renewal;
  if (fresh.length + renewed.length === 0) return nothing;
  const changed = await applyChange(openShelf(tx, rules), rules.registry, {
    facts: [...fresh, ...renewed].map(({ fact }) => fact),
    withdrawn: before,
  });
  return recordChange(tx, rules.registry, changed, { fresh, renewed, now });
};

type Sorted = {
  fresh: readonly Counted[];
  withdrawn: readonly Counted[];
  /** Of what is stored, deliveries by which it happened earlier, by the key of the interaction. */
  earlier: ReadonlyMap<string, string>;
  duplicates: readonly LogRecord[];
  deadLetters: readonly DeadLetter[];
  erased: readonly LogRecord[];
};

/**
 * What is new and usable; what is new, but was withdrawn before; what was stored before, here or in this batch; what
 * cannot be used, with the reason; and what was erased, which counts as stored before: it was, and changes nothing.
 */
const sortOut = async (tx: Transaction, rules: Rules, records: readonly LogRecord[]): Promise<Sorted> => {
  const { parsed, deadLetters } = parseRecords(AcceptedInteraction, records);
  const { living, erased: named } = await letIn(tx, rules, parsed);
  const known = await findContents(tx, parsed.map(keyOf));
  const { deliveries, erased } = await withoutErased(tx, rules, known, { living, erased: named });
  const contents = new Map(known);
  const fresh = new Map<string, Counted>();
  const withdrawn = new Map<string, Counted>();
  const earlier = new Map<string, string>();
  const gone = new Set(erased.map(({ record }) => record));
  const duplicates: LogRecord[] = [...gone];
  const hear = (key: string, { message, content }: Delivery): boolean => {
    const fact = factOf(rules.registry, rules.deriveId, message, key);
    if (fact === undefined) return false;
    (known.get(key) === '' ? withdrawn : fresh).set(key, { fact, content, version: 1 });
    contents.set(key, content);
    return true;
  };
  for (const delivery of deliveries) {
    const { record, content } = delivery;
    const key = keyOf(delivery);
    const before = contents.get(key);
    if (!before) {
      if (!hear(key, delivery)) deadLetters.push({ record, reason: 'no-usable-identifier' });
      continue;
    }
    const beside = besideStored(before, content);
    if (beside === 'other') deadLetters.push({ record, reason: 'conflicting-duplicate' });
    else if (!gone.has(record)) duplicates.push(record);
    if (beside !== 'earlier') continue;
    contents.set(key, content);
    if (known.get(key)) earlier.set(key, content);
    else hear(key, delivery);
  }
  return {
    fresh: [...fresh.values()],
    withdrawn: [...withdrawn.values()],
    earlier,
    duplicates,
    deadLetters,
    erased: [...gone],
  };
};

/** A message with what of it is compared and kept. */
type Delivery = { record: LogRecord; message: AcceptedInteraction; content: string };
type Message = Omit<Delivery, 'content'>;

const keyOf = ({ message: { source, id } }: Pick<Delivery, 'message'>): string => interactionKey(source, id);

/**
 * What is stored without somebody who was erased since then comes again with them in it: it is read as if they were not.
 * What then says nothing else is a duplicate, though its time be derived anew and lie after the erasure.
 */
const withoutErased = async (
  tx: Transaction,
  rules: Rules,
  known: ReadonlyMap<string, string>,
  { living, erased }: { living: readonly Message[]; erased: readonly Message[] },
): Promise<{ deliveries: readonly Delivery[]; erased: readonly Message[] }> => {
  const deliveries = living.map((one): Delivery => ({ ...one, content: one.record.value ?? '' }));
  const isOdd = (one: Delivery): boolean => {
    const stored = known.get(keyOf(one));
    return stored ? besideStored(stored, one.content) === 'other' : false;
  };
  const odd = new Set<Message>([...deliveries.filter(isOdd), ...erased.filter((one) => known.get(keyOf(one)))]);
  if (odd.size === 0) return { deliveries, erased };
  const redacted = new Map<LogRecord, Delivery>();
  for (const one of odd) {
    const stored = known.get(keyOf(one)) ?? '';
    const message = await withoutErasedNames(tx, rules, one.message, stored);
    const content = message && JSON.stringify(message);
    if (content && besideStored(stored, content) !== 'other') redacted.set(one.record, { ...one, message, content });
  }
  return {
    deliveries: [...deliveries.filter(({ record }) => !redacted.has(record)), ...redacted.values()],
    erased: [...erased, ...living.filter(({ record }) => redacted.has(record))],
  };
};

const unheard = ({ fact, content, version }: Counted) => {
  const [{ id }] = fact.candidates;
  return { key: fact.key, subject: id, rule: 'strongest-identifier', version, content } as const;
};

/** What of the outcome is about this batch. */
export const outcomeOf = ({ records }: Pick<Batch, 'records'>, outcome: Outcome): Handled => {
  const own = new Set(records);
  const deadLetters = outcome.deadLetters.filter(({ record }) => own.has(record));
  const duplicate = outcome.duplicates.filter((record) => own.has(record)).length;
  return { deadLetters, counts: { stored: records.length - deadLetters.length - duplicate, duplicate } };
};

/** The offsets in this batch of what is to be erased from the log as well. */
export const erasedIn = ({ records }: Pick<Batch, 'records'>, { erased }: Outcome): number[] =>
  erased.length === 0 ? [] : records.filter((record) => erased.includes(record)).map(({ offset }) => offset);
