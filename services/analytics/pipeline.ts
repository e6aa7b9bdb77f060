import { ResolvedInteraction, SurveyEvent, topics } from '@hilo/contracts';
import type { LogRecord } from '@hilo/log';
import {
  aboutResolved,
  followCustomers,
  type GivenBatch,
  type Handled,
  heardOf,
  latestVersions,
  parseRecords,
  type Transaction,
  versionOfResolved,
  withoutErased,
} from '@hilo/runtime';
import { removeErasedInteractions } from './erase.ts';
import { saveInteractions, saveSurveyEvents } from './store/facts.ts';

type Told = Pick<GivenBatch, 'records' | 'isRebuild'>;

/** What is done with the messages of each topic, and with those facts that are told again for a rebuild. */
export const handlers: Record<string, (tx: Transaction, batch: Told) => Promise<Handled>> = {
  [topics.resolved.name]: (tx, batch) => storeInteractions(tx, batch),
  [topics.customers.name]: async (tx, batch) => {
    const { deadLetters } = await followCustomers(tx, batch);
    return { deadLetters };
  },
  [topics.surveys.name]: (tx, { records }) => storeSurveyEvents(tx, records),
};

/** Interactions with their subject; one that was attributed anew replaces itself, also where that is to somebody erased. */
const storeInteractions = async (tx: Transaction, batch: Told): Promise<Handled> => {
  const { records } = await heardOf(tx, batch);
  const { parsed, deadLetters } = parseRecords(ResolvedInteraction, records);
  const { living, erased } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    aboutResolved,
  );
  await removeErasedInteractions(tx, erased.map(versionOfResolved), living.map(versionOfResolved));
  await saveInteractions(tx, latestVersions(living, versionOfResolved));
  return { deadLetters };
};

/** What became of asking; each state of an invitation once. */
const storeSurveyEvents = async (tx: Transaction, records: readonly LogRecord[]): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(SurveyEvent, records);
  const { living } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    ({ subject, occurredAt, at }) => ({ subject, occurredAt: occurredAt ?? at }),
  );
  await saveSurveyEvents(tx, living);
  return { deadLetters };
};
