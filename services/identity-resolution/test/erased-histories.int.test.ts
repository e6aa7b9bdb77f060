import { AcceptedInteraction, type DecisionRequest } from '@hilo/contracts';
import { HttpProblem } from '@hilo/runtime';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDecision } from '../decide.ts';
import { interactionKey } from '../domain/derive-id.ts';
import { compare, factOf } from '../domain/fact.ts';
import { erasePerson } from '../erase.ts';
import { listDecisions } from '../store/decisions.ts';
import { allRecords, consume, openIdentity, type TestIdentity, withRetry } from './database.ts';
import {
  accepted,
  decidedOf,
  inWorld,
  keyOf,
  life,
  nodeIn,
  ownIdentifier,
  type Posted,
  strictRegistry,
} from './histories.ts';
import { identityInMemory } from './memory.ts';

const histories = Number(process.env.HISTORIES ?? 300);
const asking = { by: { key: 'root', source: 'tests' }, now: Date.UTC(2026, 5, 1) };

let identity: TestIdentity;
beforeAll(async () => {
  identity = await openIdentity(strictRegistry, 4);
});
afterAll(() => identity.drop());

const decide = async (request: DecisionRequest, id: string): Promise<void> => {
  try {
    await withRetry(identity.pool, (tx) => makeDecision(tx, identity.rules, request, { ...asking, id }));
  } catch (error) {
    if (!(error instanceof HttpProblem) || error.status !== 400) throw error;
  }
};

const erase = (one: Posted, which: number, id: string) => {
  const identifier = one.identifiers[which % one.identifiers.length] ?? { kind: 'email', value: 'nobody@example.org' };
  return withRetry(identity.pool, (tx) => erasePerson(tx, identity.rules, { identifier }, { ...asking, id }));
};

type Rows = { interactions: string[]; names: string; decided: string };
const rowsOf = async (): Promise<Rows> => {
  const { rows } = await identity.pool.query<Rows>(
    `SELECT (SELECT array_agg(content) FROM interactions WHERE NOT withdrawn) AS interactions,
            (SELECT json_agg(json_build_array(kind, value, id, aggregate))::text FROM identifiers) AS names,
            (SELECT string_agg(content || request, ' ') FROM decisions) AS decided`,
  );
  return rows[0] ?? { interactions: [], names: '', decided: '' };
};

it(`after an erasure, everybody else's record is what it would have been without the person, and nothing brings anyone back (${histories} histories)`, async () => {
  const worlds = fc.sample(life(8, 6), { numRuns: histories, seed: 11 }).map(({ posted, turns }, world) => ({
    world,
    turns,
    posted: posted.map((one) => inWorld(one, world)),
  }));
  const counted = { erased: 0, redacted: 0, decisions: 0, dropped: 0, alone: 0 };
  const namesErased = new Map<string, Set<string>>();
  for (const { world, posted, turns } of worlds) {
    const heard = posted.slice(0, Math.ceil(posted.length * 0.75));
    await consume(identity, heard);
    for (const [n, turn] of turns.entries()) {
      const id = interactionKey(`decision of world ${world}`, String(n));
      const own = (identifier: Posted['identifiers'][number]) => ownIdentifier(identifier, world);
      const one = 'which' in turn && typeof turn.which === 'number' ? heard[turn.which % heard.length] : undefined;
      if (turn.turn === 'withdraw' && one)
        await decide({ kind: 'withdraw', source: accepted(one).source, interaction: one.id }, id);
      if (turn.turn !== 'decide') continue;
      const { saying } = turn;
      if (saying.kind === 'same') await decide({ kind: 'same', one: own(saying.one), other: own(saying.other) }, id);
      if (saying.kind === 'not_same')
        await decide({ kind: 'not_same', one: saying.one.map(own), other: saying.other.map(own) }, id);
      if (saying.kind === 'dissociated')
        await decide({ kind: 'dissociate', identifier: own(saying.identifier), from: saying.from.map(own) }, id);
    }
    const [someone] = posted;
    if (someone === undefined) continue;
    const made = await erase(someone, world, interactionKey('erasure', String(world)));
    const removed = made.erasure.report.find(({ where }) => where === 'identity-resolution')?.removed;
    counted.erased += removed?.interactions ?? 0;
    counted.redacted += removed?.redacted ?? 0;
    counted.decisions += removed?.decisions ?? 0;
    if (removed?.interactions === heard.length) counted.alone += 1;
    const subjects: string[] = JSON.parse(made.outbox[0]?.value ?? '{}').subjects;
    namesErased.set(String(world), new Set(subjects));
    // The whole history, some of it for the first time.
    const again = await consume(identity, posted);
    counted.dropped += again.erased.length;
    expect(again.deadLetters).toEqual([]);
    expect(again.stored + again.duplicate).toBe(posted.length);
  }

  const { interactions, names, decided } = await rowsOf();
  const left = interactions.map((content) => AcceptedInteraction.parse(JSON.parse(content)));
  const erased = new Set([...namesErased.values()].flatMap((ids) => [...ids]));
  const nodeOf = nodeIn(strictRegistry);
  for (const { identifiers, consents = [] } of left) {
    for (const one of [...identifiers, ...consents.flatMap(({ contactPoint }) => contactPoint ?? [])])
      expect(erased.has(nodeOf(one)?.id ?? '')).toBe(false);
  }
  for (const [kind, value, id, aggregate] of JSON.parse(names)) {
    if (erased.has(id)) expect([kind, value, aggregate]).toEqual(['', '', '']);
  }
  expect(decided).not.toBe('');

  // Whoever named none of the erased loses nothing.
  const stored = new Set(left.map(({ source, id }) => interactionKey(source, id)));
  const decisions = await listDecisions(identity.pool, { nodes: undefined, after: undefined, limit: 1_000_000 });
  const withdrawn = new Set(
    decisions.flatMap((one) => (one.kind === 'withdrawn' ? [interactionKey(one.source, one.interaction)] : [])),
  );
  for (const one of worlds.flatMap(({ posted }) => posted)) {
    const named = [...one.identifiers, ...(one.consents ?? []).flatMap(({ contactPoint }) => contactPoint ?? [])];
    const isOthers = named.every((identifier) => !erased.has(nodeOf(identifier)?.id ?? ''));
    if (isOthers && !withdrawn.has(keyOf(one))) expect(stored.has(keyOf(one))).toBe(true);
  }

  const facts = left.flatMap((one) => factOf(strictRegistry, identity.rules.deriveId, one) ?? []);
  const memory = identityInMemory(strictRegistry);
  const held = decisions.filter(({ kind, retracted }) => kind !== 'withdrawn' && !retracted);
  await memory.all(
    facts,
    held.map((one) => decidedOf(strictRegistry, one)),
  );
  const expected = memory.records().sort((a, b) => compare(a.id, b.id));
  const records = await allRecords(identity);
  expect(records.length).toBe(expected.length);
  const text = (record: unknown): string => JSON.stringify(record);
  expect(records.map(text).filter((record, at) => record !== text(expected[at]))).toEqual([]);
  console.log(`${records.length} records are left of ${histories} histories; ${JSON.stringify(counted)}`);
  expect(Math.min(...Object.values(counted))).toBeGreaterThan(histories / 50);
}, 600_000);
