import { setTimeout as delay } from 'node:timers/promises';
import { topics } from '@hilo/contracts';
import { lockForErasure, type Transaction, transaction } from '@hilo/runtime';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { takeAnswers } from '../answers/take-answers.ts';
import { noteObjections } from '../contacts/note-objections.ts';
import { settleMessage } from '../delivery/settle.ts';
import type { Brake } from '../domain/contact.ts';
import type { OutgoingMessage } from '../domain/delivery/message.ts';
import { eraseWith } from '../erase.ts';
import { handlers } from '../pipeline.ts';
import { openProgrammes } from '../store/programmes.ts';
import { hashOfNames } from './decide-now.ts';
import { addressOf, type Delivery, openDelivery, timestamp, yes } from './delivering.ts';
import { uuid } from './messages.ts';

const order: string[] = [];
let begun = Promise.withResolvers<OutgoingMessage>();
let goesOn = Promise.withResolvers<void>();

let delivery: Delivery;
beforeAll(async () => {
  const gate = {
    destination: 'gate',
    send: async (message: OutgoingMessage) => {
      begun.resolve(message);
      if (!message.contactPoint.value.startsWith('quick')) await goesOn.promise;
      order.push('sent');
      return { state: 'accepted' as const };
    },
    close: async () => {},
  };
  delivery = await openDelivery({
    inForce: async () => new Map([['email', 'gate']]),
    all: async () => ['gate'],
    transportOf: () => gate,
  });
});
afterAll(() => delivery.close());
beforeEach(async () => {
  order.length = 0;
  [begun, goesOn] = [Promise.withResolvers(), Promise.withResolvers()];
  await delivery.empty();
});

let n = 0;
/** Somebody who is invited: nothing has left yet. */
const invited = async () => {
  n += 1;
  const { decided } = await delivery.invite({ n, address: addressOf(n) });
  const [message] = await delivery.messages();
  return { n, invitation: decided[0]?.id ?? '', message: message?.id ?? '' };
};
type Invited = Awaited<ReturnType<typeof invited>>;

const objection = (brake: Brake, proof: string) => (tx: Transaction, ana: Invited) =>
  noteObjections(tx, [{ invitation: ana.invitation, brake, at: Date.now(), proof, channel: 'web' }], hashOfNames);

const told = (tx: Transaction, topic: string, ...messages: object[]) =>
  handlers(openProgrammes(), hashOfNames)[topic]?.(tx, {
    records: messages.map((message, offset) => {
      return { offset, key: '', value: JSON.stringify(message), headers: {}, appendedAt: Date.now() };
    }),
  });

const recordOf = (id: number, subject: number, consents: object[]) => ({
  ...{ id: uuid(id), version: 2, updatedAt: timestamp(Date.now() - 1000), ambiguous: false, subjects: [uuid(subject)] },
  ...{ traits: {}, consents, contactPreferences: {}, interactions: { total: 1, byChannel: {} }, conflicts: [] },
  identifiers: [
    { kind: 'email', value: addressOf(subject), subject: uuid(subject), firstSeenAt: timestamp(0), status: 'linked' },
  ],
});
const no = { ...yes, state: 'withdrawn', at: timestamp(Date.now() - 1000) };

/** All that may be said of a message while it leaves; and what becomes of it where that was said before. */
const said: [string, (tx: Transaction, ana: Invited) => Promise<unknown> | undefined, string[]][] = [
  [
    'an answer',
    (tx, { invitation }) => {
      const answers = [{ question: 'likelihood_to_recommend', value: 9 }];
      return takeAnswers(tx, { invitation, answers, channel: 'app', at: Date.now() }, Date.now());
    },
    ['cancelled already-answered'],
  ],
  ['a refusal', objection('refusal', 'a reply'), ['cancelled refused']],
  ['one click', objection('refusal', 'List-Unsubscribe=One-Click (RFC 8058)'), ['cancelled refused']],
  ['a wrong person', objection('wrong-person', 'told on the page'), ['cancelled wrong-person']],
  [
    'a withdrawal',
    (tx, ana) => told(tx, topics.customers.name, recordOf(ana.n, ana.n, [no])),
    ['cancelled consent-withdrawn'],
  ],
  [
    // Of the one that she becomes alone: that of the other one, which is no more, comes later.
    'a merge of customers',
    (tx, ana) => told(tx, topics.customers.name, recordOf(500 + ana.n, ana.n, [no])),
    ['cancelled consent-withdrawn'],
  ],
  [
    'an interaction that did not happen',
    async (tx, ana) => {
      const { rows } = await delivery.pool.query<{ id: string; at: Date }>(
        'SELECT interaction AS id, occurred_at AS at FROM invitations WHERE id = $1',
        [ana.invitation],
      );
      const [row] = rows;
      if (row === undefined) throw new Error('it is not there');
      const at = timestamp(row.at.getTime());
      await told(tx, topics.resolved.name, {
        ...{ subject: uuid(ana.n), customer: uuid(ana.n), version: 2, recordVersion: 1, withdrawn: true },
        interaction: {
          ...{ id: row.id, source: 'gate', receivedAt: at, occurredAt: at, channel: 'other', kind: 'arrived' },
          ...{ touchpoint: 'flight.arrival', identifiers: [{ kind: 'loyalty_id', value: `L-${ana.n}` }] },
        },
        why: {
          rule: 'strongest-identifier',
          identifier: { kind: 'loyalty_id', value: `L-${ana.n}` },
          registryVersion: 1,
        },
      });
    },
    ['cancelled interaction-withdrawn'],
  ],
  [
    'an erasure',
    async (tx, ana) => {
      await lockForErasure(tx);
      const customers = [{ id: uuid(ana.n), version: 3 }];
      await eraseWith(hashOfNames)(tx, { id: uuid(99), at: timestamp(Date.now()), customers, subjects: [uuid(ana.n)] });
    },
    [],
  ],
];

const states = async () =>
  (await delivery.messages()).map(({ state, reason }) => (reason ? `${state} ${reason}` : state));

it.for(said)('%s waits for what is handed over at this moment, and is later', async ([, say]) => {
  const ana = await invited();
  const sending = delivery.send();
  await begun.promise;
  const saying = transaction(delivery.pool, async (tx) => say(tx, ana)).then(() => order.push('said'));
  await delay(150);
  expect(order).toEqual([]);
  goesOn.resolve();
  await saying;
  await sending;
  expect(order).toEqual(['sent', 'said']);
});

it.for(said)(
  'nothing leaves after %s that was committed first, though it was being written when it left',
  async ([, say, after]) => {
    const ana = await invited();
    goesOn.resolve();
    let sending: Promise<unknown> | undefined;
    await transaction(delivery.pool, async (tx) => {
      await say(tx, ana);
      sending = delivery.send();
      await delay(200);
      expect(order).toEqual([]);
    });
    await sending;
    expect(order).toEqual([]);
    expect(await states()).toEqual(after);
  },
);

it('who says what became of a message waits for whoever hands it over, and is told that it is known', async () => {
  const { invitation, message } = await invited();
  const sending = delivery.send();
  await begun.promise;
  const by = { by: { key: 'k', source: 'tests' }, why: 'found out' };
  const settling = transaction(delivery.pool, (tx) =>
    settleMessage(tx, { invitation, message, outcome: 'not-sent', by }, hashOfNames, Date.now()),
  );
  await delay(100);
  goesOn.resolve();
  expect((await settling).status).toBe('known');
  await sending;
  expect(await states()).toEqual(['accepted']);
});

const severalInvited = async (...what: string[]) => {
  const people = what.map((one) => {
    n += 1;
    return { n, address: addressOf(n, one) };
  });
  await delivery.invite(...people);
  return people;
};

it('what is held together with one that hangs has left meanwhile, is written, and is held until the other is answered', async () => {
  const [, quick] = await severalInvited('slow', 'quick', 'quick', 'quick');
  const sending = delivery.send();
  const accepted = async () => (await states()).filter((one) => one === 'accepted').length;
  await expect.poll(accepted, { interval: 20 }).toBe(3);
  expect(await states()).toContain('sending');
  const withdrawing = transaction(delivery.pool, async (tx) =>
    told(tx, topics.customers.name, recordOf(quick?.n ?? 0, quick?.n ?? 0, [no])),
  );
  goesOn.resolve();
  await Promise.all([sending, withdrawing]);
  expect(await accepted()).toBe(4);
});

it('whoever is held by somebody else at this moment holds up none of the others', async () => {
  const [busy] = await severalInvited('quick', 'quick', 'quick');
  let sending: Promise<unknown> | undefined;
  await transaction(delivery.pool, async (tx) => {
    await tx.query('UPDATE customers SET rebuilt = rebuilt WHERE id = $1', [uuid(busy?.n ?? 0)]);
    sending = delivery.send();
    await expect.poll(() => order.length, { interval: 20 }).toBe(2);
  });
  await sending;
  expect(await states()).toEqual(['accepted', 'accepted', 'accepted']);
});
