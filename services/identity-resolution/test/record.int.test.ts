import type { DecisionRequest } from '@hilo/contracts';
import { HttpProblem } from '@hilo/runtime';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDecision, retractDecision } from '../decide.ts';
import { interactionKey } from '../domain/derive-id.ts';
import { compare } from '../domain/fact.ts';
import type { RecordContent } from '../domain/record.ts';
import { findHeld } from '../store/customers.ts';
import { listDecisions } from '../store/decisions.ts';
import { allRecords, consume, openIdentity, type TestIdentity, withRetry } from './database.ts';
import {
  accepted,
  decidedOf,
  factsOf,
  inWorld,
  keyOf,
  life,
  nodeIn,
  ownIdentifier,
  type Posted,
  type Saying,
  strictRegistry,
  type Turn,
} from './histories.ts';
import { identityInMemory } from './memory.ts';

const consumers = 8;
const histories = Number(process.env.HISTORIES ?? 1000);
const historiesAtOnce = 25;
const asking = { by: { key: 'root', source: 'tests' }, now: Date.UTC(2026, 5, 1) };

let identity: TestIdentity;
beforeAll(async () => {
  identity = await openIdentity(strictRegistry, consumers + 2);
});
afterAll(() => identity.drop());

type World = { world: number; posted: Posted[]; turns: Turn[] };
type Task = () => Promise<unknown>;

describe('on Postgres', () => {
  it(`eight concurrent consumers give the record that one gives, whatever people decide meanwhile (${histories} histories)`, async () => {
    const worlds = fc.sample(life(8, 8), { numRuns: histories, seed: 7 }).map(({ posted, turns }, world) => ({
      world,
      turns,
      posted: posted.map((one) => inWorld(one, world)),
    }));
    let retried = 0;
    const again = (): void => {
      retried += 1;
    };
    for (let at = 0; at < worlds.length; at += historiesAtOnce) {
      const some = worlds.slice(at, at + historiesAtOnce);
      const hands = deal(
        some.flatMap(({ posted }) => [...posted, ...posted]),
        at,
      ).map((batches) =>
        batches.map(
          (batch): Task =>
            () =>
              consume(identity, batch, again),
        ),
      );
      for (const one of some) intersperse(hands[one.world % consumers] ?? [], turnsOf(one, again));
      await Promise.all(hands.map(inOrder));
    }
    const stored = await allRecords(identity);
    const { expected, decided } = await expectedRecords(worlds);
    expect(stored.length).toBe(expected.length);
    expect(stored.map(text).filter((record, at) => record !== expected[at])).toEqual([]);
    console.log(
      `${stored.length} records of ${histories} histories; ${JSON.stringify(decided)}; ` +
        `${retried} transactions lost a race and were done again`,
    );
    expect(Math.min(...Object.values(decided))).toBeGreaterThan(histories / 50);
  }, 600_000);
});

const text = (record: RecordContent): string => JSON.stringify(record);

const inOrder = async (tasks: readonly Task[]): Promise<void> => {
  for (const task of tasks) await task();
};

const intersperse = (tasks: Task[], others: readonly Task[]): void => {
  const step = Math.max(1, Math.floor(tasks.length / (others.length + 1)));
  others.forEach((task, n) => {
    tasks.splice(n * (step + 1), 0, task);
  });
};

/** What people of a world decide, one after the other; what was taken back meanwhile stays so. */
const turnsOf = ({ world, posted, turns }: World, again: () => void): Task[] => {
  const made: string[] = [];
  const make = async (n: number, request: DecisionRequest): Promise<void> => {
    const id = interactionKey(`decision of world ${world}`, String(n));
    try {
      await withRetry(identity.pool, (tx) => makeDecision(tx, identity.rules, request, { ...asking, id }), again);
      made.push(id);
    } catch (error) {
      // Identifiers on both sides, or a customer who is not known yet.
      if (!(error instanceof HttpProblem) || error.status !== 400) throw error;
    }
  };
  return turns.flatMap((turn, n): Task[] => {
    const one = 'which' in turn && typeof turn.which === 'number' ? posted[turn.which % posted.length] : undefined;
    switch (turn.turn) {
      // Erasures have a test of their own: who is erased depends on how far the others are.
      case 'deliver':
      case 'erase':
        return [];
      case 'withdraw':
        return one ? [() => make(n, { kind: 'withdraw', source: accepted(one).source, interaction: one.id })] : [];
      case 'decide':
        return [() => make(n, requestOf(turn.saying, turn.second, world))];
      case 'split':
        return one ? [() => split(one, turn.take, (request) => make(n, request))] : [];
      default:
        return [
          async () => {
            const id = made[turn.which % made.length];
            if (id)
              await withRetry(identity.pool, (tx) => retractDecision(tx, identity.rules, { ...asking, id }), again);
          },
        ];
    }
  });
};

const requestOf = (saying: Saying, second: number, world: number): DecisionRequest => {
  const at = new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
  const own = (identifier: Posted['identifiers'][number]) => ownIdentifier(identifier, world);
  switch (saying.kind) {
    case 'same':
      return { kind: 'same', at, one: own(saying.one), other: own(saying.other) };
    case 'not_same':
      return { kind: 'not_same', at, one: saying.one.map(own), other: saying.other.map(own) };
    case 'dissociated':
      return { kind: 'dissociate', at, identifier: own(saying.identifier), from: saying.from.map(own) };
  }
};

const split = async (one: Posted, take: number, make: (request: DecisionRequest) => Promise<void>): Promise<void> => {
  const customer = one.identifiers.flatMap((identifier) => nodeIn(strictRegistry)(identifier) ?? [])[0]?.id;
  if (customer === undefined) return;
  const held = await withRetry(identity.pool, (tx) => findHeld(tx, customer));
  if (held.length < 2) return;
  await make({ kind: 'split', customer, identifiers: held.slice(0, 1 + (take % (held.length - 1))) });
};

/** From what was posted and what was decided: each world from scratch, all at once. */
const expectedRecords = async (worlds: readonly World[]) => {
  const decisions = await listDecisions(identity.pool, { nodes: undefined, after: undefined, limit: 1_000_000 });
  const holding = decisions.filter(({ retracted }) => retracted === undefined);
  const withdrawn = new Set(
    holding.flatMap((one) => (one.kind === 'withdrawn' ? [interactionKey(one.source, one.interaction)] : [])),
  );
  // The worlds have no identifier in common, so that all decisions may be told to each: to be quick, by their identifiers.
  const all = holding.filter(({ kind }) => kind !== 'withdrawn').map((one) => decidedOf(strictRegistry, one));
  const byWorld = Map.groupBy(all, ({ evidence }) => worldOf(evidence.nodes[0]?.value ?? ''));
  const records: RecordContent[] = [];
  for (const { world, posted } of worlds) {
    const memory = identityInMemory(strictRegistry);
    const surviving = posted.filter((one) => !withdrawn.has(keyOf(one)));
    await memory.all(factsOf(strictRegistry, surviving), byWorld.get(world) ?? []);
    records.push(...memory.records());
  }
  const decided = {
    withdrawn: decisions.filter(({ kind }) => kind === 'withdrawn').length,
    notSame: decisions.filter(({ kind }) => kind === 'not_same').length,
    same: decisions.filter(({ kind }) => kind === 'same').length,
    dissociated: decisions.filter(({ kind }) => kind === 'dissociated').length,
    retracted: decisions.length - holding.length,
  };
  return { expected: records.sort((a, b) => compare(a.id, b.id)).map(text), decided };
};

const worldOf = (value: string): number => {
  const phone = /^\+34(6\d{5})00\d$/.exec(value);
  return phone ? Number(phone[1]) - 600_000 : Number(/^@?w(\d+)/i.exec(value)?.[1]);
};

/** In batches of up to 20, shuffled, dealt out to the consumers. */
const deal = (posted: readonly Posted[], seed: number): Posted[][][] => {
  const [shuffled = []] = fc.sample(
    fc.shuffledSubarray([...posted], { minLength: posted.length, maxLength: posted.length }),
    { numRuns: 1, seed },
  );
  const hands: Posted[][][] = Array.from({ length: consumers }, () => []);
  for (let at = 0, turn = 0; at < shuffled.length; at += 20, turn += 1) {
    hands[turn % consumers]?.push(shuffled.slice(at, at + 20));
  }
  return hands;
};
