import type { Erasure } from '@hilo/contracts';
import {
  forgetCustomers,
  type Removed,
  type RemoveUntold,
  rebuiltTable,
  rememberErased,
  removeRowsBefore,
  type Transaction,
  type Version,
  withoutLater,
} from '@hilo/runtime';
import { tellClaims, tellTraits } from './projecting/follow-people.ts';
import { withdrawFacts } from './projecting/rolled.ts';
import { removeCasesOfInteractions, removeCasesOfSubjects } from './store/case-events.ts';
import { forgetNumbers, listSubjectsOf, moveAllSubjects, moveSubjectsOf, numberAllCustomers } from './store/claims.ts';
import { forgetProfiles } from './store/customer-profiles.ts';
import { lockFactsSql, noteErasedFacts, removeFacts, removePersonsFacts } from './store/erased-facts.ts';
import { removeFactsBefore } from './store/facts.ts';
import { removeGuidanceOfInteractions, removeGuidanceOfSubjects } from './store/guidance.ts';
import { listMonths } from './store/months.ts';
import { forgetProfiling } from './store/profiling.ts';
import { hurryCompaction, markStale } from './store/projection.ts';
import { recount } from './store/recount.ts';
import { removeVerbatimsOfInteractions, removeVerbatimsOfSubjects } from './store/verbatims.ts';

/**
 * Removes a person: the interactions until then, in milliseconds, the answers, what became of asking, and whose they were; from the
 * rollups at once, and from the columns as soon as they are compacted, which is next.
 */
export const erase = async (tx: Transaction, erasure: Erasure): Promise<Removed> => {
  await rememberErased(tx, erasure);
  await noteErasedFacts(tx, erasure);
  const { gone, answers, surveyEvents } = await removePersonsFacts(tx, erasure);
  await withdrawFacts(tx, gone);
  const cases = await removeCasesOfSubjects(tx, erasure);
  const named = gone.map(({ sourceName, id }) => ({ source: sourceName, id }));
  await removeCasesOfInteractions(tx, named);
  const verbatims = (await removeVerbatimsOfSubjects(tx, erasure)) + (await removeVerbatimsOfInteractions(tx, named));
  const guidance = (await removeGuidanceOfSubjects(tx, erasure)) + (await removeGuidanceOfInteractions(tx, named));
  const theirs = await listSubjectsOf(
    tx,
    erasure.customers.map(({ id }) => id),
  );
  const { claims, customers } = await forgetCustomers(tx, erasure);
  await tellTraits(tx, customers);
  await forgetProfiles(tx, customers);
  await tellClaims(tx, await moveSubjectsOf(tx, [...new Set([...erasure.subjects, ...theirs])], customers));
  await forgetNumbers(tx, { subjects: erasure.subjects, customers });
  await forgetProfiling(tx, customers);
  await hurryCompaction(tx);
  return { facts: gone.length, answers, survey_events: surveyEvents, cases, verbatims, guidance, claims };
};

/** Removes interactions that turned out to be somebody's who is erased, if they are here at no later version. */
export const removeErasedInteractions = async (
  tx: Transaction,
  erased: readonly Version[],
  others: readonly Version[],
): Promise<void> => {
  const left = await withoutLater(tx, lockFactsSql, erased, others);
  const gone = await removeFacts(tx, left);
  await removeCasesOfInteractions(tx, left);
  await removeVerbatimsOfInteractions(tx, left);
  await removeGuidanceOfInteractions(tx, left);
  await withdrawFacts(tx, gone);
  if (gone.length > 0) await hurryCompaction(tx);
};

const ofFacts = [
  rebuiltTable('answers'),
  rebuiltTable('responses'),
  rebuiltTable('customers'),
  rebuiltTable('claims'),
  rebuiltTable('profiles'),
  rebuiltTable('profiling'),
];

/**
 * What no fact says; then the rollups are counted anew, and the columns are to be made anew. What became of asking stays:
 * survey-trigger told it once, and tells it to nobody again.
 */
export const removeUntold: RemoveUntold = async (tx, generation, heartbeat) => {
  let facts = 0;
  for (const month of await listMonths(tx)) {
    await heartbeat();
    facts += await removeFactsBefore(tx, month, generation);
  }
  const removed = await removeRowsBefore(tx, generation, heartbeat, ofFacts);
  await numberAllCustomers(tx);
  await tellClaims(tx, await moveAllSubjects(tx));
  await recount(tx);
  await markStale(tx);
  return { facts, ...removed };
};
