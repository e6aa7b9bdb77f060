import { topics } from '@hilo/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayMs } from './asking.ts';
import { type AskedService, call, idOf, no, peopleOf, reasonsOf, startAsked, yes } from './permissions.ts';

let service: AskedService;
beforeAll(async () => {
  service = await startAsked();
});
afterAll(() => service.close());

const everyChannel = [
  'web',
  'app',
  'call_centre',
  'ivr',
  'store',
  'email',
  'sms',
  'whatsapp',
  'chat',
  'social',
  'post',
  'other',
];
const week = {
  id: 'week',
  hours: 'any',
  channels: everyChannel,
  caps: [{ max: 2, windowHours: 168 }],
  rest: { afterRefusal: 180 },
};
beforeEach(() => service.setRules([week]));

const { somebody, known } = peopleOf(() => service);
const mail = { ...call, channel: 'email' };

describe('a permission', () => {
  it('is given with the contact point that is to be used, and with what is left of every cap', async () => {
    const ana = await known();
    const answer = await service.check({ ...call, customer: ana.id });
    expect(answer).toMatchObject({
      allowed: true,
      customer: ana.id,
      contactPoint: ana.phone,
      reasons: [],
      budgets: [{ rule: 'week', window: 'P7D', max: 2, used: 0 }],
    });
    expect(answer).not.toHaveProperty('reservation');
    expect(Date.now() - Date.parse(answer.asOf ?? '')).toBeLessThan(60_000);
  });

  it('is found by any identifier, however it is written, and by an id from before a merge', async () => {
    const ana = await known();
    const merged = idOf(ana.email);
    const spellings = [
      { customer: merged },
      { identifier: ana.customerNumber },
      { identifier: { kind: 'email', value: ` ${ana.email.value.toUpperCase()}` } },
      { identifier: { kind: 'phone', value: ana.phone.value.replace('+34', '0034 ') } },
      { identifier: { kind: 'phone', value: ana.phone.value.replace('+34', '') } },
      { contactPoint: { kind: 'phone', value: ana.phone.value.replaceAll(/(\d{3})/g, '$1-') } },
    ];
    const answers = await service.checkAll(spellings.map((one) => ({ ...call, ...one })));
    expect(answers.map(({ allowed, customer, contactPoint }) => ({ allowed, customer, contactPoint }))).toEqual(
      spellings.map(() => ({ allowed: true, customer: ana.id, contactPoint: ana.phone })),
    );
  });

  it('is refused for every reason that there is, each with its rule and its end, and says when it will be given', async () => {
    const ana = await known({ timeZone: 'Europe/Madrid', consents: [no()] });
    await service.setRules([
      { ...week, caps: [{ max: 1, windowHours: 48 }], hours: [{ days: ['mon'], from: '10:00', to: '10:01' }] },
    ]);
    await service.report({ ...call, customer: ana.id, class: 'service', outcome: 'no_answer' });
    const answer = await service.check({ ...call, customer: ana.id });
    expect(reasonsOf(answer)).toEqual(['consent-withdrawn', 'contact-pressure', 'outside-hours']);
    expect(answer.reasons.map(({ rule, until }) => [rule, until !== undefined])).toEqual([
      ['hilo.consent', false],
      ['week', true],
      ['week', true],
    ]);
    expect(answer).not.toHaveProperty('nextAllowedAt');

    const luis = await known({ timeZone: 'Europe/Madrid' });
    const later = await service.check({ ...call, customer: luis.id });
    expect(reasonsOf(later)).toEqual(['outside-hours']);
    const next = new Date(later.nextAllowedAt ?? '');
    expect(next.getTime() - Date.now()).toBeLessThan(8 * dayMs);
    expect(next.toLocaleTimeString('en-GB', { timeZone: 'Europe/Madrid', weekday: 'long' })).toBe('Monday 10:00:00');
    expect(await service.check({ ...call, customer: luis.id, at: later.nextAllowedAt })).toMatchObject({
      allowed: true,
    });
  });

  it('is not given on any channel once a refusal was reported, nor once a consent was withdrawn', async () => {
    const [ana, luis] = [await known(), await known()];
    expect(await service.check({ ...mail, customer: ana.id })).toMatchObject({ allowed: true });
    await service.report({ ...call, customer: ana.id, outcome: 'refused' });
    for (const channel of ['call_centre', 'email', 'sms', 'whatsapp'])
      expect(reasonsOf(await service.check({ ...call, channel, customer: ana.id, contactPoint: ana.phone }))).toContain(
        'refused',
      );

    expect(await service.check({ ...mail, customer: luis.id })).toMatchObject({ allowed: true });
    await service.know({ ...luis.record, version: 2, consents: [yes(), no()] });
    for (const channel of ['call_centre', 'email'])
      expect(reasonsOf(await service.check({ ...call, channel, customer: luis.id }))).toEqual(['consent-withdrawn']);
  });

  it('is not given to who objects, but for what needs no permission, which counts all the same', async () => {
    await service.setRules([week, { id: 'contract', classes: ['service'], needs: 'none', hours: 'any' }]);
    const ana = await known();
    const serving = { ...call, purpose: 'service', class: 'service', customer: ana.id };
    await service.report({ ...call, customer: ana.id, objection: true });
    expect(reasonsOf(await service.check({ ...mail, customer: ana.id }))).toEqual(['objected']);
    expect(await service.check(serving)).toMatchObject({ allowed: true });
    await service.report({ ...serving, outcome: 'reached' });
    expect(await service.check({ ...mail, customer: ana.id })).toMatchObject({ budgets: [{ used: 2 }] });
  });

  it('is not given at a contact point that is not known as hers: nobody asks for a stranger', async () => {
    const [ana, luis] = [await known(), await known()];
    const strange = { kind: 'phone', value: '+34699999901' };
    const at = (contactPoint: object) => service.check({ ...call, customer: ana.id, contactPoint });
    expect(reasonsOf(await at(luis.phone))).toEqual(['contact-point-of-another']);
    expect(reasonsOf(await at(strange))).toEqual(['unknown-contact-point']);
    // Dissociated: from then on the number is somebody's of whom nothing else is known.
    const stranger = { ...somebody({ consents: [] }).record };
    const own = {
      ...stranger,
      id: idOf(ana.phone),
      subjects: [idOf(ana.phone)],
      identifiers: [{ ...held(ana.phone) }],
    };
    const left = ana.record.identifiers.filter(({ kind }) => kind !== 'phone');
    const subjects = left.map(({ subject }) => subject);
    await service.know({ ...ana.record, version: 2, identifiers: left, subjects }, { ...own, version: 3 });
    expect(reasonsOf(await at(ana.phone))).toEqual(['contact-point-of-another']);
    expect(reasonsOf(await service.check({ ...call, customer: ana.id }))).toEqual(['no-contact-point']);
    expect(reasonsOf(await service.check({ ...call, identifier: ana.phone }))).toEqual(['no-consent']);
  });

  it('is told with the condition under which it is given, where a law wants a number to be called from', async () => {
    await service.setRules([week, { id: 'prefix', callerPrefix: '809' }]);
    const ana = await known();
    expect(await service.check({ ...call, customer: ana.id })).toMatchObject({
      allowed: true,
      conditions: [{ rule: 'prefix', callerPrefix: '809' }],
    });
    const wrong = await service.check({ ...call, customer: ana.id, from: '+56 9 1234 5678' });
    expect(wrong.reasons).toEqual([{ reason: 'caller-prefix', rule: 'prefix' }]);
    const right = await service.check({ ...call, customer: ana.id, from: '+56 809 123 456' });
    expect(right.allowed).toBe(true);
    expect(right).not.toHaveProperty('conditions');
  });

  it('is noted as a read of the customer where it tells a contact point that was not named', async () => {
    const [ana, luis] = [await known(), await known()];
    const reads = async () => (await service.hilo.log.endOffsets(topics.reads.name)).reduce((sum, end) => sum + end, 0);
    const before = await reads();
    await service.checkAll([
      { ...call, identifier: ana.phone },
      { ...call, customer: ana.id, contactPoint: ana.phone },
      { ...call, customer: idOf({ kind: 'nobody', value: '1' }) },
    ]);
    expect(await reads()).toBe(before);
    await service.checkAll([ana, ana, luis].map(({ customerNumber }) => ({ ...call, identifier: customerNumber })));
    expect(await reads()).toBe(before + 2);
  });

  it('is refused with the field that is wrong', async () => {
    const far = new Date(Date.now() + 40 * dayMs).toISOString();
    const wrong: [object, string][] = [
      [{ ...call }, 'contactPoint'],
      [{ ...call, customer: idOf({ kind: 'a', value: 'b' }), identifier: { kind: 'a', value: 'b' } }, 'identifier'],
      [{ ...call, customer: idOf({ kind: 'a', value: 'b' }), at: far }, 'at'],
      [{ ...call, customer: idOf({ kind: 'a', value: 'b' }), at: '2020-01-01T00:00:00Z' }, 'at'],
      [{ ...call, customer: idOf({ kind: 'a', value: 'b' }), from: 'nobody' }, 'from'],
    ];
    for (const [body, path] of wrong) {
      const response = await service.ask('POST', '/v1/contact-permissions/check', body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ errors: [{ path }] });
      const many = await service.ask('POST', '/v1/contact-permissions/check', [body]);
      expect(await many.json()).toMatchObject({ status: 400, errors: [{ path: `0.${path}` }] });
    }
  });

  it('is answered for a thousand at once, each in its place, and none spoils another', async () => {
    const crowd = Array.from({ length: 200 }, () => somebody());
    await service.know(...crowd.map(({ record }) => record));
    const asked = Array.from({ length: 1000 }, (_, n) => {
      const one = crowd[n % 200];
      return n % 5 === 4
        ? { ...call, identifier: { kind: 'customer_number', value: `nobody-${n}` } }
        : { ...call, customer: one?.id };
    });
    const answers = await service.checkAll(asked);
    expect(answers).toHaveLength(1000);
    for (const [n, answer] of answers.entries()) {
      expect(reasonsOf(answer)).toEqual(n % 5 === 4 ? ['unknown-customer'] : []);
      expect(answer.customer).toBe(n % 5 === 4 ? undefined : crowd[n % 200]?.id);
    }
  });
});

const held = (one: { kind: string; value: string }) => ({
  ...one,
  subject: idOf(one),
  firstSeenAt: '2026-01-01T00:00:00Z',
  status: 'linked',
});

describe('whom nobody knows', () => {
  it('is not to be contacted, unless the policy says otherwise; what the contact point has to say counts always', async () => {
    const [one, other] = [somebody().phone, somebody().phone];
    expect(await service.check({ ...call, identifier: one })).toMatchObject({
      allowed: false,
      reasons: [{ reason: 'unknown-customer', rule: 'hilo.unknown-customer' }, { reason: 'no-consent' }],
      contactPoint: one,
    });
    await service.setRules([{ ...week, needs: 'opt-out' }], { unknownCustomers: 'judge' });
    expect(await service.check({ ...call, identifier: one })).toMatchObject({ allowed: true, budgets: [{ used: 0 }] });
    await service.report({ ...call, identifier: one, outcome: 'no_answer' });
    await service.report({ ...call, identifier: one, outcome: 'busy' });
    await service.report({ ...call, identifier: other, outcome: 'refused' });
    expect(reasonsOf(await service.check({ ...call, identifier: one }))).toEqual(['contact-pressure']);
    expect(reasonsOf(await service.check({ ...call, identifier: other }))).toEqual(['refused']);
    await service.setRules([{ ...week, needs: 'opt-out' }]);
    expect(reasonsOf(await service.check({ ...call, identifier: other }))).toEqual(['unknown-customer', 'refused']);
    expect(reasonsOf(await service.check({ ...call, identifier: { kind: 'loyalty_id', value: 'L-0' } }))).toEqual([
      'unknown-customer',
    ]);
  });
});

describe('a contact point that several have', () => {
  /** Three who share a number, as identity-resolution tells it: it is everybody's, and a record of its own that is nobody's. */
  const household = async () => {
    const number = { ...somebody().phone };
    const shared = { ...number, status: 'shared' };
    const members = [somebody(), somebody()].map((one) => ({
      ...one,
      record: {
        ...one.record,
        identifiers: [...one.record.identifiers, { ...held(number), status: 'shared' }],
      },
    }));
    const itself = somebody({ identifiers: [shared], ambiguous: true });
    await service.know(...members.map(({ record }) => record), { ...itself.record, subjects: [idOf(number)] });
    const [ana, luis] = members;
    if (ana === undefined || luis === undefined) throw new Error('nobody lives there');
    return { number, ana, luis };
  };
  const at = (one: { id: string }, contactPoint: object) => service.check({ ...call, customer: one.id, contactPoint });

  it('may be used for one of them', async () => {
    const { number, ana } = await household();
    expect(await at(ana, number)).toMatchObject({ allowed: true, contactPoint: number });
  });

  it('has the refusals of all of them, wherever they said so', async () => {
    const { number, ana, luis } = await household();
    await service.report({ ...mail, customer: luis.id, outcome: 'refused' });
    expect(reasonsOf(await at(ana, number))).toEqual(['refused']);
    expect(reasonsOf(await at(ana, ana.phone))).toEqual([]);
  });

  it('has what one of them withdrew', async () => {
    const { number, ana, luis } = await household();
    await service.know({ ...luis.record, version: 2, consents: [yes(), no()] });
    expect(reasonsOf(await at(ana, number))).toEqual(['consent-withdrawn']);
    await service.know({ ...luis.record, version: 3, consents: [] });
    expect(reasonsOf(await at(ana, number))).toEqual([]);
  });

  it('has the contacts of all of them', async () => {
    const { number, ana, luis } = await household();
    await service.report({ ...mail, customer: luis.id, outcome: 'delivered' });
    await service.report({ ...call, customer: luis.id, outcome: 'no_answer' });
    expect(reasonsOf(await at(ana, number))).toEqual(['contact-pressure']);
    expect(reasonsOf(await at(ana, ana.phone))).toEqual([]);
  });

  it('is not used by consent where nobody says for whom', async () => {
    const { number } = await household();
    expect(reasonsOf(await service.check({ ...call, identifier: number }))).toEqual(['ambiguous-customer']);
    await service.setRules([{ ...week, needs: 'opt-out' }]);
    expect(reasonsOf(await service.check({ ...call, identifier: number }))).toEqual([]);
  });

  it('is called as often as one is, however many live there', async () => {
    const { number, ana, luis } = await household();
    const answers = await service.checkAll(
      [ana, luis, ana, luis].map((one) => ({ ...call, customer: one.id, contactPoint: number, reserve: true })),
    );
    expect(answers.map(({ allowed }) => allowed)).toEqual([true, true, false, false]);
  });
});

describe('a telephone of a household, of which whoever came first has the record', () => {
  /** As identity-resolution tells it: two with a number of customer each, and one telephone. */
  const household = async (reason: string) => {
    const ana = await known();
    const luis = somebody({ identifiers: [{ kind: 'customer_number', value: `H-${ana.customerNumber.value}` }] });
    const [own] = luis.record.identifiers;
    const conflict = { between: [own, ana.phone], reason, firstSeenAt: '2026-01-01T00:00:00Z' };
    await service.know({ ...luis.record, conflicts: [conflict] });
    return { ana, luis };
  };

  it('is not somebody else’s for the others, each of whom may be called there, within what the cap leaves', async () => {
    await service.setRules([{ ...week, caps: [{ max: 1, windowHours: 168 }] }]);
    const { ana, luis } = await household('max-per-customer');
    const ask = { ...call, customer: luis.id, contactPoint: ana.phone };
    expect(reasonsOf(await service.check(ask))).toEqual([]);
    expect(await service.check({ ...ask, reserve: true, id: 'h-1' })).toMatchObject({ allowed: true });
    expect(reasonsOf(await service.check({ ...call, customer: ana.id }))).toEqual(['contact-pressure']);
  });

  it('has the brakes of all of them', async () => {
    const { ana, luis } = await household('max-per-customer');
    await service.report({ ...call, customer: luis.id, contactPoint: ana.phone, outcome: 'refused' });
    expect(reasonsOf(await service.check({ ...call, customer: ana.id }))).toContain('refused');
    expect(reasonsOf(await service.check({ ...call, customer: luis.id, contactPoint: ana.phone }))).toContain(
      'refused',
    );
  });

  it('is somebody else’s where it was said so', async () => {
    const { ana, luis } = await household('dissociated');
    const ask = { ...call, customer: luis.id, contactPoint: ana.phone };
    expect(reasonsOf(await service.check(ask))).toEqual(['contact-point-of-another']);
  });
});
