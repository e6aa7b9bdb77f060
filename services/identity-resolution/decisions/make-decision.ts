import { isDeepStrictEqual } from 'node:util';
import {
  AcceptedInteraction,
  type DecidedBy,
  Decision,
  type DecisionRequest,
  type Identifier,
  instantOf,
  isStorable,
} from '@hilo/contracts';
import { HttpProblem, holdOffErasures, type Transaction } from '@hilo/runtime';
import { completed, type HeldIdentifiers } from '../domain/complete-request.ts';
import { decided, identifiersIn } from '../domain/decision.ts';
import { interactionKey } from '../domain/derive-id.ts';
import { type Fact, factOf } from '../domain/fact.ts';
import { type Node, nodeFor } from '../domain/node.ts';
import type { Rules } from '../domain/rules.ts';
import { type Messages, noMessages } from '../publishing/messages.ts';
import { applyChange } from '../resolution/apply-change.ts';
import { recordChange } from '../resolution/record-change.ts';
import { isErased, namesErased } from '../resolution/without-erased.ts';
import {
  findDecision,
  insertDecision,
  isWithdrawn,
  lockInteraction,
  markRetracted,
  nodesOfDecision,
} from '../store/decisions.ts';
import { findHeld } from '../store/graph/customers.ts';
import {
  findInteraction,
  forgetUnheard,
  type StoredInteraction,
  saveAttribution,
  withdrawUnheard,
} from '../store/graph/interactions.ts';
import { openReader } from '../store/graph/reader.ts';
import { findSpellings } from '../store/graph/spellings.ts';
import { noteSubjects } from '../store/suggestions/linkage-queue.ts';

export type Made = Messages & { decision: Decision };
type Asking = { by: DecidedBy; now: number; id: string };

/** Makes a decision: what is asked for, as a fact → who is who with it → write. One that was made before stays as it is. */
export const makeDecision = async (
  tx: Transaction,
  rules: Rules,
  request: DecisionRequest,
  asking: Asking,
): Promise<Made> => {
  await holdOffErasures(tx);
  const before = await findDecision(tx, asking.id);
  if (before) return { ...noMessages, decision: sameDecision(before, request) };
  const decision = await complete(tx, rules, request, asking);
  await refuseErased(tx, rules, decision);
  const { decision: made, nodes, ...interaction } = await namedBy(tx, rules, decision);
  await insertDecision(tx, made, { request, nodes, ...interaction });
  await noteSubjects(tx, 'compare', nodes);
  return { decision: made, ...(await takeEffect(tx, rules, made, asking.now)) };
};

/** Takes a decision back: it has no effect from now on. */
export const retractDecision = async (
  tx: Transaction,
  rules: Rules,
  { id, by, now }: Asking,
): Promise<Made | undefined> => {
  await holdOffErasures(tx);
  const before = await findDecision(tx, id);
  if (before === undefined) return undefined;
  if (before.decision.retracted) return { ...noMessages, decision: before.decision };
  const retracted = { at: new Date(now).toISOString(), by };
  await markRetracted(tx, id, retracted);
  await noteSubjects(tx, 'compare', await nodesOfDecision(tx, id));
  return { decision: { ...before.decision, retracted }, ...(await loseEffect(tx, rules, before.decision, now)) };
};

const sameDecision = (before: { decision: Decision; request: string }, request: DecisionRequest): Decision => {
  if (isDeepStrictEqual(JSON.parse(before.request), JSON.parse(JSON.stringify(request)))) return before.decision;
  throw new HttpProblem(409, 'Conflict', 'Another decision was made with this id.', [
    { path: ['id'], message: 'is taken' },
  ]);
};

const complete = async (
  tx: Transaction,
  rules: Rules,
  request: DecisionRequest,
  { by, now, id }: Asking,
): Promise<Decision> => {
  const unstorable = unstorableIn(request);
  if (unstorable) throw invalid(unstorable, 'has characters that cannot be stored');
  const at = request.at === undefined ? now : instantOf(request.at);
  if (at > now) throw invalid(['at'], 'is in the future');
  const answer = completed(naming(rules), request, await heldNow(tx, rules, request));
  if ('wrong' in answer) throw invalid(answer.wrong.path, answer.wrong.message);
  return Decision.parse({
    id,
    at: new Date(at).toISOString(),
    by,
    ...(request.reason !== undefined && { reason: request.reason }),
    ...answer.what,
  });
};

/** What was decided of somebody before the erasure is not decided again after it. */
const refuseErased = async (tx: Transaction, rules: Rules, decision: Decision): Promise<void> => {
  const erased =
    decision.kind === 'withdrawn'
      ? await isErased(tx, rules, interactionKey(decision.source, decision.interaction))
      : await namesErased(tx, rules, identifiersIn(decision), instantOf(decision.at));
  if (erased) throw invalid([decision.kind === 'withdrawn' ? 'interaction' : 'at'], 'is from before an erasure');
};

/** Where there is text that Postgres does not take: NUL, or half of a surrogate pair. */
const unstorableIn = (value: unknown, path: PropertyKey[] = []): PropertyKey[] | undefined => {
  if (typeof value === 'string') return isStorable(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = unstorableIn(part, [...path, Array.isArray(value) ? Number(key) : key]);
    if (found) return found;
  }
  return undefined;
};

const invalid = (path: PropertyKey[], message: string): HttpProblem =>
  new HttpProblem(400, 'Invalid request', 'The decision cannot be made.', [{ path, message }]);

const naming =
  ({ registry, deriveId }: Rules) =>
  (identifier: Identifier): Node | undefined =>
    nodeFor(registry, deriveId, identifier);

/** The identifiers of the customer that the request is about, as they were written. */
const heldNow = async (
  tx: Transaction,
  rules: Rules,
  request: DecisionRequest,
): Promise<readonly HeldIdentifiers[]> => {
  if (request.kind === 'split') {
    const held = await findHeld(tx, request.customer);
    if (held.length === 0) throw invalid(['customer'], 'is not known');
    return asWritten(tx, rules, held);
  }
  if (request.kind !== 'dissociate' || request.from) return [];
  const node = naming(rules)(request.identifier);
  return node === undefined ? [] : asWritten(tx, rules, await findHeld(tx, node.id));
};

/** Of a single identifier there is no other to be told apart from. */
const asWritten = async (tx: Transaction, rules: Rules, held: readonly Node[]): Promise<HeldIdentifiers[]> => {
  const nodes = held.map(({ id }) => id);
  const written: Awaited<ReturnType<typeof findSpellings>> =
    held.length > 1 ? await findSpellings(tx, rules, nodes) : new Map();
  return held.map(({ id, kind, value }) => {
    const ways = written.get(id) ?? [];
    return { node: id, written: ways.length > 0 ? ways : [{ kind, value }] };
  });
};

/** The nodes that a decision names; of a withdrawal, those of the interaction, as far as it was heard of. */
const namedBy = async (tx: Transaction, rules: Rules, decision: Decision) => {
  if (decision.kind !== 'withdrawn') {
    return { decision, nodes: decided(naming(rules), decision).evidence.nodes.map(({ id }) => id) };
  }
  const key = interactionKey(decision.source, decision.interaction);
  await lockInteraction(tx, key);
  const known = await findInteraction(tx, key);
  const fact = known?.content ? factIn(rules, known) : undefined;
  return { decision, nodes: fact?.nodes.map(({ id }) => id) ?? [], interaction: key };
};

const takeEffect = async (tx: Transaction, rules: Rules, decision: Decision, now: number): Promise<Messages> => {
  const reader = openReader(tx, rules);
  if (decision.kind !== 'withdrawn') {
    const changed = await applyChange(reader, rules.registry, {
      facts: [],
      decided: [decided(naming(rules), decision)],
    });
    return recordChange(tx, rules.registry, changed, { now });
  }
  const key = interactionKey(decision.source, decision.interaction);
  const isUnheard = await withdrawUnheard(tx, key);
  const known = isUnheard ? undefined : await findInteraction(tx, key);
  if (known === undefined || known.withdrawn) return noMessages;
  const fact = factIn(rules, known);
  if (fact === undefined) return markOnly(tx, { ...known, withdrawn: true });
  const changed = await applyChange(reader, rules.registry, { facts: [], withdrawn: [fact] });
  return recordChange(tx, rules.registry, changed, { now });
};

const loseEffect = async (tx: Transaction, rules: Rules, decision: Decision, now: number): Promise<Messages> => {
  const reader = openReader(tx, rules);
  if (decision.kind !== 'withdrawn') {
    const changed = await applyChange(reader, rules.registry, {
      facts: [],
      retracted: [decided(naming(rules), decision)],
    });
    return recordChange(tx, rules.registry, changed, { now });
  }
  const key = interactionKey(decision.source, decision.interaction);
  await lockInteraction(tx, key);
  if ((await isWithdrawn(tx, key)) || (await forgetUnheard(tx, key))) return noMessages;
  const known = await findInteraction(tx, key);
  if (known === undefined || !known.withdrawn) return noMessages;
  const { content, version } = known;
  const fact = factIn(rules, known);
  if (fact === undefined) return markOnly(tx, { ...known, rule: 'names-nobody', withdrawn: false });
  const changed = await applyChange(reader, rules.registry, { facts: [fact] });
  return recordChange(tx, rules.registry, changed, { putBack: [{ fact, content, version }], now });
};

/** `undefined` if the interaction names nobody under these rules. */
const factIn = ({ registry, deriveId }: Rules, { content }: Pick<StoredInteraction, 'content'>): Fact | undefined =>
  factOf(registry, deriveId, AcceptedInteraction.parse(JSON.parse(content)));

/** What names nobody under the rules in force counts for nobody, withdrawn or not. */
const markOnly = async (tx: Transaction, known: StoredInteraction & { withdrawn: boolean }): Promise<Messages> => {
  await saveAttribution(tx, [known]);
  return noMessages;
};
