import { ResolvedInteraction, SurveyEvent, topics } from '@hilo/contracts';
import type { Batch, LogRecord } from '@hilo/log';
import {
  followCustomers,
  type Handled,
  latestVersions,
  parseRecords,
  type Transaction,
  type Version,
  withoutErased,
} from '@hilo/runtime';
import { removeInteractions } from './erase.ts';
import { saveInteractions, saveSurveyEvents } from './store/facts.ts';

/** What is done with the messages of each topic. */
export const handlers: Record<string, (tx: Transaction, batch: Pick<Batch, 'records'>) => Promise<Handled>> = {
  [topics.resolved.name]: async (tx, { records }) => storeInteractions(tx, records),
  [topics.customers.name]: async (tx, { records }) => {
    const { deadLetters } = await followCustomers(tx, records);
    return { deadLetters };
  },
  [topics.surveys.name]: async (tx, { records }) => storeSurveyEvents(tx, records),
};

/** Interactions with their subject; one that was attributed anew replaces itself, also where that is to somebody erased. */
const storeInteractions = async (tx: Transaction, records: readonly LogRecord[]): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(ResolvedInteraction, records);
  const { living, erased } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    ({ subject, interaction: { occurredAt } }) => ({ subject, occurredAt }),
  );
  await removeInteractions(tx, erased.map(versionOf), living.map(versionOf));
  await saveInteractions(tx, latestVersions(living, versionOf));
  return { deadLetters };
};

const versionOf = ({ version, interaction: { source, id } }: ResolvedInteraction): Version => ({ source, id, version });

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
