import { nameHashes } from '@hilo/runtime';
import type { Pool } from 'pg';
import { messageId } from '../../../services/survey-trigger/domain/delivery/message.ts';
import { derivedUuid } from '../../../services/survey-trigger/domain/derived-uuid.ts';
import { Programme } from '../../../services/survey-trigger/domain/programme.ts';

export const hashes = nameHashes('a secret of the bench');

export const programme = Programme.parse({
  id: 'after-the-flight',
  version: 1,
  title: 'How was the flight?',
  when: { touchpoints: ['flight.arrival'] },
  question: {
    question: 'likelihood_to_recommend',
    scale: 'nps',
    text: { en: 'How likely are you to recommend us to a friend?' },
  },
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  askAfterMinutes: 0,
  restDays: 0,
});

export const publishAsking = async (pool: Pool): Promise<void> => {
  const by = JSON.stringify({ key: 'bench', source: 'bench' });
  await pool.query(
    `INSERT INTO programme_versions (id, version, programme, by, why, at) VALUES ($1, 1, $2, $3, 'a bench', now())`,
    [programme.id, JSON.stringify(programme), by],
  );
  await pool.query(
    `INSERT INTO programme_changes (revision, id, version, state, since, by, why, at) VALUES (1, $1, 1, 'active', now(), $2, 'a bench', now())`,
    [programme.id, by],
  );
};

const record = (subject: string, address: string) => ({
  version: 1,
  updatedAt: new Date().toISOString(),
  ambiguous: false,
  identifiers: [{ kind: 'email', value: address, subject, firstSeenAt: '2026-01-01T00:00:00Z', status: 'linked' }],
  consents: [{ purpose: 'feedback', state: 'granted', source: 'web', interaction: 'i', at: '2026-01-01T00:00:00Z' }],
  contactPreferences: {},
});

/** Somebody who is known, and about whom something has happened. */
export type Someone = { subject: string; address: string; invitation: string; message: string };

let made = 0;
export const someone = (): Someone => {
  made += 1;
  const [subject, invitation] = [derivedUuid(['subject', `${made}`]), derivedUuid(['invitation', `${made}`])];
  return { subject, address: `somebody.${made}@example.org`, invitation, message: messageId(invitation, 0) };
};

/** Their records, and what each is to be asked about: to be decided one after the other from then on, at that rate. */
export const know = async (
  pool: Pool,
  people: readonly Someone[],
  { inMs, stepMs }: { inMs: number; stepMs: number },
): Promise<void> => {
  await pool.query(
    `WITH who AS (
       SELECT *, now() + ($6::float8 + n * $7::float8) * interval '1 millisecond' AS at
         FROM unnest($1::uuid[], $2::uuid[], $3::jsonb[], $4::text[]) WITH ORDINALITY AS w (subject, id, record, place, n)),
     noted AS (
       INSERT INTO invitations (id, programme, programme_version, source, interaction, touchpoint, subject, customer, attribution_version,
                                record_version, circumstances, occurred_at, due_at, deadline, state)
       SELECT id, $5, 1, 'bench', id::text, 'flight.arrival', subject, subject, 1, 1, '{"answered":[]}', at, at, at + interval '2 days', 'pending' FROM who),
     known AS (INSERT INTO customers (id, version, deleted) SELECT subject, 1, false FROM who),
     claimed AS (INSERT INTO claims (subject, customer, updated_at) SELECT subject, subject, now() FROM who),
     placed AS (INSERT INTO contact_points (place, customer) SELECT place, subject FROM who),
     kept AS (INSERT INTO profiles (customer, record) SELECT subject, record FROM who)
     INSERT INTO timers (kind, ref, shard, due_at)
     SELECT 'invitation', id, get_byte(uuid_send(subject), 15) % 16, at FROM who`,
    [
      people.map(({ subject }) => subject),
      people.map(({ invitation }) => invitation),
      people.map(({ subject, address }) => JSON.stringify(record(subject, address))),
      people.map(({ address }) => hashes.ofIdentifier({ kind: 'email', value: address })),
      programme.id,
      inMs,
      stepMs,
    ],
  );
};
