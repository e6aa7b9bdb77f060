import { setTimeout } from 'node:timers/promises';
import { AcceptedInteraction, type DecisionRequest, Erasure, type Identifier } from '@hilo/contracts';
import { HttpProblem, nameHashes } from '@hilo/runtime';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { makeDecision } from '../decisions/make-decision.ts';
import { interactionKey } from '../domain/derive-id.ts';
import { compare, factOf } from '../domain/fact.ts';
import { type ErasureMade, erasePerson } from '../erasure/erase-person.ts';
import { listDecisions } from '../store/decisions.ts';
import { allRecords, consume, openIdentity, type TestIdentity, withRetry } from './database.ts';
import {
  accepted,
  decidedOf,
  delivered,
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
import { secondsLater } from './worlds.ts';

const histories = Number(process.env.HISTORIES ?? 150);
const names = nameHashes('a secret of the tests');
const asking = { by: { key: 'root', source: 'tests' }, now: Date.UTC(2026, 5, 1) };

let identity: TestIdentity;
beforeAll(async () => {
  identity = await openIdentity(strictRegistry, 12);
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
  return withRetry(identity.pool, (tx) => erasePerson(tx, identity.rules, { identifier }, { ...asking, id, names }));
};

type World = { world: number; posted: Posted[]; turns: Turn[] };

/** Histories among people of their own, numbered from here on. */
const worldsFrom = (first: number, seed: number): World[] =>
  fc.sample(life(8, 6), { numRuns: histories, seed }).map(({ posted, turns }, at) => ({
    world: first + at,
    turns,
    posted: posted.map((one) => inWorld(one, first + at)),
  }));

type Rows = { interactions: string[]; names: string };
const rowsOf = async (): Promise<Rows> => {
  const { rows } = await identity.pool.query<Rows>(
    `SELECT (SELECT array_agg(content) FROM interactions WHERE NOT withdrawn) AS interactions,
            (SELECT json_agg(json_build_array(id, kind, value, aggregate))::text FROM identifiers) AS names`,
  );
  return rows[0] ?? { interactions: [], names: '[]' };
};

const decideTurns = async ({ world, turns }: World, heard: readonly Posted[]): Promise<void> => {
  const own = (identifier: Posted['identifiers'][number]) => ownIdentifier(identifier, world);
  for (const [n, turn] of turns.entries()) {
    const id = interactionKey(`decision of world ${world}`, String(n));
    const one = turn.turn === 'withdraw' ? heard[turn.which % heard.length] : undefined;
    if (one) await decide({ kind: 'withdraw', source: accepted(one).source, interaction: one.id }, id);
    if (turn.turn === 'decide') await decide(requestOf(turn.saying, own), id);
  }
};

const requestOf = (saying: Saying, own: (identifier: Posted['identifiers'][number]) => Identifier): DecisionRequest => {
  switch (saying.kind) {
    case 'same':
      return { kind: 'same', one: own(saying.one), other: own(saying.other) };
    case 'not_same':
      return { kind: 'not_same', one: saying.one.map(own), other: saying.other.map(own) };
    case 'dissociated':
      return { kind: 'dissociate', identifier: own(saying.identifier), from: saying.from.map(own) };
  }
};

const subjectsIn = ({ outbox }: Pick<ErasureMade, 'outbox'>): string[] =>
  outbox.flatMap(({ value }) => Erasure.parse(JSON.parse(value ?? '')).subjects);

/** Nothing names anybody erased; who named none of them lost nothing; and the records are those of what is left. */
const checkWhatIsLeft = async (worlds: readonly World[], erased: ReadonlySet<string>): Promise<number> => {
  const { interactions, names } = await rowsOf();
  const left = interactions.map((content) => AcceptedInteraction.parse(JSON.parse(content)));
  const nodeOf = nodeIn(strictRegistry);
  const namesErased = ({
    identifiers,
    consents = [],
  }: Pick<AcceptedInteraction, 'identifiers' | 'consents'>): boolean =>
    [...identifiers, ...consents.flatMap(({ contactPoint }) => contactPoint ?? [])].some((one) =>
      erased.has(nodeOf(one)?.id ?? ''),
    );
  expect(left.filter(namesErased)).toEqual([]);
  const named = z.array(z.tuple([z.string(), z.string(), z.string(), z.string()])).parse(JSON.parse(names));
  expect(named.filter(([id, ...about]) => erased.has(id) && about.join('') !== '')).toEqual([]);

  const decisions = await listDecisions(identity.pool, { nodes: undefined, after: undefined, limit: 1_000_000 });
  const holding = decisions.filter(({ retracted }) => !retracted);
  const withdrawn = holding.flatMap((one) =>
    one.kind === 'withdrawn' ? [interactionKey(one.source, one.interaction)] : [],
  );
  const present = new Set([...left.map(({ source, id }) => interactionKey(source, id)), ...withdrawn]);
  const others = worlds.flatMap(({ posted }) => posted).filter((one) => !namesErased(one));
  expect(others.filter((one) => !present.has(keyOf(one)))).toEqual([]);

  const memory = identityInMemory(strictRegistry);
  await memory.all(
    left.flatMap((one) => factOf(strictRegistry, identity.rules.deriveId, one) ?? []),
    holding.filter(({ kind }) => kind !== 'withdrawn').map((one) => decidedOf(strictRegistry, one)),
  );
  const expected = memory.records().sort((a, b) => compare(a.id, b.id));
  const records = await allRecords(identity);
  expect(records.map(text).filter((record, at) => record !== text(expected[at] ?? {}))).toEqual([]);
  expect(records.length).toBe(expected.length);
  return records.length;
};

/** Of what was delivered twice, the earliest time holds, also where somebody in it was erased in between. */
const checkTimes = async (worlds: readonly World[]): Promise<void> => {
  const expected = new Map(
    worlds.flatMap(({ posted }) => {
      const heard = Math.ceil(posted.length * 0.75);
      return posted.map((one, place) => {
        const seconds = place < heard ? Math.min(0, secondsLater(place)) : secondsLater(place);
        return [one.id, delivered(one, seconds).occurredAt] as const;
      });
    }),
  );
  const { interactions } = await rowsOf();
  const left = interactions.map((content) => AcceptedInteraction.parse(JSON.parse(content)));
  expect(left.filter(({ id, occurredAt }) => expected.get(id) !== occurredAt)).toEqual([]);
};

const text = (record: object): string => JSON.stringify(record);

const everErased = new Set<string>();
const everLived: World[] = [];

it(`after an erasure, everybody else's record is what it would have been without the person, and nothing brings anyone back (${histories} histories)`, async () => {
  const worlds = worldsFrom(0, 11);
  const counted = { erased: 0, redacted: 0, decisions: 0, dropped: 0, alone: 0 };
  for (const one of worlds) {
    const { world, posted } = one;
    const heard = posted.slice(0, Math.ceil(posted.length * 0.75));
    await consume(identity, heard);
    await decideTurns(one, heard);
    const [someone] = posted;
    if (someone === undefined) continue;
    const made = await erase(someone, world, interactionKey('erasure', String(world)));
    for (const id of subjectsIn(made)) everErased.add(id);
    const removed = made.erasure.report.find(({ where }) => where === 'identity-resolution')?.removed;
    counted.erased += removed?.interactions ?? 0;
    counted.redacted += removed?.redacted ?? 0;
    counted.decisions += removed?.decisions ?? 0;
    if (removed?.interactions === heard.length) counted.alone += 1;
    // The whole history, some of it for the first time, at times that are derived anew.
    const again = await consume(
      identity,
      posted.map((one, place) => delivered(one, secondsLater(place))),
    );
    counted.dropped += again.erased.length;
    expect(again.deadLetters).toEqual([]);
    expect(again.stored + again.duplicates.length).toBe(posted.length);
  }
  everLived.push(...worlds);
  await checkTimes(worlds);
  const records = await checkWhatIsLeft(everLived, everErased);
  console.log(`${records} records are left of ${histories} histories; ${JSON.stringify(counted)}`);
  expect(Math.min(...Object.values(counted))).toBeGreaterThan(histories / 50);
}, 600_000);

it(`the same while six consumers are at work on the same people, who are erased meanwhile (${histories} histories)`, async () => {
  const worlds = worldsFrom(histories, 12);
  const again = (): void => {
    retried += 1;
  };
  let retried = 0;
  for (let at = 0; at < worlds.length; at += 20) {
    const some = worlds.slice(at, at + 20);
    const all = some.flatMap(({ posted }) => posted);
    const hands = [all, all.toReversed(), all, all.toReversed(), all, all.toReversed()].map(async (posted, hand) => {
      for (let from = hand; from < posted.length; from += 7) {
        await consume(identity, posted.slice(from, from + 7), again);
      }
    });
    const erasing = some.map(async ({ world, posted: [someone] }) => {
      await setTimeout((world % 20) * 10);
      if (someone === undefined) return;
      const made = await erase(someone, world, interactionKey('erasure', String(world)));
      for (const id of subjectsIn(made)) everErased.add(id);
    });
    await Promise.all([...hands, ...erasing]);
    await consume(identity, all, again);
  }
  everLived.push(...worlds);
  const records = await checkWhatIsLeft(everLived, everErased);
  console.log(`${records} records are left; ${retried} transactions lost a race and were done again`);
}, 600_000);
