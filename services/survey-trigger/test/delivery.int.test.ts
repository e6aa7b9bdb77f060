import { setTimeout as delay } from 'node:timers/promises';
import { ContactPolicy, topics } from '@hilo/contracts';
import { lockForErasure, transaction } from '@hilo/runtime';
import { type BadMailServer, type SmtpMisdeed, startBadMailServer } from '@hilo/testing';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { noteObjections } from '../contacts/note-objections.ts';
import { eraseWith } from '../erase.ts';
import { ruleOf } from './asking.ts';
import { hashOfNames } from './decide-now.ts';
import { addressOf, asked, type Delivery, openDelivery, timestamp, yes } from './delivering.ts';
import { uuid } from './messages.ts';

let server: BadMailServer;
let delivery: Delivery;
let misdeeds: Record<string, SmtpMisdeed> = {};

beforeAll(async () => {
  server = await startBadMailServer((step, to) => misdeeds[`${step} ${to.split('.')[0]}`]);
  delivery = await openDelivery(server.url);
});
afterAll(async () => {
  await delivery.close();
  await server.close();
});
beforeEach(async () => {
  misdeeds = {};
  await delivery.empty();
});
let from = 0;
const some = (count: number, what?: string) =>
  Array.from({ length: count }, () => {
    from += 1;
    return { n: from, address: addressOf(from, what) };
  });
const takenAt = (address: string) => server.taken.filter(({ to }) => to === address);

it('queues a message in the transaction of the decision, and hands it over once', async () => {
  const [ana] = some(1);
  if (!ana) throw new Error('nobody');
  const { outbox } = await delivery.invite(ana);
  expect(outbox.map(({ headers }) => headers?.ce_type)).toEqual(['hilo.survey.invited', 'hilo.survey.queued']);
  expect(await delivery.messages()).toMatchObject([{ state: 'queued', attempts: 0 }]);
  await delivery.send();
  const [message] = await delivery.messages();
  expect(message).toMatchObject({ state: 'accepted', attempts: 1 });
  const mails = takenAt(ana.address);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.messageId).toBe(`<${message?.id}@hilo.example>`);
  expect(mails[0]?.text).toMatch(/https:\/\/ask\.example\.com\/s\/[\w=\r\n-]{22,}/);
  expect(await delivery.reports()).toEqual([{ by: 'attempt', status: '1/accepted' }]);
});

const one = (what?: string) => {
  const [only] = some(1, what);
  if (!only) throw new Error('nobody');
  return only;
};
const states = async () =>
  (await delivery.messages()).map(({ state, reason }) => (reason ? `${state} ${reason}` : state));
const counted = async (): Promise<number> => {
  const { rows } = await delivery.pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM contacts WHERE weight > 0',
  );
  return rows[0]?.count ?? 0;
};

it('case 31 (freescout#5457, PHPMailer#1072): what may have been taken is unknown, keeps its slot, and is never repeated', async () => {
  misdeeds = { 'mailbox silent': 'hang', 'mailbox cut': 'reset' };
  const [silent, cut] = [one('silent'), one('cut')];
  await delivery.invite(silent, cut);
  await delivery.send();
  expect(await states()).toEqual(['unknown no-answer', 'unknown no-answer']);
  await delivery.send();
  expect([takenAt(silent.address), takenAt(cut.address)].map(({ length }) => length)).toEqual([1, 1]);
  expect((await delivery.messages()).map(({ attempts }) => attempts)).toEqual([1, 1]);
  expect(await counted()).toBe(2);
  expect((await delivery.events()).filter(({ state }) => state === 'unknown')).toHaveLength(2);
});

it('tries again what is sure not to have been taken, and what is asked for later', async () => {
  misdeeds = { 'MAIL x': 'reset', 'RCPT later': '451 4.7.1 greylisted', 'RCPT gone': 'reset' };
  await delivery.invite(one('later'), one('gone'));
  await delivery.send();
  expect((await states()).toSorted()).toEqual(['deferred deferred', 'deferred not-taken']);
  misdeeds = {};
  await delivery.pool.query('UPDATE messages SET retry_at = now(); UPDATE timers SET due_at = now()');
  await delivery.send();
  expect(await states()).toEqual(['accepted', 'accepted']);
  expect((await delivery.reports()).map(({ status }) => status).toSorted()).toEqual([
    '1/deferred',
    '1/deferred',
    '2/accepted',
    '2/accepted',
  ]);
});

it('case 41 (listmonk#2623): an address that the server says is none is suppressed, as by a bounce', async () => {
  misdeeds = { 'RCPT none': '550 5.1.1 no such user' };
  const nobody = one('none');
  await delivery.invite(nobody);
  await delivery.send();
  expect(await states()).toEqual(['refused no-such-address']);
  const { rows } = await delivery.pool.query('SELECT brake FROM contact_facts WHERE brake IS NOT NULL');
  expect(rows).toEqual([{ brake: 'hard-bounce' }]);
  expect(await counted()).toBe(0);
  const { decided } = await delivery.invite({ ...nobody, at: Date.now() - 1000 });
  expect(decided.map(({ decision }) => 'reason' in decision && decision.reason)).toEqual(['bounced']);
});

it('takes a refusal of one mail for nothing else', async () => {
  misdeeds = { 'dot spam': '554 5.7.1 spam' };
  await delivery.invite(one('spam'));
  await delivery.send();
  expect(await states()).toEqual(['refused not-accepted']);
  expect(await counted()).toBe(0);
});

it('case 34 (gophish#1242): what was being sent when it was killed is unknown after the lease, and not sent again', async () => {
  await delivery.invite(...some(3));
  expect(await delivery.claim(2)).toHaveLength(2);
  await delivery.pool.query("UPDATE messages SET claimed_until = now() - interval '1 second' WHERE state = 'sending'");
  const before = server.taken.length;
  await delivery.send();
  expect((await states()).toSorted()).toEqual(['accepted', 'unknown interrupted', 'unknown interrupted']);
  expect(server.taken.length - before).toBe(1);
  expect(await counted()).toBe(3);
});

it('hands over an attempt only while it is its own', async () => {
  await delivery.invite(one());
  const [claimed] = await delivery.claim(1);
  await delivery.pool.query("UPDATE messages SET state = 'unknown'");
  if (!claimed) throw new Error('nothing was claimed');
  let sent = 0;
  const ready = {
    send: async () => {
      sent += 1;
      return { state: 'accepted' as const };
    },
    release: () => {},
  };
  const done = await delivery.handOver({ message: claimed.message, programme: asked, ready });
  expect([done.outcome, sent]).toEqual([undefined, 0]);
});

it('cases 33 and 35 (SinergiaCRM#438, espocrm#391): each leaves once, however many instances send', async () => {
  const everybody = some(60);
  await delivery.invite(...everybody);
  await Promise.all([delivery.send(), delivery.send(), delivery.send()]);
  expect(new Set(await states())).toEqual(new Set(['accepted']));
  for (const { address } of everybody) expect(takenAt(address)).toHaveLength(1);
});

it('case 37 (noptin#665, pg-boss#592): nothing is queued twice, though it is decided again', async () => {
  const ana = one();
  await delivery.invite(ana);
  await delivery.pool.query(
    "UPDATE invitations SET state = 'pending'; DELETE FROM contact_facts; DELETE FROM contacts",
  );
  await delivery.pool.query(
    "INSERT INTO timers (kind, ref, shard, due_at) SELECT 'invitation', id, 0, now() FROM invitations ON CONFLICT DO NOTHING",
  );
  await delivery.decide();
  expect(await delivery.messages()).toHaveLength(1);
  await delivery.send();
  expect(takenAt(ana.address)).toHaveLength(1);
});

const rules = (more: object) =>
  ContactPolicy.parse({ packs: [], rules: [ruleOf({ id: 'own', hours: 'any', ...more })] });
const withdrawn = { ...yes, state: 'withdrawn', at: timestamp(Date.now() - 1000) };

it('case 40 (stopstalk#177, buttondown#2236): nothing that was queued leaves once consent is withdrawn, or she has refused', async () => {
  const [ana, luis, eva] = [one(), one(), one()];
  const { decided } = await delivery.invite(ana, luis, eva);
  await delivery.publish(rules({ rest: { afterRefusal: 365 } }));
  await delivery.know({ ...ana, version: 2, consents: [withdrawn] });
  const ofLuis = decided.find(({ invitation }) => invitation.subject === uuid(luis.n))?.id ?? '';
  await transaction(delivery.pool, (tx) =>
    noteObjections(
      tx,
      [{ invitation: ofLuis, brake: 'refusal', at: Date.now(), proof: 'a reply', channel: 'sms' }],
      hashOfNames,
    ),
  );
  await delivery.send();
  expect((await states()).toSorted()).toEqual(['accepted', 'cancelled consent-withdrawn', 'cancelled refused']);
  expect([ana, luis, eva].map(({ address }) => takenAt(address).length)).toEqual([0, 0, 1]);
  // Who was not asked after all is no contact.
  expect(await counted()).toBe(1);
});

it('hands over what was permitted before a withdrawal, which waits; and nothing that it overtakes', async () => {
  const [ana, luis] = [one(), one()];
  await delivery.invite(ana, luis);
  const claimed = await delivery.claim(2);
  const order: string[] = [];
  const deliver = (n: number, send: () => Promise<void>) => {
    const message = claimed.find((one) => one.message.subject === uuid(n))?.message;
    if (!message) throw new Error('it was not claimed');
    const ready = {
      send: async () => {
        await send();
        return { state: 'accepted' as const };
      },
      release: () => {},
    };
    return delivery.handOver({ message, programme: asked, ready });
  };
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const first = deliver(ana.n, async () => {
    begun();
    await delay(300);
    order.push('sent');
  });
  await hasBegun;
  await delivery.know({ ...ana, version: 2, consents: [withdrawn] }).then(() => order.push('withdrawn'));
  await first;
  expect(order).toEqual(['sent', 'withdrawn']);
  // The other way round: the withdrawal is not committed yet when it is handed over.
  const { second } = await transaction(delivery.pool, async (tx) => {
    await tx.query('UPDATE customers SET version = 2 WHERE id = $1', [uuid(luis.n)]);
    await tx.query(`UPDATE profiles SET record = jsonb_set(record, '{consents}', $2::jsonb) WHERE customer = $1`, [
      uuid(luis.n),
      JSON.stringify([withdrawn]),
    ]);
    const second = deliver(luis.n, async () => void order.push('overtaken'));
    await delay(200);
    return { second };
  });
  expect((await second).outcome).toMatchObject({ state: 'cancelled', reason: 'consent-withdrawn' });
  expect(order).toEqual(['sent', 'withdrawn']);
});

it('waits for a refusal that is being noted, and then does not send', async () => {
  const ana = one();
  const { decided } = await delivery.invite(ana);
  await delivery.publish(rules({ rest: { afterRefusal: 365 } }));
  const objection = { invitation: decided[0]?.id ?? '', brake: 'refusal' as const, at: Date.now(), proof: 'a reply' };
  let sending: Promise<unknown> | undefined;
  await transaction(delivery.pool, async (tx) => {
    await noteObjections(tx, [objection], hashOfNames);
    sending = delivery.send();
    await delay(300);
    expect(takenAt(ana.address)).toEqual([]);
  });
  await sending;
  expect(await states()).toEqual(['cancelled refused']);
  expect(takenAt(ana.address)).toEqual([]);
});

it('heeds a programme that was paused, or has ended, after it was decided', async () => {
  await delivery.invite(one());
  await delivery.setState('paused');
  await delivery.send();
  expect(await states()).toEqual(['deferred programme-paused']);
  await delivery.setState('ended');
  await delivery.pool.query('UPDATE messages SET retry_at = now(); UPDATE timers SET due_at = now()');
  await delivery.send();
  expect(await states()).toEqual(['cancelled programme-ended']);
});

it('heeds the policy of this moment: its hours, and caps in which the message itself does not count', async () => {
  const ana = one();
  await delivery.invite(ana);
  const caps = [{ max: 1, windowHours: 24 }];
  await delivery.publish(rules({ caps, hours: closedNow() }));
  await delivery.send();
  expect(await delivery.messages()).toMatchObject([{ state: 'deferred', reason: 'outside-hours', attempts: 1 }]);
  expect(takenAt(ana.address)).toEqual([]);
  await delivery.publish(rules({ caps }));
  await delivery.pool.query('UPDATE messages SET retry_at = now(); UPDATE timers SET due_at = now()');
  await delivery.send();
  expect(await states()).toEqual(['accepted']);
  await delivery.empty();
  const luis = one();
  await delivery.invite(luis);
  await delivery.publish(rules({ caps }));
  await delivery.hear(topics.resolved.name, [callOf(luis)]);
  await delivery.send();
  expect(await states()).toEqual(['deferred contact-pressure']);
});

const closedNow = () => {
  const hour = new Date().getUTCHours();
  const text = (one: number) => `${String((one + 24) % 24).padStart(2, '0')}:00`;
  return [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: text(hour + 2), to: text(hour + 4) }];
};

const callOf = ({ n, address }: { n: number; address: string }) => ({
  interaction: {
    id: `call-${n}`,
    source: 'dialler',
    receivedAt: timestamp(Date.now()),
    occurredAt: timestamp(Date.now()),
    channel: 'call_centre',
    touchpoint: 't',
    kind: 'called',
    direction: 'outbound',
    identifiers: [{ kind: 'email', value: address }],
  },
  subject: uuid(n),
  customer: uuid(n),
  version: 1,
  recordVersion: 1,
  why: { rule: 'strongest-identifier', identifier: { kind: 'email', value: address }, registryVersion: 1 },
});

it('sends nothing after the deadline, whatever stood in the way, and says so', async () => {
  const ana = one();
  await delivery.invite(ana);
  await delivery.pool.query(
    "UPDATE messages SET deadline = now() - interval '1 second', route = 'taken-away', due_at = now() - interval '1 minute'",
  );
  await delivery.pool.query("UPDATE timers SET kind = 'message taken-away'");
  await delivery.send(async () => (await states())[0] === 'expired too-late');
  expect(await counted()).toBe(0);
  const { rows } = await delivery.pool.query("SELECT FROM timers WHERE kind LIKE 'message%'");
  expect(rows).toEqual([]);
});

it('asks nobody who has answered meanwhile', async () => {
  const ana = one();
  const { decided } = await delivery.invite(ana);
  await delivery.pool.query(
    "INSERT INTO responses (invitation, state, opened_at, completed_at) VALUES ($1, 'completed', now(), now())",
    [decided[0]?.id],
  );
  await delivery.send();
  expect(await states()).toEqual(['cancelled already-answered']);
});

it('is one contact of the ledger, with what the thread tells of it', async () => {
  const ana = one();
  const { decided } = await delivery.invite(ana);
  await delivery.send();
  const told = await delivery.pool.query<{ id: string }>("SELECT headers->>'ce_id' AS id FROM outbox");
  expect(told.rows.filter(({ id }) => id === `invited:${decided[0]?.id}`)).toHaveLength(1);
  await delivery.hear(topics.resolved.name, [
    {
      ...callOf(ana),
      interaction: {
        ...callOf(ana).interaction,
        channel: 'email',
        id: `invited:${decided[0]?.id}`,
        source: 'hilo/survey-trigger',
        kind: 'invited',
        touchpoint: 'survey.invitation',
        properties: { invitation: decided[0]?.id },
      },
    },
  ]);
  expect(await counted()).toBe(1);
});

it('leaves nothing of who is erased, and sends it to nobody', async () => {
  const [ana, luis] = [one(), one()];
  await delivery.invite(ana, luis);
  const erase = (fields: object) =>
    transaction(delivery.pool, async (tx) => {
      await lockForErasure(tx);
      const erasure = { id: uuid(99), at: timestamp(Date.now()), customers: [], subjects: [], ...fields };
      await eraseWith(hashOfNames)(tx, erasure);
    });
  await erase({ subjects: [uuid(ana.n)], customers: [{ id: uuid(ana.n), version: 2 }] });
  expect(await delivery.messages()).toHaveLength(1);
  await erase({ names: [hashOfNames.ofIdentifier({ kind: 'email', value: luis.address })] });
  await delivery.send();
  expect(await states()).toEqual(['cancelled erased']);
  expect([ana, luis].map(({ address }) => takenAt(address).length)).toEqual([0, 0]);
  const { rows } = await delivery.pool.query<{ text: string }>(
    `SELECT m::text || coalesce((SELECT string_agg(o::text, '') FROM outbox o), '') AS text FROM messages m`,
  );
  for (const { address } of [ana, luis]) expect(rows[0]?.text).not.toContain(address);
});
