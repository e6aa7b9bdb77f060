import { nameHashes, openDatabase, transaction } from '@hilo/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openPermissions } from '../contacts/permissions.ts';
import { PermissionRequest } from '../domain/permission-request.ts';
import { eraseWith } from '../erase.ts';
import { openPolicies } from '../store/contact-policies.ts';
import { minuteMs } from './asking.ts';
import { type AskedService, call, hashes, idOf, peopleOf, reasonsOf, startAsked } from './permissions.ts';

let service: AskedService;
beforeAll(async () => {
  service = await startAsked();
});
afterAll(() => service.close());

const rule = { id: 'week', hours: 'any', caps: [{ max: 1, windowHours: 168 }], rest: { afterRefusal: 180 } };
beforeEach(() => service.setRules([rule]));

const { known, somebody } = peopleOf(() => service);
const reserve = { ...call, reserve: true };
const free = (id: string) => service.ask('DELETE', `/v1/contact-permissions/reservations/${id}`);
const rowsAt = async (place: string) =>
  (
    await service.pool.query(
      'SELECT id, outcome, rule, tellers, expires_at FROM contacts WHERE place = $1 ORDER BY at',
      [place],
    )
  ).rows;
const idOfReservation = (answer: { reservation?: { id: string } | undefined }): string => answer.reservation?.id ?? '';

/** The same as the service answers, by another clock, from another pool. */
const askedAt = (now: number, pool = service.pool) => {
  const permissions = openPermissions({
    pool,
    naming: { hashes, deriveId: idOf },
    policies: openPolicies(),
    knowledge: { asOf: () => now },
    now: () => now,
  });
  return async (body: object, source = 'dialler', id: string = crypto.randomUUID()) => {
    const [answer] = await permissions.check([{ request: PermissionRequest.parse(body), source, id }]);
    if (answer === undefined) throw new Error('no answer');
    return { ...answer, allowed: answer.reasons.length === 0 };
  };
};

describe('what is reserved', () => {
  it('counts at once, for fifteen minutes, and is told of in the budget', async () => {
    const ana = await known();
    const answer = await service.check({ ...reserve, customer: ana.id });
    expect(answer).toMatchObject({ allowed: true, budgets: [{ rule: 'week', max: 1, used: 1 }] });
    const seconds = (Date.parse(answer.reservation?.expiresAt ?? '') - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(890);
    expect(seconds).toBeLessThanOrEqual(900);
    const next = await service.check({ ...reserve, customer: ana.id });
    expect(next).toMatchObject({
      allowed: false,
      reasons: [{ reason: 'contact-pressure', rule: 'week', until: answer.reservation?.expiresAt }],
      nextAllowedAt: answer.reservation?.expiresAt,
      budgets: [{ used: 1, freeAt: answer.reservation?.expiresAt }],
    });
  });

  it('counts no more when it has expired, and for a week if it is reported all the same, later', async () => {
    const [ana, now] = [await known(), Date.now()];
    const first = await askedAt(now)({ ...reserve, customer: ana.id });
    expect((await askedAt(now + 14 * minuteMs)({ ...call, customer: ana.id })).allowed).toBe(false);
    const later = askedAt(now + 16 * minuteMs);
    expect((await later({ ...call, customer: ana.id })).allowed).toBe(true);
    const startedAt = new Date(now + minuteMs).toISOString();
    await service.report({
      ...call,
      customer: ana.id,
      outcome: 'no_answer',
      startedAt,
      reservation: idOfReservation(first),
    });
    const answer = await later({ ...call, customer: ana.id });
    expect(answer.reasons).toMatchObject([{ reason: 'contact-pressure', until: now + minuteMs + 168 * 60 * minuteMs }]);
    expect(await rowsAt(hashes.ofIdentifier(ana.phone))).toMatchObject([{ rule: 'reservation', expires_at: null }]);
  });

  it('for tomorrow expires fifteen minutes after its moment, and counts for whoever asks about another day of the week', async () => {
    const [ana, now] = [await known(), Date.now()];
    const at = (days: number): string => new Date(now + days * 1440 * minuteMs).toISOString();
    const answer = await askedAt(now)({ ...reserve, customer: ana.id, at: at(1) });
    expect(answer.reservation?.expiresAt).toBe(now + 1455 * minuteMs);
    for (const days of [0, 1, 3, 7]) {
      const asked = await askedAt(now)({ ...call, customer: ana.id, ...(days > 0 && { at: at(days) }) });
      expect(asked.reasons.map(({ reason }) => reason)).toEqual(['contact-pressure']);
    }
    expect((await askedAt(now)({ ...call, customer: ana.id, at: at(9) })).allowed).toBe(true);
  });

  it('is one contact with its report and with the interaction of it, whatever their moments', async () => {
    const ana = await known();
    const answer = await service.check({ ...reserve, customer: ana.id });
    const startedAt = new Date(Date.now() - 60 * minuteMs).toISOString();
    const report = {
      ...call,
      id: 'call-1',
      customer: ana.id,
      outcome: 'reached',
      startedAt,
      reservation: idOfReservation(answer),
    };
    await service.report(report);
    const [row, ...more] = await rowsAt(hashes.ofIdentifier(ana.phone));
    expect(more).toEqual([]);
    expect(row).toMatchObject({ outcome: 'reached', expires_at: null });
    expect(row.tellers).toHaveLength(2);
    expect(await service.check({ ...call, customer: ana.id })).toMatchObject({
      allowed: false,
      budgets: [{ used: 1 }],
    });
  });

  it('is one contact with what two others tell of it, whichever comes first', async () => {
    for (const isReportFirst of [true, false]) {
      const [ana, now] = [await known(), Date.now()];
      const answer = await askedAt(now)({ ...reserve, customer: ana.id });
      const reservation = answer.reservation?.id;
      const startedAt = new Date(now + 1000).toISOString();
      const report = () => service.report({ ...call, customer: ana.id, startedAt, outcome: 'reached', reservation });
      const hear = () =>
        service.hearOfCall({ id: `t-${ana.id}`, at: now + 2000, subject: idOf(ana.phone), phone: ana.phone });
      for (const tell of isReportFirst ? [report, hear] : [hear, report]) await tell();
      const rows = await rowsAt(hashes.ofIdentifier(ana.phone));
      expect(rows.map(({ tellers, outcome }) => [tellers.length, outcome])).toEqual([[3, 'reached']]);
    }
  });

  it('follows the contact point into the record of whoever gets it, and a merge', async () => {
    await service.setRules([{ ...rule, needs: 'opt-out' }], { unknownCustomers: 'judge' });
    const [stranger, ana, luis] = [somebody(), await known(), await known()];
    await service.check({ ...reserve, identifier: stranger.phone });
    await service.know(stranger.record);
    expect(reasonsOf(await service.check({ ...call, customer: stranger.id }))).toEqual(['contact-pressure']);

    await service.check({ ...reserve, customer: luis.id });
    expect(reasonsOf(await service.check({ ...call, customer: ana.id }))).toEqual([]);
    const identifiers = [...ana.record.identifiers, ...luis.record.identifiers];
    const subjects = [...ana.record.subjects, ...luis.record.subjects];
    const updatedAt = new Date().toISOString();
    await service.know({ ...ana.record, version: 2, updatedAt, identifiers, subjects });
    expect(reasonsOf(await service.check({ ...call, customer: ana.id, contactPoint: ana.phone }))).toEqual([
      'contact-pressure',
    ]);
    expect(await service.check({ ...call, customer: luis.id })).toMatchObject({ allowed: false });
    const after = { version: 3, updatedAt: new Date(Date.now() + 1000).toISOString() };
    await service.know({ ...ana.record, ...after }, { ...luis.record, ...after });
    expect(reasonsOf(await service.check({ ...call, customer: ana.id }))).toEqual([]);
    expect(reasonsOf(await service.check({ ...call, customer: luis.id }))).toEqual(['contact-pressure']);
  });

  it('is a contact of its own beside what was made just before, and beside what another system reserves', async () => {
    await service.setRules([{ ...rule, caps: [{ max: 3, windowHours: 168 }] }]);
    const [ana, now] = [await known(), Date.now()];
    await service.report({ ...call, customer: ana.id, outcome: 'no_answer', startedAt: new Date(now).toISOString() });
    const ask = askedAt(now + 1000);
    const answers = [];
    for (const source of ['dialler', 'campaigns', 'dialler', 'shop'])
      answers.push(await ask({ ...reserve, customer: ana.id }, source));
    expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, false, false]);
    expect(await rowsAt(hashes.ofIdentifier(ana.phone))).toHaveLength(3);
  });

  it('is given back once, and nobody gives back what another has reserved', async () => {
    const ana = await known();
    const answer = await service.check({ ...reserve, customer: ana.id });
    expect((await free(idOfReservation(answer))).status).toBe(204);
    expect((await free(idOfReservation(answer))).status).toBe(204);
    expect((await free(crypto.randomUUID())).status).toBe(404);
    expect(await rowsAt(hashes.ofIdentifier(ana.phone))).toEqual([]);
    const again = await askedAt(Date.now())({ ...reserve, customer: ana.id }, 'dialler');
    expect(again.allowed).toBe(true);
    expect((await free(again.reservation?.id ?? '')).status).toBe(404);
    await service.report({ ...call, customer: ana.id, outcome: 'busy', reservation: idOfReservation(answer) });
    expect(await rowsAt(hashes.ofIdentifier(ana.phone))).toHaveLength(2);
  });

  it('goes with an erasure, and the contact point keeps nothing of it', async () => {
    const ana = await known();
    await service.check({ ...reserve, customer: ana.id });
    const subjects = ana.record.identifiers.map(({ subject }) => subject);
    const erasure = {
      id: crypto.randomUUID(),
      at: new Date(Date.now() + 1000).toISOString(),
      subjects,
      names: [ana.customerNumber, ana.phone, ana.email].map(hashes.ofIdentifier),
      customers: [{ id: ana.id, version: 2 }],
      interactions: [],
      spellings: [],
    };
    await transaction(service.pool, (tx) => eraseWith(nameHashes('a secret of the tests'))(tx, erasure));
    expect(await rowsAt(hashes.ofIdentifier(ana.phone))).toEqual([]);
    const left = await service.pool.query(
      `SELECT FROM contact_facts WHERE place = $1 UNION ALL SELECT FROM contact_points WHERE customer = $2`,
      [hashes.ofIdentifier(ana.phone), ana.id],
    );
    expect(left.rowCount).toBe(0);
    expect(reasonsOf(await service.check({ ...call, identifier: ana.phone }))).toContain('unknown-customer');
  });
});

describe('asked again under its id', () => {
  it('the same is reserved, and once; something else is a conflict', async () => {
    const ana = await known();
    const key = { 'idempotency-key': `call-${ana.id}` };
    const first = await service.check({ ...reserve, customer: ana.id }, key);
    const again = await service.check({ ...reserve, customer: ana.id, id: `call-${ana.id}` });
    expect(again).toMatchObject({ allowed: true, reservation: first.reservation });
    expect(await rowsAt(hashes.ofIdentifier(ana.phone))).toHaveLength(1);
    const other = await service.ask(
      'POST',
      '/v1/contact-permissions/check',
      { ...reserve, purpose: 'sales', customer: ana.id },
      key,
    );
    expect(other.status).toBe(409);
    expect(await other.json()).toMatchObject({ title: 'Conflict', errors: [{ path: 'id' }] });
    const [conflict, fine] = await service.checkAll([
      { ...reserve, purpose: 'sales', customer: ana.id, id: `call-${ana.id}` },
      { ...reserve, customer: (await known()).id, id: 'another' },
    ]);
    expect(conflict?.reasons[0]).toEqual({ reason: 'conflict', rule: 'hilo.conflict' });
    expect(fine).toMatchObject({ id: 'another', allowed: true });
  });

  it('in one list as well', async () => {
    const ana = await known();
    const one = { ...reserve, customer: ana.id, id: `twice-${ana.id}` };
    const answers = await service.checkAll([one, one, { ...one, purpose: 'sales' }]);
    expect(answers[0]).toMatchObject({ allowed: true });
    expect(answers[1]).toMatchObject({ allowed: true, reservation: answers[0]?.reservation });
    expect(answers[2]?.reasons[0]?.reason).toBe('conflict');
  });

  it('it is no permission any more once she has refused; and none for another contact once it was made', async () => {
    const ana = await known();
    const one = { ...reserve, customer: ana.id, id: `refused-${ana.id}` };
    const first = await service.check(one);
    await service.report({ ...call, channel: 'sms', customer: ana.id, outcome: 'refused' });
    const again = await service.check(one);
    // That she was contacted counts as well.
    expect(reasonsOf(again)).toEqual(['refused', 'contact-pressure']);
    expect(again).not.toHaveProperty('reservation');
    await service.report({ ...call, customer: ana.id, outcome: 'reached', reservation: idOfReservation(first) });
    expect(reasonsOf(await service.check(one))).toContain('reservation-used');
  });

  it('given back, and reported all the same, it is none for another contact', async () => {
    await service.setRules([{ ...rule, caps: [{ max: 3, windowHours: 168 }] }]);
    const ana = await known();
    const one = { ...reserve, customer: ana.id, id: `freed-${ana.id}` };
    const first = await service.check(one);
    expect((await free(idOfReservation(first))).status).toBe(204);
    expect(await service.check(one)).toMatchObject({ allowed: true, reservation: { id: idOfReservation(first) } });
    expect((await free(idOfReservation(first))).status).toBe(204);
    await service.report({ ...call, customer: ana.id, outcome: 'busy', reservation: idOfReservation(first) });
    expect(reasonsOf(await service.check(one))).toEqual(['reservation-used']);
    expect(await service.check({ ...call, customer: ana.id })).toMatchObject({ budgets: [{ used: 1 }] });
  });

  it('after it has expired, it is judged anew, and reserved anew as the same', async () => {
    const [ana, now] = [await known(), Date.now()];
    const body = { ...reserve, customer: ana.id };
    const first = await askedAt(now)(body, 'dialler', 'late');
    const renewed = await askedAt(now + 20 * minuteMs)(body, 'dialler', 'late');
    expect(renewed).toMatchObject({
      allowed: true,
      reservation: { id: first.reservation?.id, expiresAt: now + 35 * minuteMs },
    });
    expect((await askedAt(now + 30 * minuteMs)(body)).allowed).toBe(false);
  });
});

describe('of many who ask at once', () => {
  it('one is allowed of a thousand, asked of two instances', async () => {
    const ana = await known();
    const other = openDatabase({ connectionString: service.url, schema: 'survey', logger: { warn: () => {} } });
    try {
      const elsewhere = askedAt(Date.now(), other);
      const here = askedAt(Date.now());
      const asked = await Promise.all([
        ...Array.from(
          { length: 400 },
          async (_, n) => (await elsewhere({ ...reserve, customer: ana.id }, `s-${n % 7}`)).allowed,
        ),
        ...Array.from(
          { length: 200 },
          async (_, n) => (await here({ ...reserve, identifier: ana.phone }, `s-${n % 7}`)).allowed,
        ),
        ...Array.from({ length: 400 }, async () => (await service.check({ ...reserve, customer: ana.id })).allowed),
      ]);
      expect(asked.filter((allowed) => allowed)).toHaveLength(1);
    } finally {
      await other.end();
    }
    expect(await rowsAt(hashes.ofIdentifier(ana.phone))).toHaveLength(1);
  });

  it('each gets what the cap leaves, where many ask for many in another order', async () => {
    const crowd = [await known(), await known(), await known(), await known()];
    const lists = Array.from({ length: 12 }, (_, n) =>
      crowd.map((_one, k) => ({ ...reserve, customer: crowd[(k + n) % 4]?.id })),
    );
    const answers = (await Promise.all(lists.map((list) => service.checkAll(list)))).flat();
    for (const one of crowd)
      expect(answers.filter(({ allowed, customer }) => allowed && customer === one.id)).toHaveLength(1);
  });
});

it('is shown with the ledger, in words', async () => {
  const ana = await known();
  await service.check({ ...reserve, customer: ana.id });
  const response = await service.ask('GET', `/v1/customers/${ana.id}/contacts`);
  const { contacts, budgets } = z
    .object({
      contacts: z.array(z.looseObject({ words: z.string() })),
      budgets: z.array(z.object({ rule: z.string(), used: z.number(), words: z.string() }).loose()),
    })
    .parse(await response.json());
  expect(budgets).toMatchObject([{ rule: 'week', window: 'P7D', max: 1, used: 1 }]);
  expect(budgets[0]?.words).toMatch(/^1 of 1 contacts in 7 days \(week\); the next not before /);
  expect(contacts[0]?.words).toMatch(/^A contact is reserved by call_centre/);
});
