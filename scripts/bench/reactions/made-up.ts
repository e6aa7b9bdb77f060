import { loadCaseRules } from '@hilo/survey-trigger/config';
import type { Pool } from 'pg';
import { CaseRules } from '../../../services/survey-trigger/domain/cases/case-rules.ts';
import { ReactionRules } from '../../../services/survey-trigger/domain/reactions/reaction-rules.ts';

const [first, ...others] = loadCaseRules().rules;

/** The rules that are shipped, and one for whom the gate has changed. */
export const benchCaseRules = CaseRules.parse({
  ...loadCaseRules(),
  rules: [{ ...first, id: 'gate', when: { reactions: ['gate-changed'] }, about: 'gate', reach: [] }, ...others],
});

export const benchReactionRules = ReactionRules.parse({
  rules: [
    {
      id: 'basket-left',
      when: { kinds: ['added'] },
      unless: { kinds: ['bought'], withinMinutes: 60 },
      action: { do: 'webhook' },
    },
    { id: 'looked-again', when: { kinds: ['viewed'], times: 3 }, same: 'product', action: { do: 'webhook' } },
    { id: 'gate-changed', when: { kinds: ['gate_changed'] }, action: { do: 'case' } },
  ],
});

const uuidOf = (n: number): string => `00000000-0000-8000-9000-${n.toString(16).padStart(12, '0')}`;
const kinds = ['added', 'viewed', 'added', 'bought', 'viewed', 'added', 'bought', 'viewed', 'added', 'read'];

/** What somebody does in a shop: baskets, purchases, looks at a few products, and what no rule names. */
export const eventOf = (id: string, person: number, at: number) =>
  resolved(id, person, at, { kind: kinds[person % kinds.length], properties: { product: person % 7, price: 12.5 } });

export const gateOf = (id: string, person: number, at: number) =>
  resolved(id, person, at, { kind: 'gate_changed', actor: 'system', properties: { flight: 'IB3166', gate: 'K71' } });

const resolved = (id: string, person: number, at: number, more: object) => {
  const time = new Date(at).toISOString();
  const email = { kind: 'email', value: `person.${person}@example.org` };
  return {
    interaction: {
      ...{ id, source: 'bench', occurredAt: time, receivedAt: time, channel: 'web', touchpoint: 'shop' },
      identifiers: [email],
      ...more,
    },
    subject: uuidOf(person),
    customer: uuidOf(person),
    version: 1,
    recordVersion: 1,
    why: { rule: 'strongest-identifier', identifier: email, registryVersion: 1 },
  };
};

const who = `SELECT ('00000000-0000-8000-9000-' || lpad(to_hex(n), 12, '0'))::uuid AS id FROM generate_series(0, $1::int - 1) AS n`;

/** So many customers of whom a record is known. */
export const planCustomers = (pool: Pool, count: number) =>
  pool.query(
    `WITH who AS (${who}), known AS (INSERT INTO customers (id, version, deleted) SELECT id, 1, false FROM who)
     INSERT INTO claims (subject, customer, updated_at) SELECT id, id, now() FROM who`,
    [count],
  );

/** So many baskets of as many people, each left within the last hour. */
export const planWindows = (pool: Pool, count: number) =>
  pool.query(
    `WITH who AS (${who}),
          noted AS (
            INSERT INTO reactions (id, rule, same, source, interaction, version, subject, at, due_at, state, resolved)
            SELECT gen_random_uuid(), 'basket-left', '', 'before', id::text, 1, id, now(), now() + interval '2 hours' + random() * interval '1 hour', 'open', $2
              FROM who RETURNING id, subject, due_at)
     INSERT INTO timers (kind, ref, shard, due_at)
     SELECT 'reaction', id, get_byte(uuid_send(subject), 15) % 16, due_at FROM noted`,
    [
      count,
      JSON.stringify(resolved('before', 0, Date.now(), { kind: 'added', properties: { product: 1, price: 12.5 } })),
    ],
  );
