import { AcceptedInteraction } from '@hilo/contracts';
import type { Batch, LogRecord } from '@hilo/log';
import { type DeadLetter, type Handled, isTracing, parseRecords, type Transaction } from '@hilo/runtime';
import { interactionKey } from './domain/derive-id.ts';
import { factOf, unusedOf } from './domain/fact.ts';
import { detailOf } from './domain/notes.ts';
import type { Rules } from './domain/rules.ts';
import { identifiersOf, unusedIds } from './domain/unused-identifiers.ts';
import { countBatch } from './events.ts';
import { carryTraces } from './publishing/carry-traces.ts';
import { type Messages, noMessages } from './publishing/messages.ts';
import { type Publisher, publishBatch } from './publishing/publish.ts';
import { applyChange } from './resolution/apply-change.ts';
import { besideStored } from './resolution/compare-deliveries.ts';
import { keepUnheard } from './resolution/keep-withdrawn.ts';
import { type CountedFact, recordChange } from './resolution/record-change.ts';
import { findRenewal, type Renewal, writeRenewal } from './resolution/renewal.ts';
import { findOfOthers, letIn, withoutErasedNames } from './resolution/without-erased.ts';
import { noteUnused } from './store/erasure/unused-names.ts';
import { findContents } from './store/graph/interactions.ts';
import { openReader } from './store/graph/reader.ts';
import { decisionsPlace, notePublication, type PublicationOrigin } from './store/publishing/publications.ts';

/** What became of a batch, and what is to be published of it. */
export type BatchOutcome = Messages & {
  deadLetters: readonly DeadLetter[];
  duplicates: readonly LogRecord[];
  stored: number;
  /** Interactions of people who were erased; nothing of them is kept. They count as duplicates. */
  erased: readonly LogRecord[];
};

/** What is done with batches of accepted interactions, in one transaction; what they change is published after the commit. */
export const interactionsHandler =
  (publisher: Publisher, now: () => number) =>
  async (tx: Transaction, batches: readonly Batch[]): Promise<Handled[]> => {
    const { log, rules } = publisher;
    const records = batches.flatMap((batch) => batch.records);
    const outcome = await resolveInteractions(tx, await rules.within(tx), { records, now: now() });
    const origins = batches.map(({ topic, partition }): PublicationOrigin => ({ log: log.id, topic, partition }));
    // Whoever is assigned the first partition next publishes what a crash left of all of them.
    const [origin = decisionsPlace(log.id)] = origins;
    const customers = outcome.customers.map(({ key }) => key);
    const publication = await notePublication(tx, origin, { customers, interactions: [...outcome.interactions] });
    const { customers: changed, resolved } = outcome;
    const messages = { customers: changed, resolved: isTracing() ? carryTraces(records, resolved) : resolved };
    const afterCommit = async (): Promise<void> => {
      await publishBatch(publisher, origins, publication, messages);
      for (const batch of batches) await log.eraseAt(batch.topic, batch.partition, erasedIn(batch, outcome));
      countBatch({ ...outcome, erased: outcome.erased.length });
    };
    return batches.map((batch, at) => ({ ...outcomeOf(batch, outcome), ...(at === 0 && { afterCommit }) }));
  };

/**
 * A batch of accepted interactions: sort out what is known or unusable → who is who now, and whose are the facts → write,
 * with the next version of every record that changed.
 */
export const resolveInteractions = async (
  tx: Transaction,
  rules: Rules,
  { records, now }: Pick<Batch, 'records'> & { now: number },
): Promise<BatchOutcome> => {
  const { fresh, withdrawn, earlier, ...sorted } = await sortOut(tx, rules, records);
  const renewal = await findRenewal(tx, rules, earlier);
  const counts = { ...sorted, stored: fresh.length + withdrawn.length };
  const messages = await takeIn(tx, rules, { fresh, renewal, now });
  await writeRenewal(tx, renewal);
  const silent = await keepUnheard(tx, rules, withdrawn);
  await noteUnused(
    tx,
    [...fresh, ...withdrawn].flatMap(({ fact: { key }, unused }) => unused.map((node) => ({ node, key }))),
  );
  return {
    ...counts,
    ...messages,
    resolved: [...messages.resolved, ...silent.resolved],
    interactions: [...messages.interactions, ...silent.interactions],
  };
};

const takeIn = async (
  tx: Transaction,
  rules: Rules,
  { fresh, renewal, now }: { fresh: readonly CountedFact[]; renewal: Renewal; now: number },
): Promise<Messages> => {
  const { before, after: renewed } = renewal;
  if (fresh.length + renewed.length === 0) return noMessages;
  const changed = await applyChange(openReader(tx, rules), rules.registry, {
    facts: [...fresh, ...renewed].map(({ fact }) => fact),
    withdrawn: before,
  });
  return recordChange(tx, rules.registry, changed, { fresh, renewed, now });
};

type Sorted = {
  fresh: readonly Kept[];
  withdrawn: readonly Kept[];
  /** Of what is stored, deliveries by which it happened earlier, by the key of the interaction. */
  earlier: ReadonlyMap<string, string>;
  duplicates: readonly LogRecord[];
  deadLetters: readonly DeadLetter[];
  erased: readonly LogRecord[];
};

/** With the identifiers in it that only rules before the ones in force used. */
type Kept = CountedFact & { unused: readonly string[] };

/**
 * What is new and usable; what is new, but was withdrawn before; what was stored before, here or in this batch; what
 * cannot be used, with the reason; and what was erased, which counts as stored before: it was, and changes nothing.
 */
const sortOut = async (tx: Transaction, rules: Rules, records: readonly LogRecord[]): Promise<Sorted> => {
  const { parsed, deadLetters } = parseRecords(AcceptedInteraction, records);
  const { living, erased } = await letIn(tx, rules, parsed);
  const known = await findContents(tx, parsed.map(keyOf));
  const gone = new Set(erased.map(({ record }) => record));
  const duplicates: LogRecord[] = [];
  const contents = new Map(known);
  const fresh = new Map<string, Kept>();
  const withdrawn = new Map<string, Kept>();
  const earlier = new Map<string, string>();
  const hear = (key: string, { record, message, content }: Delivery): void => {
    const fact = factOf(rules.registry, rules.deriveId, message, key);
    if (fact === undefined) return void deadLetters.push(unusable(rules, record, message));
    (known.get(key) === '' ? withdrawn : fresh).set(key, {
      fact,
      content,
      version: (rules.versionsFrom ?? 0) + 1,
      unused: unusedIds(rules, identifiersOf(message)),
    });
    contents.set(key, content);
  };
  /** Gives false where something else is stored under its id. */
  const take = (delivery: Delivery): boolean => {
    const { record, content } = delivery;
    const key = keyOf(delivery);
    const before = contents.get(key);
    const beside = before ? besideStored(before, content) : undefined;
    if (beside === 'other') return false;
    if (beside !== undefined && !gone.has(record)) duplicates.push(record);
    if (beside === 'same') return true;
    if (known.get(key)) {
      contents.set(key, content);
      earlier.set(key, content);
    } else hear(key, delivery);
    return true;
  };
  const odd = living.map(deliveryOf).filter((delivery) => !take(delivery));
  const ofOthers = await findOfOthers(
    tx,
    rules,
    erased.filter((one) => !known.get(keyOf(one))),
  );
  for (const one of [...odd, ...erased.filter((one) => known.get(keyOf(one))), ...ofOthers]) {
    const stored = known.get(keyOf(one)) || (ofOthers.includes(one) ? deliveryOf(one).content : '');
    const redacted = await withoutErased(tx, rules, one, stored);
    const isErased = gone.has(one.record);
    // It names somebody who was erased, so it has to leave the log.
    gone.add(one.record);
    if ((redacted && take(redacted)) || isErased) continue;
    gone.delete(one.record);
    deadLetters.push({ record: one.record, reason: 'conflicting-duplicate' });
  }
  return {
    fresh: [...fresh.values()],
    withdrawn: [...withdrawn.values()],
    earlier,
    duplicates: [...duplicates, ...gone],
    deadLetters,
    erased: [...gone],
  };
};

const unusable = ({ registry, deriveId }: Rules, record: LogRecord, message: AcceptedInteraction): DeadLetter => ({
  record,
  reason: 'no-usable-identifier',
  detail: detailOf(unusedOf(registry, deriveId, message)),
});

/** A message with what of it is compared and kept. */
type Delivery = { record: LogRecord; message: AcceptedInteraction; content: string };
type Message = Omit<Delivery, 'content'>;

const keyOf = ({ message: { source, id } }: Message): string => interactionKey(source, id);

const deliveryOf = (one: Message): Delivery => ({ ...one, content: one.record.value ?? '' });

/**
 * What is stored without somebody who was erased since then, and comes again with them in it: as if they were not. What
 * then says nothing else is a duplicate, though its time be derived anew and lie after the erasure.
 */
const withoutErased = async (
  tx: Transaction,
  rules: Rules,
  { record, message }: Message,
  stored: string,
): Promise<Delivery | undefined> => {
  const left = stored === '' ? undefined : await withoutErasedNames(tx, rules, message, stored);
  return left && { record, message: left, content: JSON.stringify(left) };
};

/** What of the outcome is about this batch. */
const outcomeOf = ({ records }: Pick<Batch, 'records'>, outcome: BatchOutcome): Handled => {
  const own = new Set(records);
  const deadLetters = outcome.deadLetters.filter(({ record }) => own.has(record));
  const duplicate = outcome.duplicates.filter((record) => own.has(record)).length;
  return { deadLetters, counts: { stored: records.length - deadLetters.length - duplicate, duplicate } };
};

/** The offsets in this batch of what is to be erased from the log as well. */
const erasedIn = ({ records }: Pick<Batch, 'records'>, { erased }: BatchOutcome): number[] =>
  erased.length === 0 ? [] : records.filter((record) => erased.includes(record)).map(({ offset }) => offset);
