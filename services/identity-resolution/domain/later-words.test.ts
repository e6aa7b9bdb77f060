import { AcceptedInteraction, Decision } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { combine, emptyAggregate, foldFact } from './aggregate.ts';
import { composeRecord } from './compose-record.ts';
import { decided, identifiersIn } from './decision.ts';
import { derivedIds } from './derive-id.ts';
import { type Fact, factOf } from './fact.ts';
import { namedBy } from './node.ts';
import { redactDecision, redactInteraction } from './redact.ts';
import { defaultRegistry } from './registry.ts';

const deriveId = derivedIds('a secret of the tests');
const nodesOf = (identifier: { kind: string; value: string }) => namedBy(defaultRegistry, deriveId, identifier).nodes;
const email = (value: string) => ({ kind: 'email', value });
const interaction = (fields: object): AcceptedInteraction =>
  AcceptedInteraction.parse({
    id: 'i',
    source: 's',
    receivedAt: '2026-01-01T00:00:00Z',
    occurredAt: '2026-01-01T00:00:00Z',
    channel: 'web',
    touchpoint: 't',
    kind: 'k',
    identifiers: [{ kind: 'customer_number', value: 'C-1' }, email('ana@example.org')],
    ...fields,
  });
const fact = (fields: object): Fact => {
  const one = factOf(defaultRegistry, deriveId, interaction(fields));
  if (one === undefined) throw new Error('names nobody');
  return one;
};

const made = { id: '00000000-0000-8000-8000-000000000001', at: '2026-01-01T00:00:00Z', by: { key: 'k', source: 's' } };

it('counts channels that it does not know under their words, though every object has a name like one', () => {
  const facts = ['hologram', 'constructor', 'toString', 'hologram', 'web', 'constructor'].map((channel) =>
    foldFact(fact({ channel })),
  );
  const counted = { constructor: 2, hologram: 2, toString: 1, web: 1 };
  for (const order of [facts, facts.toReversed()]) {
    const aggregate = order.reduce((sum, one) => combine(defaultRegistry, sum, one), emptyAggregate);
    const [node] = nodesOf(email('ana@example.org'));
    if (node === undefined) throw new Error('names nobody');
    const part = { ...node, firstSeen: 0, shared: false, beyond: 0, consents: [], aggregate };
    const { interactions } = composeRecord(defaultRegistry, node.id, [part], []);
    expect(JSON.stringify(interactions.byChannel)).toBe(JSON.stringify(counted));
  }
});

it('links by an interaction whose outcome it does not know, and takes no number away', () => {
  expect(fact({ outcome: 'teleported' })).toMatchObject({ wrong: [] });
});

it('takes away the weakest of a wrong person on a channel that it does not know, as on one without contact points', () => {
  const [unknown, web] = ['hologram', 'web'].map((channel) => fact({ channel, outcome: 'wrong_person' }).wrong);
  expect(unknown).toEqual(web);
  expect(unknown).toHaveLength(1);
});

it('hears nothing in a decision of a kind that it does not know', () => {
  const later = Decision.parse({ ...made, kind: 'entangled', one: [email('a@example.org')] });
  expect(identifiersIn(later)).toEqual([]);
  expect(decided((one) => nodesOf(one)[0], later).evidence).toEqual({ nodes: [], links: [], denials: [] });
});

it('keeps nothing of somebody erased in what it cannot read', () => {
  const erased = new Set(nodesOf(email('ana@example.org')).map(({ id }) => id));
  const left = redactInteraction(nodesOf, erased, interaction({ alsoAbout: email('ana@example.org') }), { wrong: [] });
  expect(JSON.stringify(left)).not.toContain('ana@example.org');
  const later = Decision.parse({ ...made, kind: 'entangled', one: [email('ana@example.org')] });
  expect(redactDecision(nodesOf, erased, later)).toBeUndefined();
});
