import { openDatabase, type RunningProcess, startProcess } from '@hilo/runtime';
import { type BadMailServer, createTestDatabase, startBadMailServer } from '@hilo/testing';
import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { messageId } from '../domain/delivery/message.ts';
import { surveyTrigger } from '../service.ts';
import { invite, uuid } from './invited.ts';

const key = 'the-key-of-the-operator';
let server: BadMailServer;
let hilo: RunningProcess;
let pool: Pool;
let drop: () => Promise<void>;

beforeAll(async () => {
  server = await startBadMailServer();
  const database = await createTestDatabase();
  hilo = await startProcess([surveyTrigger], {
    DATABASE_URL: database.url,
    HILO_API_KEY: key,
    HILO_ID_SECRET: 'a secret of the tests',
    HILO_SMTP_URL: server.url,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  pool = openDatabase({ connectionString: database.url, schema: 'survey', logger: { warn: () => {} } });
  drop = () => database.drop();
});
afterAll(async () => {
  await hilo.close();
  await pool.end();
  await server.close();
  await drop();
});

const Listed = z.object({
  invitations: z.array(
    z.object({
      id: z.string(),
      messages: z.array(
        z.looseObject({
          id: z.string(),
          state: z.string(),
          settledBy: z.object({ why: z.string(), by: z.object({ source: z.string() }) }).optional(),
          log: z.array(z.object({ by: z.string(), status: z.string() })),
        }),
      ),
    }),
  ),
});
const ask = (method: string, path: string, body?: object) =>
  fetch(`${hilo.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
const list = async (query: string) =>
  Listed.parse(await (await ask('GET', `/v1/invitations${query}`)).json()).invitations;

/** Somebody whose message was handed over by who was killed then. */
const interrupted = async (n: number) => {
  const email = `ana.${n}@example.org`;
  const invitation = await invite(pool, { subject: uuid(n), email, occurredAt: Date.now() - 60_000 });
  const id = messageId(invitation, 0);
  await pool.query(
    `INSERT INTO messages (id, invitation, ordinal, kind, subject, customer, channel, contact_point, place, route, state, queued_at, due_at,
                           deadline, attempts, claimed_until)
     VALUES ($1, $2, 0, 'invitation', $3, $3, 'email', $4, 'p', 'smtp', 'sending', now(), now(), now() + interval '1 day', 1, now())`,
    [id, invitation, uuid(n), JSON.stringify({ kind: 'email', value: email })],
  );
  return { id, invitation };
};
const settle = (of: { id: string; invitation: string }, outcome: string, why = 'it is in the log of the server') =>
  ask('POST', `/v1/invitations/${of.invitation}/messages/${of.id}/settle`, { outcome, why });

it('case 39 (AI-Shipping-Labs#1499): what is unknown is listed, and the ledger follows whoever says what became of it', async () => {
  const [sent, lost] = [await interrupted(1), await interrupted(2)];
  await expect.poll(async () => (await list('?state=unknown')).length).toBe(2);
  const [shown] = await list(`?state=unknown&customer=${uuid(1)}`);
  expect(shown?.messages).toMatchObject([{ state: 'unknown', log: [{ by: 'attempt', status: '1/unknown' }] }]);

  expect((await settle(sent, 'sent')).status).toBe(204);
  expect((await settle(lost, 'not-sent')).status).toBe(204);
  expect(await list('?state=unknown')).toEqual([]);
  const [of] = await list(`?customer=${uuid(1)}`);
  expect(of?.messages).toMatchObject([
    {
      state: 'accepted',
      settledBy: { why: 'it is in the log of the server', by: { source: 'local' } },
      log: [{ by: 'attempt' }, { by: 'settled', status: 'sent' }],
    },
  ]);
  // It is on the thread once, and what was not sent is no contact.
  const { rows } = await pool.query<{ id: string; withdrawn: boolean }>('SELECT id, withdrawn FROM contact_facts');
  expect(rows).toEqual([{ id: lost.invitation, withdrawn: true }]);
  expect(server.taken).toEqual([]);
});

it('takes the same word twice, and no other after it', async () => {
  const one = await interrupted(3);
  await expect.poll(async () => (await list('?state=unknown')).length).toBe(1);
  expect((await settle(one, 'sent')).status).toBe(204);
  expect((await settle(one, 'sent')).status).toBe(204);
  expect((await settle(one, 'not-sent')).status).toBe(409);
  expect((await settle({ ...one, id: uuid(7) }, 'sent')).status).toBe(404);
  expect(
    (await ask('POST', `/v1/invitations/${one.invitation}/messages/${one.id}/settle`, { outcome: 'sent' })).status,
  ).toBe(400);
});
