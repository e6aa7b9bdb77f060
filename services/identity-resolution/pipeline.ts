import { isDeepStrictEqual } from 'node:util';
import { AcceptedInteraction, instantOf } from '@hilo/contracts';
import type { Batch, LogRecord } from '@hilo/log';
import { type DeadLetter, type Handled, parseRecords, type Transaction } from '@hilo/runtime';
import { applyChange } from './change.ts';
import { interactionKey } from './domain/derive-id.ts';
import { factOf, unusedOf } from './domain/fact.ts';
import { detailOf } from './domain/notes.ts';
import { identifiersOf, unusedIds } from './domain/unused.ts';
import { keepUnheard } from './keep-withdrawn.ts';
import { letIn } from './let-in.ts';
import { type Counted, type Messages, nothing, recordChange } from './record-change.ts';
import { findContents } from './store/interactions.ts';
import { openShelf, type Rules } from './store/shelf.ts';
import { noteUnused } from './store/unused-names.ts';

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
  const { fresh, withdrawn, duplicates, deadLetters, erased } = await sortOut(tx, rules, records);
  const counts = { deadLetters, erased, duplicates, stored: fresh.length + withdrawn.length };
  const messages = await takeIn(tx, rules, fresh, now);
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

const takeIn = async (tx: Transaction, rules: Rules, fresh: readonly Counted[], now: number): Promise<Messages> => {
  if (fresh.length === 0) return nothing;
  const changed = await applyChange(openShelf(tx, rules), rules.registry, { facts: fresh.map(({ fact }) => fact) });
  return recordChange(tx, rules.registry, changed, { fresh, now });
};

/** With the identifiers in it that only rules before the ones in force used. */
type Kept = Counted & { unused: readonly string[] };

/**
 * What is new and usable; what is new, but was withdrawn before; what was stored before, here or in this batch; what
 * cannot be used, with the reason; and what was erased, which counts as stored before: it was, and changes nothing.
 */
const sortOut = async (tx: Transaction, rules: Rules, records: readonly LogRecord[]) => {
  const { parsed, deadLetters } = parseRecords(AcceptedInteraction, records);
  const { living, erased } = await letIn(tx, rules, parsed);
  const keyed = living.map(({ record, message }) => ({
    record,
    message,
    key: interactionKey(message.source, message.id),
  }));
  const contents = await findContents(
    tx,
    keyed.map(({ key }) => key),
  );
  const fresh: Kept[] = [];
  const withdrawn: Kept[] = [];
  const duplicates: LogRecord[] = erased.map(({ record }) => record);
  for (const { record, message, key } of keyed) {
    const content = record.value ?? '';
    const before = contents.get(key);
    if (before) {
      if (sameContent(before, content)) duplicates.push(record);
      else deadLetters.push({ record, reason: 'conflicting-duplicate' });
      continue;
    }
    const fact = factOf(rules.registry, rules.deriveId, message, key);
    if (fact === undefined) deadLetters.push(unusable(rules, record, message));
    else
      (before === '' ? withdrawn : fresh).push({
        fact,
        content,
        version: 1,
        unused: unusedIds(rules, identifiersOf(message)),
      });
    if (fact !== undefined) contents.set(key, content);
  }
  return { fresh, withdrawn, duplicates, deadLetters, erased: erased.map(({ record }) => record) };
};

const unusable = ({ registry, deriveId }: Rules, record: LogRecord, message: AcceptedInteraction): DeadLetter => ({
  record,
  reason: 'no-usable-identifier',
  detail: detailOf(unusedOf(registry, deriveId, message)),
});

/**
 * Whether both are the same interaction, whenever each was received, and however the instant at which it happened is written:
 * an older gate kept what is finer than a millisecond.
 */
const sameContent = (one: string, two: string): boolean =>
  one === two || isDeepStrictEqual(compared(one), compared(two));

const compared = (content: string): object => {
  const { receivedAt: _receivedAt, ...posted } = JSON.parse(content);
  return { ...posted, occurredAt: instantOf(posted.occurredAt) };
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
