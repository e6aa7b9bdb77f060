import { AcceptedInteraction } from '@hilo/contracts';
import { snapshot } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { contactPointConsents, foldFact } from '../domain/aggregate.ts';
import { attribute } from '../domain/attribute.ts';
import { evidenceOf, joinEvidence } from '../domain/evidence.ts';
import { evidenceAt, held, type Surroundings } from '../domain/evidence-at.ts';
import { compare, type Fact, factOf } from '../domain/fact.ts';
import { resolve } from '../domain/resolve.ts';
import { consentedThen, consentedToday } from '../reading/consented.ts';
import { explanationOf } from '../reading/explanation.ts';
import { listDecisions } from '../store/decisions.ts';
import { readSurroundings } from '../store/graph/evidence-around.ts';
import { consume, openIdentity, type TestIdentity } from './database.ts';
import { decidedOf, strictRegistry } from './histories.ts';
import { inOrder, livesInWorlds, turnsOf, worldOf } from './worlds.ts';

const histories = Number(process.env.HISTORIES ?? 25);
const worlds = livesInWorlds(histories, 31);

let identity: TestIdentity;
beforeAll(async () => {
  identity = await openIdentity(strictRegistry, 8);
  for (const world of worlds) {
    const turns = turnsOf(identity, world, () => {});
    const half = Math.ceil(world.posted.length / 2);
    await consume(identity, world.posted.slice(0, half));
    await inOrder(turns);
    await consume(identity, world.posted.slice(half));
  }
});
afterAll(() => identity.drop());

/** All that counts, and all that was ever decided, by world: the past as one would tell it who had kept everything. */
const everything = async () => {
  const { rows } = await identity.pool.query<{ content: string }>(
    "SELECT content FROM interactions WHERE NOT withdrawn AND content <> ''",
  );
  const facts = rows.flatMap(
    ({ content }) =>
      factOf(strictRegistry, identity.rules.deriveId, AcceptedInteraction.parse(JSON.parse(content))) ?? [],
  );
  const decisions = await listDecisions(identity.pool, { nodes: undefined, after: undefined, limit: 1_000_000 });
  const said = decisions.map((decision) => held(decidedOf(strictRegistry, decision), decision));
  const [factsOf, saidOf] = [
    Map.groupBy(facts, ({ nodes }) => worldOf(nodes[0]?.value ?? '')),
    Map.groupBy(said, ({ evidence }) => worldOf(evidence.nodes[0]?.value ?? '')),
  ];
  return worlds.map(({ world }) => {
    const theirs = factsOf.get(world) ?? [];
    const evidence = joinEvidence(theirs.map(evidenceOf));
    const surroundings: Surroundings = { ...evidence, decisions: saidOf.get(world) ?? [] };
    return { facts: theirs, surroundings };
  });
};

const moments = [3, 11, 24, 40, 59]
  .map((second) => Date.UTC(2026, 0, 1, 0, 0, second))
  .concat(Date.UTC(2026, 2, 1), Date.UTC(2026, 6, 1));

type Customers = ReturnType<typeof resolve>;

const statementsOf = (facts: readonly Fact[], { shared }: Customers, members: ReadonlySet<string>, at: number) =>
  facts
    .filter((fact) => fact.at <= at)
    .flatMap((fact) => [
      ...(members.has(attribute(fact, (id) => shared.has(id)).node.id) ? foldFact(fact).consents : []),
      ...contactPointConsents(fact).flatMap(([node, consent]) => (members.has(node) ? [consent] : [])),
    ])
    .map((statement) => JSON.stringify(statement))
    .sort(compare);

it(`who was who at a moment, and what that customer had consented to, are told as everything that is known says (${histories} histories)`, async () => {
  const seen = { asked: 0, onlyThen: 0, statements: 0, otherwiseToday: 0 };
  for (const { facts, surroundings } of await everything()) {
    for (const at of moments) {
      const evidence = evidenceAt(surroundings, at);
      const then = resolve(strictRegistry, evidence);
      const now = resolve(strictRegistry, evidenceAt(surroundings, Date.UTC(2027, 0)));
      for (const { id } of evidence.nodes) {
        const members = new Set(
          evidence.nodes.map((node) => node.id).filter((one) => then.customerOf.get(one) === then.customerOf.get(id)),
        );
        const told = await snapshot(identity.pool, async (tx) => {
          const around = await readSurroundings(tx, identity.rules, id);
          return {
            explanation: explanationOf(strictRegistry, around, { identifier: id, at, facts: [], spellings: new Map() }),
            consented: await consentedThen(tx, identity.rules, id, at),
            today: await consentedToday(tx, identity.rules, id, at),
          };
        });
        const { explanation, consented, today } = told;
        expect(explanation?.customer).toBe(then.customerOf.get(id));
        expect(new Set(explanation?.identifiers.map(({ subject }) => subject))).toEqual(members);
        expect(
          explanation?.identifiers.filter(({ status }) => status === 'shared').map(({ subject }) => subject),
        ).toEqual(explanation?.identifiers.map(({ subject }) => subject).filter((one) => then.shared.has(one)));
        expect(consented?.customer).toBe(explanation?.customer);
        const statements = consented?.statements.map((one) => JSON.stringify(one)).sort(compare);
        expect(statements).toEqual(statementsOf(facts, then, members, at));
        seen.asked += 1;
        seen.onlyThen += Number(!now.customerOf.has(id));
        seen.statements += statements?.length ?? 0;
        seen.otherwiseToday += Number(JSON.stringify(consented?.statements) !== JSON.stringify(today?.statements));
      }
    }
  }
  console.log(JSON.stringify(seen));
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(histories / 50);
}, 300_000);
