import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { topics } from '@hilo/contracts';
import { transaction } from '@hilo/runtime';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { eraseWith } from '../erase.ts';
import { readList } from '../registers/read-list.ts';
import { uploadRegister } from '../registers/upload.ts';
import { dayMs, hourMs, policyOf, programme, ruleOf } from './asking.ts';
import { hashOfNames } from './decide-now.ts';
import { openDeciding } from './deciding.ts';
import { ana, luis, message, now, phone, record } from './messages.ts';

let survey: Awaited<ReturnType<typeof openDeciding>>;
const programmes = [programme('call_centre', { id: 'calls', when: { touchpoints: ['t'] } })];
const robinson = ruleOf({ id: 'robinson', hours: 'any', needs: 'opt-out', registers: ['ES.robinson'] });

beforeAll(async () => {
  survey = await openDeciding();
});
afterAll(() => survey.close());
beforeEach(async () => {
  await survey.empty();
  await survey.publish(policyOf({ packs: [], rules: [robinson] }).policy);
  for (const [n, id] of [ana, luis].entries())
    await survey.hear(topics.customers.name, programmes, { ...record(id, 1, [phone(n + 1)]), consents: [] });
});

const upload = (numbers: string, asOf = now - dayMs) =>
  uploadRegister(survey.pool, readList(Readable.from([Buffer.from(numbers)]), 'csv'), {
    register: 'ES.robinson',
    asOf,
    country: 'ES',
    by: { key: 'k', source: 'tests' },
    why: 'a test',
    hashes: hashOfNames,
    now: () => now,
  });

/** Something happens to both of them, and it is decided whether to ask. */
const asked = async (at = now, by = survey.pool) => {
  const happened = [ana, luis].map((subject) =>
    message(randomUUID(), { channel: 'store', identifiers: [phone(1)] }, { subject, at: at - hourMs }),
  );
  await survey.hear(topics.resolved.name, programmes, ...happened);
  const { decided } = await survey.decide(programmes, at, by);
  const outcome = ({ decision }: (typeof decided)[number]) =>
    decision.state === 'invited' ? 'invited' : decision.reasons.map(({ reason }) => reason).join();
  return [ana, luis].map((subject) =>
    decided
      .filter(({ invitation }) => invitation.subject === subject)
      .map(outcome)
      .join(),
  );
};

it('nobody is called while nobody knows who is on the register, and then whoever is not', async () => {
  expect(await asked()).toEqual(['register-stale', 'register-stale']);
  await upload('600 000 002\n');
  expect(await asked()).toEqual(['invited', 'on-register']);
});

it('is in force for every instance from the answer on', async () => {
  await upload('600000002\n', now - 2 * dayMs);
  const other = survey.another();
  expect(await asked(now, other)).toEqual(['invited', 'on-register']);
  await upload('600000001\n');
  expect(await asked(now + dayMs, other)).toEqual(['on-register', 'invited']);
  expect(await asked(now + 30 * dayMs, other)).toEqual(['on-register,register-stale', 'register-stale']);
});

it('whoever said yes is called all the same', async () => {
  await upload('600000001\n600000002\n');
  await survey.hear(topics.customers.name, programmes, record(ana, 2, [phone(1)]));
  expect(await asked()).toEqual(['invited', 'on-register']);
});

it('an erasure takes nobody off: it is the list of the operator, and whoever comes back is on it still', async () => {
  await upload('600000001\n');
  const names = [hashOfNames.ofIdentifier(phone(1))];
  const customers = [{ id: ana, version: 1 }];
  const erasure = { id: randomUUID(), at: new Date(now).toISOString(), subjects: [ana], names, customers };
  await transaction(survey.pool, (tx) => eraseWith(hashOfNames)(tx, erasure));
  const again = { ...record(ana, 9, [phone(1)]), consents: [], updatedAt: new Date(now + dayMs).toISOString() };
  await survey.hear(topics.customers.name, programmes, again);
  expect((await asked(now + 2 * dayMs))[0]).toBe('on-register');
});
