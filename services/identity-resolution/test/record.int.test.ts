import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordContent } from '../domain/compose-record.ts';
import { interactionKey } from '../domain/derive-id.ts';
import { compare } from '../domain/fact.ts';
import { listDecisions } from '../store/decisions.ts';
import { allRecords, consume, openIdentity, type TestIdentity } from './database.ts';
import { decidedOf, factsOf, keyOf, strictRegistry } from './histories.ts';
import { identityInMemory } from './memory.ts';
import {
  atEarliest,
  deal,
  inOrder,
  intersperse,
  livesInWorlds,
  type Task,
  turnsOf,
  twice,
  type World,
  worldOf,
} from './worlds.ts';

const consumers = 8;
const histories = Number(process.env.HISTORIES ?? 400);
const historiesAtOnce = 25;

let identity: TestIdentity;
beforeAll(async () => {
  identity = await openIdentity(strictRegistry, consumers + 2);
});
afterAll(() => identity.drop());

describe('on Postgres', () => {
  it(`eight concurrent consumers give the record that one gives, whatever people decide meanwhile (${histories} histories)`, async () => {
    const worlds = livesInWorlds(histories, 7);
    let retried = 0;
    const again = (): void => {
      retried += 1;
    };
    for (let at = 0; at < worlds.length; at += historiesAtOnce) {
      const some = worlds.slice(at, at + historiesAtOnce);
      const hands = deal(
        some.flatMap(({ posted }) => [...twice(posted), ...posted]),
        consumers,
        at,
      ).map((batches) =>
        batches.map(
          (batch): Task =>
            () =>
              consume(identity, batch, again),
        ),
      );
      for (const one of some) intersperse(hands[one.world % consumers] ?? [], turnsOf(identity, one, again));
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
    const surviving = atEarliest(posted).filter((one) => !withdrawn.has(keyOf(one)));
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
