import { CaseEvent, GuidanceEvent, ResolvedInteraction, SurveyEvent, topics, VerbatimEvent } from '@hilo/contracts';
import type { LogRecord } from '@hilo/log';
import {
  aboutResolved,
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
import { followPeople } from './projecting/follow-people.ts';
import { saveInteractions } from './projecting/save-interactions.ts';
import { saveCases } from './store/case-events.ts';
import { keepProfiles } from './store/customer-profiles.ts';
import { lockForRefiling } from './store/filing.ts';
import { keepGuidance } from './store/guidance.ts';
import { keepProfiling } from './store/profiling.ts';
import { saveSurveyEvents } from './store/survey-events.ts';
import { saveVerbatims } from './store/verbatims.ts';

type Told = Pick<GivenBatch, 'records' | 'isRebuild'>;

/** What is done with the messages of each topic, and with those facts that are told again for a rebuild. */
export const handlers: Record<string, (tx: Transaction, batch: Told) => Promise<Handled>> = {
  [topics.resolved.name]: (tx, batch) => storeInteractions(tx, batch),
  [topics.customers.name]: async (tx, batch) => {
    const { changed, deadLetters } = await followPeople(tx, batch);
    await keepProfiles(tx, changed);
    await keepProfiling(tx, changed);
    return { deadLetters };
  },
  [topics.surveys.name]: (tx, { records }) => storeSurveyEvents(tx, records),
  [topics.cases.name]: (tx, { records }) => storeCases(tx, records),
  [topics.verbatims.name]: (tx, { records }) => storeVerbatims(tx, records),
  [topics.guidance.name]: (tx, { records }) => storeGuidance(tx, records),
};

/** Interactions with their subject; one that was attributed anew replaces itself, also where that is to somebody erased. */
const storeInteractions = async (tx: Transaction, batch: Told): Promise<Handled> => {
  const told = parseRecords(ResolvedInteraction, batch.records);
  await lockForRefiling(
    tx,
    told.parsed.map(({ message }) => message),
  );
  const heard = new Set((await heardOf(tx, batch)).records);
  const parsed = told.parsed.filter(({ record }) => heard.has(record));
  const deadLetters = told.deadLetters.filter(({ record }) => heard.has(record));
  const { living, erased } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    aboutResolved,
  );
  await removeErasedInteractions(tx, erased.map(versionOfResolved), living.map(versionOfResolved));
  await saveInteractions(tx, latestVersions(living, versionOfResolved), batch);
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

/** How cases stand. */
const storeCases = async (tx: Transaction, records: readonly LogRecord[]): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(CaseEvent, records);
  const { living } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    ({ subject, occurredAt, at, interaction: { source, id, version = 1 } }) => ({
      subject,
      occurredAt: occurredAt ?? at,
      version: { source, id, version },
    }),
  );
  await saveCases(tx, living);
  return { deadLetters };
};

/** How those feel who wrote something. */
const storeVerbatims = async (tx: Transaction, records: readonly LogRecord[]): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(VerbatimEvent, records);
  const { living } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    ({ subject, occurredAt, interaction, revision }) => ({
      subject,
      occurredAt,
      version: { ...interaction, version: revision },
    }),
  );
  await saveVerbatims(tx, living);
  return { deadLetters };
};

/** How cards stand that are pushed to the front line. */
const storeGuidance = async (tx: Transaction, records: readonly LogRecord[]): Promise<Handled> => {
  const { parsed, deadLetters } = parseRecords(GuidanceEvent, records);
  const { living } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    ({ subject, beganAt, interaction: { source, id, version } }) => ({
      subject,
      occurredAt: beganAt,
      version: { source, id, version },
    }),
  );
  await keepGuidance(tx, living);
  return { deadLetters };
};
