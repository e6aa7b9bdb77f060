import { isDeepStrictEqual } from 'node:util';
import { AcceptedInteraction } from '@hilo/contracts';
import type { Batch, LogRecord } from '@hilo/log';
import { type DeadLetter, parseRecords, type Transaction } from '@hilo/runtime';
import { applyChange } from './change.ts';
import { interactionKey } from './domain/derive-id.ts';
import { factOf } from './domain/fact.ts';
import { letIn } from './let-in.ts';
import { type Counted, type Messages, nothing, recordChange } from './record-change.ts';
import { nameInWithdrawals } from './store/decisions.ts';
import { findContents, keepWithdrawn } from './store/interactions.ts';
import { openShelf, type Rules } from './store/shelf.ts';

/** What became of a batch, and what is to be published of it. */
export type Outcome = Messages & { deadLetters: readonly DeadLetter[]; stored: number; duplicate: number } & {
  /** Where interactions of people who were erased stand on the log; nothing of them is kept. */
  erased: readonly number[];
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
  const { fresh, withdrawn, duplicate, deadLetters, erased } = await sortOut(tx, rules, records);
  await keepWithdrawn(tx, withdrawn.map(unheard));
  await nameInWithdrawals(
    tx,
    withdrawn.map(({ fact }) => fact),
  );
  const counts = { deadLetters, erased, duplicate, stored: fresh.length + withdrawn.length };
  if (fresh.length === 0) return { ...counts, ...nothing };

  const changed = await applyChange(openShelf(tx, rules), rules.registry, { facts: fresh.map(({ fact }) => fact) });
  return { ...counts, ...(await recordChange(tx, rules.registry, changed, { fresh, now })) };
};

/**
 * What is new and usable; what is new, but was withdrawn before; what was stored before, here or in this batch; what
 * cannot be used, with the reason; and what was erased, which counts as stored before: it was, and changes nothing.
 */
const sortOut = async (tx: Transaction, rules: Rules, records: readonly LogRecord[]) => {
  const { parsed, deadLetters } = parseRecords(AcceptedInteraction, records);
  const { living, erased } = await letIn(tx, rules, parsed);
  const keyed = living.map((one) => ({ ...one, key: interactionKey(one.message.source, one.message.id) }));
  const contents = await findContents(
    tx,
    keyed.map(({ key }) => key),
  );
  const fresh: Counted[] = [];
  const withdrawn: Counted[] = [];
  let duplicate = erased.length;
  for (const { record, message, key } of keyed) {
    const content = record.value ?? '';
    const before = contents.get(key);
    if (before) {
      if (sameContent(before, content)) duplicate += 1;
      else deadLetters.push({ record, reason: 'conflicting-duplicate' });
      continue;
    }
    const fact = factOf(rules.registry, rules.deriveId, message);
    if (fact === undefined) deadLetters.push({ record, reason: 'no-usable-identifier' });
    else (before === '' ? withdrawn : fresh).push({ fact, content, version: 1 });
    if (fact !== undefined) contents.set(key, content);
  }
  return { fresh, withdrawn, duplicate, deadLetters, erased: erased.map(({ record }) => record.offset) };
};

/** Whether both are the same interaction, whenever each was received. */
const sameContent = (one: string, two: string): boolean =>
  one === two || isDeepStrictEqual({ ...JSON.parse(one), receivedAt: '' }, { ...JSON.parse(two), receivedAt: '' });

const unheard = ({ fact, content, version }: Counted) => {
  const [{ id }] = fact.candidates;
  return { key: fact.key, subject: id, rule: 'strongest-identifier', version, content } as const;
};
