import { expect, it } from 'vitest';
import { contact, customer, dayMs, policyOf, ruleOf } from '../test/asking.ts';
import { type AskedContact, judgeContact, reasonsAt } from './contact-option.ts';
import { placeEvidenceOf } from './profile.ts';

const contactPoint = { kind: 'phone', value: '+34600000001' };
const night = Date.parse('2026-03-10T22:00:00Z');

const policy = policyOf({
  packs: [],
  rules: [
    ruleOf({
      id: 'sales',
      classes: ['commercial'],
      hours: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '20:00' }],
      caps: [{ max: 1, windowHours: 24 }],
      rest: { afterRefusal: 30 },
    }),
    ruleOf({ id: 'service', classes: ['service'], needs: 'none', hours: 'any' }),
  ],
});

const call = (fields: Partial<AskedContact>): AskedContact => ({
  option: { channel: 'call_centre', contactPoint, consent: undefined },
  class: 'commercial',
  evidence: placeEvidenceOf(customer({ phone: contactPoint.value, timeZone: 'Europe/Madrid' }), { answered: [] }),
  contacts: [contact({ at: night - 60_000, class: 'service', outcome: 'refused', contactPoint })],
  ownRests: [],
  firstAt: night,
  deadline: night + 14 * dayMs,
  ...fields,
});

it('tells every reason for which somebody is not to be called now, each with its rule and its end', () => {
  expect(reasonsAt(call({}), policy, night)).toEqual([
    { reason: 'no-consent', rule: 'hilo.consent' },
    { reason: 'contact-pressure', rule: 'sales', until: night - 60_000 + dayMs },
    { reason: 'refused', rule: 'sales', until: night - 60_000 + 30 * dayMs },
    { reason: 'outside-hours', rule: 'sales', until: Date.parse('2026-03-11T08:00:00Z') },
  ]);
});

it('judges a contact by the rules of its own class', () => {
  expect(reasonsAt(call({ class: 'service' }), policy, night)).toEqual([]);
  expect(judgeContact(call({ class: 'service' }), policy, night)).toEqual({ at: night, reasons: [] });
  expect(judgeContact(call({}), policy, night)).not.toHaveProperty('at');
});
