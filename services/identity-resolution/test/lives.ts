import type { Decision, Identifier } from '@hilo/contracts';
import { completed, type HeldIdentifiers } from '../domain/complete-request.ts';
import type { Decided } from '../domain/decision.ts';
import type { Fact } from '../domain/fact.ts';
import type { Lead } from '../domain/former-ids.ts';
import { namedBy } from '../domain/node.ts';
import { redactDecision, redactInteraction } from '../domain/redact.ts';
import type { Registry } from '../domain/registry.ts';
import { spellingsOf, speltBy, speltIn } from '../domain/spellings.ts';
import {
  accepted,
  decidedOf,
  decisionOf,
  deriveId,
  factsOf,
  keyOf,
  nodeIn,
  type Posted,
  type Saying,
  type Turn,
} from './histories.ts';
import { identityInMemory } from './memory.ts';

/** Lives through turns, and keeps what counts in the end and how often what happened. */
export const livingIdentity = (
  registry: Registry,
  posted: readonly Posted[],
  leads: readonly Omit<Lead, 'isHad'>[] = [],
) => {
  const identity = identityInMemory(registry, leads);
  const nodeOf = nodeIn(registry);
  const facts = factsOf(registry, posted);
  const contents = new Map(posted.map((one) => [one.id, one]));
  const decisions: Decision[] = [];
  const erased = new Set<string>();
  const earliest = new Map<string, number>();
  const [heard, withdrawn, retracted] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const happened = {
    withdrawnBefore: 0,
    withdrawnAfter: 0,
    putBack: 0,
    decided: 0,
    split: 0,
    retracted: 0,
    erased: 0,
    redacted: 0,
    keptOut: 0,
  };
  const factAt = (which: number): Fact | undefined => facts[which % facts.length];

  const deliver = async (some: readonly Fact[], secondsLater = 0): Promise<void> => {
    const living = some.filter(({ key, nodes }) => identity.stored(key) ?? !nodes.some(({ id }) => erased.has(id)));
    happened.keptOut += some.length - living.length;
    const moved = living.map((fact) => ({ ...fact, at: fact.at + secondsLater * 1000 }));
    for (const { key, at } of moved) {
      heard.add(key);
      earliest.set(key, Math.min(at, earliest.get(key) ?? at));
    }
    await identity.step(moved);
  };
  const withdraw = async ({ key }: Fact): Promise<void> => {
    happened[heard.has(key) ? 'withdrawnAfter' : 'withdrawnBefore'] += 1;
    withdrawn.add(key);
    await identity.withdraw(key);
  };
  const putBack = async ({ key }: Fact): Promise<void> => {
    if (!withdrawn.delete(key)) return;
    happened.putBack += 1;
    await identity.putBack(key);
  };
  const decide = async (saying: Saying, second: number, what: 'decided' | 'split'): Promise<void> => {
    const decision = decisionOf(saying, `d-${decisions.length}`, second);
    const one = decidedOf(registry, decision);
    // It is dated before any erasure.
    if (one.evidence.nodes.some(({ id }) => erased.has(id))) return;
    happened[what] += 1;
    decisions.push(decision);
    await identity.decide(one);
  };
  const split = async (which: number, take: number, second: number): Promise<void> => {
    const divisible = identity.records().filter(({ identifiers }) => identifiers.length > 1);
    const held = divisible[which % divisible.length]?.identifiers;
    if (held === undefined) return;
    const written = writtenNow(held.map(({ subject }) => subject));
    const cut = 1 + (take % (held.length - 1));
    const identifiers = held.slice(0, cut).map(({ kind, value }) => ({ kind, value }));
    const split = completed(nodeOf, { kind: 'split', customer: held[0]?.subject ?? '', identifiers }, written);
    if (!('what' in split) || split.what.kind !== 'not_same') throw new Error(JSON.stringify(split));
    await decide(split.what, second, 'split');
  };
  /** As what counts and holds has written them. */
  const writtenNow = (nodes: readonly string[]): HeldIdentifiers[] => {
    const spelt = [...counting().flatMap(speltIn), ...said().flatMap(speltBy)];
    return [...spellingsOf(nodeOf, nodes, spelt)].map(([node, written]) => ({ node, written }));
  };
  const retract = async (which: number): Promise<void> => {
    const one = decisions[which % decisions.length];
    if (one === undefined || retracted.has(one.id)) return;
    happened.retracted += 1;
    retracted.add(one.id);
    await identity.retract(one.id);
  };

  const nodesOf = (one: Identifier) => namedBy(registry, deriveId, one).nodes;
  const leftOf = {
    fact: (fact: Fact, person: ReadonlySet<string>): Fact => {
      happened.redacted += 1;
      const content = contents.get(fact.id);
      if (content === undefined) throw new Error('a fact that was never posted');
      const {
        source: _source,
        receivedAt: _receivedAt,
        ...left
      } = redactInteraction(nodesOf, person, accepted(content), fact);
      contents.set(fact.id, left);
      const [one] = factsOf(registry, [left]);
      if (one === undefined) throw new Error('an interaction of somebody else names nobody else');
      return { ...one, at: fact.at };
    },
    decision:
      (person: ReadonlySet<string>) =>
      ({ id }: Decided): Decided[] => {
        const at = decisions.findIndex((one) => one.id === id);
        const before = decisions[at];
        const left = before && redactDecision(nodesOf, person, before);
        if (left) decisions[at] = left;
        else retracted.add(id);
        return left ? [decidedOf(registry, left)] : [];
      },
  };
  const erase = async (which: number): Promise<void> => {
    const records = identity.records();
    const person = new Set(records[which % records.length]?.subjects);
    if (person.size === 0) return;
    happened.erased += 1;
    const gone = await identity.erase(person, { fact: leftOf.fact, decision: leftOf.decision(person) });
    for (const id of gone) erased.add(id);
  };

  const live = async (turn: Turn): Promise<void> => {
    switch (turn.turn) {
      case 'deliver':
        return deliver(
          turn.which.flatMap((which) => factAt(which) ?? []),
          turn.secondsLater,
        );
      case 'decide':
        return decide(turn.saying, turn.second, 'decided');
      case 'split':
        return split(turn.which, turn.take, turn.second);
      case 'retract':
        return retract(turn.which);
      case 'erase':
        return erase(turn.which);
      default: {
        const fact = factAt(turn.which);
        if (fact !== undefined) await (turn.turn === 'withdraw' ? withdraw(fact) : putBack(fact));
      }
    }
  };
  const counting = (): Posted[] =>
    [...contents.values()].flatMap((one) => {
      const at = earliest.get(keyOf(one));
      if (at === undefined || !identity.counts(keyOf(one))) return [];
      return [{ ...one, occurredAt: new Date(at).toISOString() }];
    });
  const said = (): Decision[] => decisions.filter(({ id }) => !retracted.has(id));
  return {
    live,
    deliver,
    records: identity.records,
    link: identity.link,
    unlink: identity.unlink,
    linked: identity.linked,
    leads: identity.leads,
    surviving: () =>
      facts.flatMap(({ key }) => {
        const fact = withdrawn.has(key) ? undefined : identity.stored(key);
        return fact === undefined ? [] : [{ ...fact, at: earliest.get(key) ?? fact.at }];
      }),
    holding: () => said().map((one) => decidedOf(registry, one)),
    /** The decisions that hold, and the interactions that count, as they were said. */
    said,
    counting,
    erased: (): ReadonlySet<string> => erased,
    happened: () => ({ ...happened, ...identity.counted }),
  };
};
