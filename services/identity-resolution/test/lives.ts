import type { Decided } from '../domain/decision.ts';
import type { Fact } from '../domain/fact.ts';
import type { Registry } from '../domain/registry.ts';
import { decidedOf, decisionOf, type Saying, type Turn } from './histories.ts';
import { identityInMemory } from './memory.ts';

/** Lives through turns, and keeps what counts in the end and how often what happened. */
export const livingIdentity = (registry: Registry, facts: readonly Fact[]) => {
  const identity = identityInMemory(registry);
  const decisions: Decided[] = [];
  const [heard, withdrawn, retracted] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const happened = { withdrawnBefore: 0, withdrawnAfter: 0, putBack: 0, decided: 0, split: 0, retracted: 0 };
  const factAt = (which: number): Fact | undefined => facts[which % facts.length];

  const deliver = async (some: readonly Fact[]): Promise<void> => {
    for (const { key } of some) heard.add(key);
    await identity.step(some);
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
    const one = decidedOf(registry, decisionOf(saying, `d-${decisions.length}`, second));
    happened[what] += 1;
    decisions.push(one);
    await identity.decide(one);
  };
  const split = async (which: number, take: number, second: number): Promise<void> => {
    const divisible = identity.records().filter(({ identifiers }) => identifiers.length > 1);
    const held = divisible[which % divisible.length]?.identifiers.map(({ kind, value }) => ({ kind, value }));
    if (held === undefined) return;
    const cut = 1 + (take % (held.length - 1));
    await decide({ kind: 'not_same', one: held.slice(0, cut), other: held.slice(cut) }, second, 'split');
  };
  const retract = async (which: number): Promise<void> => {
    const one = decisions[which % decisions.length];
    if (one === undefined || retracted.has(one.id)) return;
    happened.retracted += 1;
    retracted.add(one.id);
    await identity.retract(one.id);
  };

  const live = async (turn: Turn): Promise<void> => {
    switch (turn.turn) {
      case 'deliver':
        return deliver(turn.which.flatMap((which) => factAt(which) ?? []));
      case 'decide':
        return decide(turn.saying, turn.second, 'decided');
      case 'split':
        return split(turn.which, turn.take, turn.second);
      case 'retract':
        return retract(turn.which);
      default: {
        const fact = factAt(turn.which);
        if (fact !== undefined) await (turn.turn === 'withdraw' ? withdraw(fact) : putBack(fact));
      }
    }
  };
  return {
    live,
    deliver,
    records: identity.records,
    surviving: () => facts.filter(({ key }) => !withdrawn.has(key)),
    holding: () => decisions.filter(({ id }) => !retracted.has(id)),
    happened: () => ({ ...happened, ...identity.counted }),
  };
};
