import {
  AcceptedInteraction,
  type DecidedBy,
  type Decision,
  type Erasure,
  type ErasureRequest,
  type ErasureStatus,
  type Identifier,
  instantOf,
  type ListedErasure,
  topics,
} from '@hilo/contracts';
import type { Handle, OutgoingRecord } from '@hilo/log';
import { HttpProblem, lockForErasure, type NameHashes, type Outgoing, type Transaction } from '@hilo/runtime';
import { decided } from '../domain/decision.ts';
import { factOf } from '../domain/fact.ts';
import { redactDecision, redactInteraction } from '../domain/redact.ts';
import type { Rules } from '../domain/rules.ts';
import { type Messages, noMessages } from '../publishing/messages.ts';
import { type Export, exportAll } from '../reading/export.ts';
import { applyChange } from '../resolution/apply-change.ts';
import { type CountedFact, recordChange } from '../resolution/record-change.ts';
import { markOfOthers } from '../resolution/without-erased.ts';
import { findAllNaming } from '../store/decisions.ts';
import { countEvidence, deleteReads, findMentioning, insertMarks, rewriteContents } from '../store/erasure/erased.ts';
import { findErasure, insertErasure, insertReport, type Remains } from '../store/erasure/erasures.ts';
import { findUnused } from '../store/erasure/unused-names.ts';
import { openReader, type StoredFact } from '../store/graph/reader.ts';
import { cutLeads } from '../store/registry/former-ids.ts';
import { type ErasedPerson, whoIs } from './find-person.ts';
import { naming, namingEver, type RemovedRows, removeRows, type SaidOfPerson, textsOf } from './remove-rows.ts';

export type ErasureMade = Messages & {
  erasure: ErasureStatus;
  outbox: readonly Outgoing[];
  /** For the list outside of the database; nothing, where the erasure was made before. */
  listed?: ListedErasure;
  known?: Export;
};
export type Asking = { by: DecidedBy; now: number; id: string; names: NameHashes };

/**
 * Erases a person: whose the identifiers are → what they said is taken back, for who is who and for everybody's record →
 * what others said of them is put back without them → rows go → what there is to look for elsewhere. Nobody else writes
 * meanwhile.
 */
export const erasePerson = async (
  tx: Transaction,
  rules: Rules,
  request: ErasureRequest,
  asking: Asking,
): Promise<ErasureMade> => {
  await lockForErasure(tx);
  const before = await findErasure(tx, asking.id);
  const hash = hashOf(rules, request);
  if (before) return { ...noMessages, outbox: [], erasure: sameErasure(before, hash) };

  const person = await whoIs(tx, rules, request);
  const subject = [...person.nodes][0] ?? '';
  const known = request.export ? await exportAll(tx, rules, subject, asking.now) : undefined;
  const said = await whatIsSaid(tx, rules, person.nodes);
  const made = await eraseSaid(tx, rules, { person, said, hash, reason: request.reason }, asking);
  return { ...made, ...(known && { known }) };
};

/** Whose, what, and as what it was asked for; of an erasure that is made again, what it was when it was made first. */
type Erasing = {
  person: ErasedPerson;
  said: SaidOfPerson;
  hash: string;
  reason?: string | undefined;
  before?: ListedErasure;
};

/** What was said of the person goes, and what there is to look for elsewhere is noted and told. */
export const eraseSaid = async (
  tx: Transaction,
  rules: Rules,
  { person, said, hash, reason, before }: Erasing,
  asking: Asking,
): Promise<ErasureMade> => {
  const evidence = await countEvidence(tx, [...person.nodes]);
  await cutLeads(tx, [...person.nodes, ...namedIn(rules, said)], [...person.nodes]);
  const without = await takeBack(tx, rules, said, asking.now);
  const left = await putBackRedacted(tx, rules, person.nodes, said, asking.now);
  const gone = await removeRows(tx, rules, person.nodes, said, before !== undefined);

  const until = Math.max(before ? instantOf(before.erasure.at) : asking.now, gone.latest);
  const marks = new Set([...[...gone.nodes, ...gone.keys].map(rules.markOf), ...(before?.marks ?? [])]);
  await insertMarks(tx, [...marks, ...(before?.others ?? [])], until);
  const removed = { ...gone.removed, ...evidence, reads: await deleteReads(tx, gone.nodes, until) };
  const written = [...person.named, ...gone.written];
  const requestedAt = before ? instantOf(before.requestedAt) : asking.now;
  await insertErasure(tx, {
    ...asking,
    request: hash,
    requestedAt,
    until,
    reason,
    remains: remainsOf(gone, written, [...without.customers, ...left.customers]),
  });
  const at = new Date(asking.now).toISOString();
  await insertReport(tx, { erasure: asking.id, service: 'identity-resolution', at, removed });
  const made = await findErasure(tx, asking.id);
  if (made === undefined) throw new Error('an erasure was not noted');
  const erasure: Erasure = {
    id: asking.id,
    at: new Date(until).toISOString(),
    subjects: [...new Set([...gone.nodes, ...(before?.erasure.subjects ?? [])])],
    names: [...new Set([...written.map(asking.names.ofIdentifier), ...(before?.erasure.names ?? [])])],
    customers: latestVersions([...(before?.erasure.customers ?? []), ...gone.customers]),
  };
  const { key, source } = asking.by;
  return {
    ...joinMessages(without, left, said),
    erasure: made.status,
    outbox: [erasureMessage(erasure)],
    listed: {
      erasure,
      requestedAt: new Date(requestedAt).toISOString(),
      request: hash,
      by: { key, source },
      marks: [...marks],
      others: gone.mentioning.map(([source, id]) => markOfOthers(rules, source, id)),
    },
  };
};

/** Each once, with the latest version of its record. */
const latestVersions = (customers: Erasure['customers']): Erasure['customers'] => [
  ...new Map(
    customers.toSorted((one, other) => one.version - other.version).map((customer) => [customer.id, customer]),
  ).values(),
];

/**
 * The person's own is found by what it is about; what others said, invitations to a contact point, and records that were told for a
 * rebuild, by that and the text.
 */
const remainsOf = (gone: RemovedRows, written: readonly Identifier[], records: readonly OutgoingRecord[]): Remains => ({
  about: [...gone.interactions],
  mentioning: [
    ...gone.mentioning,
    ...distinct(written).map(({ kind, value }): Handle => [kind, value]),
    ...new Set([...gone.nodes, ...records.map(({ key }) => key)]).values().map((id): Handle => ['customer', id]),
  ],
  texts: textsOf(gone.nodes, written),
  customers: gone.nodes,
  removed: {},
  readUpTo: {},
  waitsFor: [],
});

const distinct = (identifiers: readonly Identifier[]): Identifier[] => [
  ...new Map(identifiers.map((one) => [`${one.kind}\0${one.value}`, one])).values(),
];
/** What was asked for, as a keyed hash: it may name an identifier. */
const hashOf = ({ markOf }: Rules, { customer, identifier }: ErasureRequest): string =>
  markOf(JSON.stringify([customer ?? null, identifier?.kind ?? null, identifier?.value ?? null]));

const sameErasure = ({ status, request }: { status: ErasureStatus; request: string }, hash: string): ErasureStatus => {
  if (request === hash) return status;
  throw new HttpProblem(409, 'Conflict', 'Another erasure was asked for with this id.', [
    { path: ['id'], message: 'is taken' },
  ]);
};

/** What counts and names one of these. */
export const whatIsSaid = async (tx: Transaction, rules: Rules, nodes: ReadonlySet<string>): Promise<SaidOfPerson> => {
  const reader = openReader(tx, rules);
  const unused = new Set(await findUnused(tx, [...nodes]));
  const mentioning = await reader.factsByKey(unused.union(new Set(await findMentioning(tx, [...nodes]))));
  const mentions = ({ fact }: StoredFact): boolean =>
    unused.has(fact.key) || fact.nodes.some(({ id }) => nodes.has(id));
  return {
    own: await reader.factsOf(nodes),
    others: mentioning.filter((told) => !nodes.has(told.subject) && mentions(told)),
    decisions: await findAllNaming(tx, [...nodes], [...unused]),
  };
};

/** What the person's interactions name, and decisions about the person: it may be known by nothing else. */
const namedIn = (rules: Rules, { own, decisions }: SaidOfPerson): string[] =>
  [
    ...own.flatMap(({ fact }) => fact.nodes),
    ...decisions.flatMap((one) => decided(naming(rules), one).evidence.nodes),
  ].map(({ id }) => id);

const holding = (decisions: readonly Decision[]): Decision[] => decisions.filter(({ retracted }) => !retracted);

/** Whatever mentions the person no longer counts: exactly as if it had never been said. */
const takeBack = async (
  tx: Transaction,
  rules: Rules,
  { own, others, decisions }: SaidOfPerson,
  now: number,
): Promise<Messages> => {
  const withdrawn = [...own, ...others].map(({ fact }) => fact);
  const retracted = holding(decisions).map((decision) => decided(naming(rules), decision));
  if (withdrawn.length === 0 && retracted.length === 0) return noMessages;
  const changed = await applyChange(openReader(tx, rules), rules.registry, { facts: [], withdrawn, retracted });
  return recordChange(tx, rules.registry, changed, { now });
};

/** What others said counts again, without the person in it. */
const putBackRedacted = async (
  tx: Transaction,
  rules: Rules,
  nodes: ReadonlySet<string>,
  { others, decisions }: SaidOfPerson,
  now: number,
): Promise<Messages> => {
  const putBack = others.map((told) => redacted(rules, nodes, told));
  await rewriteContents(
    tx,
    putBack.map(({ fact: { key }, content }) => ({ key, content })),
  );
  const left = holding(decisions).flatMap((decision) => redactDecision(namingEver(rules), nodes, decision) ?? []);
  const again = left.map((decision) => decided(naming(rules), decision));
  if (putBack.length === 0 && again.length === 0) return noMessages;
  const facts = putBack.map(({ fact }) => fact);
  const changed = await applyChange(openReader(tx, rules), rules.registry, { facts, decided: again });
  return recordChange(tx, rules.registry, changed, { putBack, now });
};

const redacted = (rules: Rules, nodes: ReadonlySet<string>, { content, version, fact }: StoredFact): CountedFact => {
  const accepted = AcceptedInteraction.parse(JSON.parse(content));
  const interaction = redactInteraction(namingEver(rules), nodes, accepted, fact);
  const left = factOf(rules.registry, rules.deriveId, interaction);
  if (left === undefined) throw new Error('an interaction of somebody else names nobody else');
  // It was withdrawn a moment ago, which is a version of its own.
  return { fact: left, content: JSON.stringify(interaction), version: version + 1 };
};

/** The last message of each customer and interaction; none of an interaction that was taken back for good. */
const joinMessages = (without: Messages, left: Messages, { own, others }: SaidOfPerson): Messages => {
  const takenBack = new Set([...own, ...others].map(({ fact }) => fact.key));
  const resolved = new Map<string, OutgoingRecord>();
  for (const { interactions, resolved: messages } of [without, left]) {
    for (const [at, message] of messages.entries()) resolved.set(interactions[at] ?? '', message);
    if (interactions === without.interactions) for (const key of takenBack) resolved.delete(key);
  }
  const customers = new Map([...without.customers, ...left.customers].map((message) => [message.key, message]));
  return {
    customers: [...customers.values()],
    resolved: [...resolved.values()],
    interactions: [...resolved.keys()],
    refused: [...without.refused, ...left.refused],
  };
};

const erasureMessage = (erasure: Erasure): Outgoing => ({
  topic: topics.erasures.name,
  key: erasure.id,
  value: JSON.stringify(erasure),
});
