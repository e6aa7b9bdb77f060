import { topics } from '@hilo/contracts';
import { nameHashes, transaction } from '@hilo/runtime';
import type { Pool } from 'pg';
import { Programme } from '../../../services/survey-trigger/domain/programme.ts';
import { handlers } from '../../../services/survey-trigger/pipeline.ts';
import { fixedProgrammes } from '../../../services/survey-trigger/store/programmes.ts';
import type { AskedPerson } from './people.ts';

export const asking = Programme.parse({
  id: 'after-the-flight',
  version: 1,
  title: 'How was the flight?',
  when: { touchpoints: ['flight.arrival'] },
  question: { question: 'likelihood_to_recommend', scale: 'nps', text: { en: 'How likely …?' } },
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  askAfterMinutes: 0,
  restDays: 0,
});

/** Of somebody, and of the invitation. */
export const uuidOf = (n: number): string => `00000000-0000-8000-8000-${n.toString(16).padStart(12, '0')}`;
const handle = handlers(fixedProgrammes([]), nameHashes('a secret of the tests'))[topics.customers.name];

const knownOf = ({ n, address, phone }: AskedPerson) =>
  [{ kind: 'email', value: address }, ...(phone === undefined ? [] : [{ kind: 'phone', value: phone }])].map(
    (point) => ({ ...point, subject: uuidOf(n), firstSeenAt: '2026-01-01T00:00:00Z', status: 'linked' }),
  );

const recordOf = (person: AskedPerson, state: 'granted' | 'withdrawn') => ({
  id: uuidOf(person.n),
  version: state === 'granted' ? 1 : 2,
  updatedAt: new Date().toISOString(),
  ambiguous: false,
  subjects: [uuidOf(person.n)],
  identifiers: knownOf(person),
  traits: {},
  consents: [{ purpose: 'feedback', state, source: 'web', interaction: 'i', at: new Date().toISOString() }],
  contactPreferences: {},
  interactions: { total: 1, byChannel: {} },
  conflicts: [],
});

/** As the thread tells it, and survey-trigger takes it: it is committed when this resolves. */
export const tell = (pool: Pool, people: readonly AskedPerson[], state: 'granted' | 'withdrawn'): Promise<unknown> =>
  transaction(pool, async (tx) => {
    const records = people.map((one, offset) => {
      return { offset, key: uuidOf(one.n), value: JSON.stringify(recordOf(one, state)), headers: {}, appendedAt: 0 };
    });
    await handle?.(tx, { records });
  });

/** Something has happened to each about which they are asked, one after the other over so long from now. */
export const arrive = (pool: Pool, people: readonly AskedPerson[], overMs: number): Promise<unknown> =>
  pool.query(
    `WITH who AS (
       SELECT id, i, now() + (i * $2::float8 / $3) * interval '1 millisecond' AS at FROM unnest($1::uuid[]) WITH ORDINALITY AS p (id, i)),
     noted AS (
       INSERT INTO invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer, attribution_version,
                                record_version, circumstances, occurred_at, due_at, deadline, state)
       SELECT id, $4, 1, 'gate', id::text, 'flight.arrival', id, id, 1, 1, '{"answered":[]}', now(), at, now() + interval '2 days', 'pending'
         FROM who)
     INSERT INTO timers (kind, ref, shard, due_at) SELECT 'invitation', id, get_byte(uuid_send(id), 15) % 16, at FROM who`,
    [people.map(({ n }) => uuidOf(n)), overMs, people.length, asking.id],
  );

const hurrySql = [
  `UPDATE messages SET retry_at = now() WHERE id IN (
     SELECT id FROM messages WHERE state = 'deferred' AND retry_at > now() FOR UPDATE SKIP LOCKED)`,
  `UPDATE timers SET due_at = now() WHERE (kind, ref) IN (
     SELECT kind, ref FROM timers WHERE (kind = 'follow-up' OR kind LIKE 'message %')
        AND due_at > now() AND due_at < now() + interval '1 hour' FOR UPDATE SKIP LOCKED)`,
];

/** A programme waits for minutes, and nobody here does: what is to be done within the hour is due. */
export const hurry = async (pool: Pool): Promise<void> => {
  for (const sql of hurrySql) await pool.query(sql);
};
