import { CustomerRecord, ResolvedInteraction, SurveyEvent, topics } from '@hilo/contracts';
import type { Batch, LogRecord } from '@hilo/log';
import { type DeadLetter, type Handled, parseRecords, type Transaction } from '@hilo/runtime';
import { type CustomerChange, saveCustomers, saveInteractions, saveSurveyEvents } from './store.ts';

/** What is done with the messages of each topic. */
export const handlers: Record<string, (tx: Transaction, batch: Pick<Batch, 'records'>) => Promise<Handled>> = {
  [topics.resolved.name]: async (tx, { records }) => storeInteractions(tx, records),
  [topics.customers.name]: async (tx, { records }) => followCustomers(tx, records),
  [topics.surveys.name]: async (tx, { records }) => storeSurveyEvents(tx, records),
};

/** Interactions with their subject; one that was attributed anew replaces itself. */
const storeInteractions = async (tx: Transaction, records: readonly LogRecord[]): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(ResolvedInteraction, records);
  const latest = new Map<string, ResolvedInteraction>();
  for (const { message } of parsed) {
    const key = JSON.stringify([message.interaction.source, message.interaction.id]);
    if ((latest.get(key)?.version ?? 0) < message.version) latest.set(key, message);
  }
  await saveInteractions(tx, [...latest.values()]);
  return { deadLetters };
};

/** Which subjects are whose: a merge or a split is a few rows here. */
const followCustomers = async (tx: Transaction, records: readonly LogRecord[]): Promise<Handled> => {
  const deadLetters: DeadLetter[] = [];
  const latest = new Map<string, CustomerChange>();
  const note = (change: CustomerChange): void => {
    if ((latest.get(change.id)?.version ?? 0) < change.version) latest.set(change.id, change);
  };
  for (const record of records) {
    if (record.value === null) {
      note({ id: record.key, version: Number(record.headers.hilo_version ?? 1), record: undefined });
      continue;
    }
    const result = parseRecords(CustomerRecord, [record]);
    deadLetters.push(...result.deadLetters);
    for (const { message } of result.parsed) note({ id: message.id, version: message.version, record: message });
  }
  await saveCustomers(tx, [...latest.values()]);
  return { deadLetters };
};

/** What became of asking; each state of an invitation once. */
const storeSurveyEvents = async (tx: Transaction, records: readonly LogRecord[]): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(SurveyEvent, records);
  await saveSurveyEvents(
    tx,
    parsed.map(({ message }) => message),
  );
  return { deadLetters };
};
