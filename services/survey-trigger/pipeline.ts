import { ResolvedInteraction, topics } from '@hilo/contracts';
import {
  aboutResolved,
  followCustomers,
  type GivenBatch,
  type Handled,
  heardOf,
  isTracing,
  latestVersions,
  type NameHashes,
  parseRecords,
  type Transaction,
  traceOfMessage,
  versionOfResolved,
  withoutErased,
} from '@hilo/runtime';
import { followAttributions, regroupCases } from './cases/follow-people.ts';
import { type HeardCases, hearCustomers, nothingHeard } from './cases/hear.ts';
import { dropContacts } from './contacts/forget-contacts.ts';
import { noteContacts } from './contacts/note-contacts.ts';
import { type Candidate, candidatesOf } from './domain/candidate.ts';
import { contactFactOf } from './domain/contact-facts.ts';
import { removeInvitations } from './erase.ts';
import { countGuidance } from './events/guidance.ts';
import { countReactionHistory } from './events/reactions.ts';
import { countCaseSteps, countHistoryHeard } from './events.ts';
import { type HearingSituations, hearSituations, regroupGuidance } from './guidance/hear.ts';
import type { Reviewed } from './guidance/review.ts';
import { askingNow } from './inviting/asking.ts';
import { noteNewCandidates } from './inviting/note-candidates.ts';
import { type HearingReactions, noteReactions, recountReactions } from './reactions/note-facts.ts';
import type { CaseRulesInForce } from './store/case-rules.ts';
import { findMoved } from './store/contact-facts.ts';
import { removeCasesOf } from './store/erased-cases.ts';
import { removeGuidanceOf } from './store/erased-guidance.ts';
import { removeReactionsOf } from './store/forgotten-reactions.ts';
import { countHistorical } from './store/historical.ts';
import { invitationTimers } from './store/invitation-timers.ts';
import { mendInvitations } from './store/mend-invitations.ts';
import { saveProfiles } from './store/profiles.ts';
import type { ProgrammesInForce } from './store/programmes.ts';
import { followWithdrawals } from './store/withdrawn-invitations.ts';
import { noteWritten } from './verbatims/note-texts.ts';

type Told = Pick<GivenBatch, 'records' | 'isRebuild'>;
type Handler = (tx: Transaction, batch: Told) => Promise<Handled>;

/** What is done with the messages of each topic, and with those facts that are told again for a rebuild. */
export const handlers = (
  programmes: ProgrammesInForce,
  hashes: NameHashes,
  hearing?: Hearing,
): Record<string, Handler> => ({
  [topics.resolved.name]: async (tx, batch) => {
    const noted = await noteCandidates(tx, { programmes, hearing }, batch);
    const { deadLetters, cases, guidance, unreacted } = noted;
    await noteLedger(tx, hashes, noted);
    const counted = await countHistorical(tx, noted.historical);
    const afterCommit = async () => {
      countHistoryHeard(counted);
      countCaseSteps(cases.steps);
      countReactionHistory(unreacted);
      countGuidance(guidance.told);
    };
    return { deadLetters, outbox: [...cases.outbox, ...guidance.outbox], afterCommit };
  },
  [topics.customers.name]: (tx, batch) => noteCustomers(tx, { hashes, hearing }, batch),
});

/** By what cases are opened, and move, by what Hilo reacts, and what the front line is told; without it there are none. */
type Hearing = { caseRules: CaseRulesInForce } & HearingSituations & HearingReactions;

/**
 * Notes the interactions about which a programme would ask; whether it may is decided when it is time. What is told for a rebuild
 * may have been decided, and forgotten: it only mends what is noted, so that nobody is asked twice. What is history sets nothing off.
 */
const noteCandidates = async (
  tx: Transaction,
  { programmes, hearing }: { programmes: ProgrammesInForce; hearing: Hearing | undefined },
  batch: Told,
): Promise<Noted> => {
  const { records, isRebuild } = await heardOf(tx, batch);
  const { parsed, deadLetters } = parseRecords(ResolvedInteraction, records);
  const { living, erased } = await withoutErased(
    tx,
    parsed.map(({ message }) => message),
    aboutResolved,
  );
  const latest = latestVersions(living, versionOfResolved);
  // Whose it is is locked before whatever is noted of it.
  const cases = isRebuild || hearing === undefined ? nothingHeard : await noteCases(tx, hearing, latest, parsed);
  const gone = erased.map(({ interaction }) => interaction);
  await removeCasesOf(tx, gone);
  await removeGuidanceOf(tx, gone);
  const guidance = await hearSituations(tx, latest, isRebuild ? undefined : hearing);
  await noteWritten(tx, { latest, erased, told: parsed, isRebuild });
  const unreacted = isRebuild || hearing === undefined ? [] : await noteReactions(tx, hearing, latest, parsed);
  await removeReactionsOf(tx, gone);
  await removeInvitations(tx, erased.map(versionOfResolved), living.map(versionOfResolved));
  const traces = isTracing()
    ? new Map(parsed.map(({ record, message }) => [message, traceOfMessage(record)]))
    : undefined;
  const asking = askingNow(await programmes.inForce(tx));
  const candidates = latest.flatMap((message) => candidatesOf(asking, message, traces?.get(message)));
  const historical = isRebuild ? [] : await noteNewCandidates(tx, candidates, parsed);
  // What was attributed anew is followed by what was noted of it, whether its programme would note it today or not.
  const moved = isRebuild ? latest : latest.filter(({ version }) => version > 1);
  await mendInvitations(tx, moved, candidates, { isRebuild });
  await followWithdrawals(tx, moved, { isRebuild });
  return { living: latest, erased, historical, deadLetters, cases, guidance, unreacted };
};

/** What customers say opens cases, and moves those that wait for it. What is told for a rebuild has been heard. */
const noteCases = async (
  tx: Transaction,
  { caseRules, now }: Hearing,
  latest: readonly ResolvedInteraction[],
  told: readonly { record: { appendedAt: number } }[],
): Promise<HeardCases> => {
  const rules = await caseRules.latest(tx);
  if (rules === undefined) return nothingHeard;
  const heardAt = told.reduce((most, { record }) => Math.max(most, record.appendedAt), 0);
  const moved = await followAttributions(tx, latest, { rules, now: now() });
  const heard = await hearCustomers(tx, latest, { rules, heardAt, now: now() });
  return { steps: heard.steps, outbox: [...moved, ...heard.outbox] };
};

type Interactions = { living: readonly ResolvedInteraction[]; erased: readonly ResolvedInteraction[] };
type Noted = Interactions &
  Required<Pick<Handled, 'deadLetters'>> & {
    historical: readonly Candidate[];
    cases: HeardCases;
    guidance: Reviewed;
    unreacted: readonly string[];
  };

/** Notes in the ledger which of these were contacts. Invitations that became somebody else's by these are in it as well. */
const noteLedger = async (tx: Transaction, hashes: NameHashes, { living, erased }: Interactions): Promise<void> => {
  const factOf = (one: ResolvedInteraction) => contactFactOf(one, hashes.ofIdentifier) ?? [];
  const attributedAnew = living.filter(({ version }) => version > 1).map(({ interaction }) => interaction);
  const dropped = erased.flatMap(factOf);
  if (dropped.length > 0) await dropContacts(tx, dropped);
  await noteContacts(tx, [...living.flatMap(factOf), ...(await findMoved(tx, attributedAnew))]);
};

/** Keeps what is known of customers: whose a subject is, where they can be reached, what they consented to. */
const noteCustomers = async (
  tx: Transaction,
  { hashes, hearing }: { hashes: NameHashes; hearing: Hearing | undefined },
  batch: Told,
): Promise<Handled> => {
  const { changed, moved, deadLetters } = await followCustomers(tx, batch);
  const rules = await hearing?.caseRules.latest(tx);
  const cases = rules && hearing ? await regroupCases(tx, moved, { rules, now: hearing.now() }) : [];
  if (hearing) await recountReactions(tx, hearing, moved);
  const guidance = await regroupGuidance(tx, moved, hearing);
  await saveProfiles(tx, changed, hashes);
  await invitationTimers.wake(
    tx,
    changed.flatMap(({ id, record }) => [id, ...(record?.subjects ?? [])]),
  );
  const afterCommit = async () => countGuidance(guidance.told);
  return { deadLetters, outbox: [...cases, ...guidance.outbox], afterCommit };
};
