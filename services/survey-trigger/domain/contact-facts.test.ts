import type { ResolvedInteraction } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { ana, call, email, happened, message, minute, phone, timestamp } from '../test/messages.ts';
import { contactFactOf, fittingContactPoint, invitedFact } from './contact-facts.ts';
import { contactsOf } from './contact-ledger.ts';
import { ContactReport, factOfReport, reportedInteraction } from './contact-report.ts';
import { contactInWords } from './contact-words.ts';

const placeOf = ({ kind, value }: { kind: string; value: string }): string => `${kind}:${value}`;
const resolvedOf = (told: object): ResolvedInteraction => JSON.parse(JSON.stringify(told));
const factIn = (told: object) => contactFactOf(resolvedOf(told), placeOf);

it.each([
  ['call_centre', [email('ana'), phone(1)], phone(1)],
  ['ivr', [email('ana'), phone(1)], phone(1)],
  ['sms', [phone(1), phone(2)], phone(1)],
  ['whatsapp', [phone(1), { kind: 'whatsapp', value: '+1' }], { kind: 'whatsapp', value: '+1' }],
  ['email', [phone(1), email('ana')], email('ana')],
  ['post', [{ kind: 'customer_number', value: 'C-1' }, phone(1)], { kind: 'customer_number', value: 'C-1' }],
])('somebody is contacted by %s at the likeliest of the identifiers', (channel, identifiers, contactPoint) => {
  expect(fittingContactPoint(channel, identifiers)).toEqual(contactPoint);
});

it('a contact point has the spelling of identity-resolution, where that has told one of it', () => {
  const mail = { channel: 'email', direction: 'outbound', identifiers: [{ kind: 'email', value: ' Ana@Example.ORG' }] };
  expect(factIn(message('1', mail))).toMatchObject({ place: 'email:ana@example.org' });
  const toTwo = { ...mail, identifiers: [{ kind: 'email', value: 'other@example.org' }, email('ana')] };
  expect(factIn(message('1', toTwo))).toMatchObject({ place: 'email:other@example.org' });
});

it.each([
  ['inbound', 'reached', undefined],
  ['internal', undefined, undefined],
  ['inbound', 'refused', 'refusal'],
  ['inbound', 'wrong_person', 'wrong-person'],
])('an interaction that is %s and ended as %s says of contacting: %s', (direction, outcome, brake) => {
  expect(factIn(call('1', {}, { direction, ...(outcome && { outcome }) }))?.brake).toBe(brake);
});

const report = {
  id: 'call-7',
  contactPoint: phone(1),
  identifier: { kind: 'customer_number', value: 'C-1' },
  reservation: '00000000-0000-8000-8000-000000000001',
  channel: 'call_centre',
  purpose: 'offer',
  class: 'commercial',
  startedAt: timestamp(happened),
  endedAt: timestamp(happened + minute),
  outcome: 'refused',
  objection: true,
  weight: 2,
} as const;
const heard = {
  report: ContactReport.parse(report),
  id: 'call-7',
  source: 'crm',
  heardAt: happened + 2 * minute,
  identifiers: [report.identifier, report.contactPoint],
  contactPoint: report.contactPoint,
  subject: undefined,
};

it('a report and the interaction that it becomes say the same, and are one contact, whichever of them is known', () => {
  const told = factOfReport(heard, placeOf);
  const back = factIn({
    ...call('x', {}),
    interaction: { ...reportedInteraction(heard), source: 'hilo/survey-trigger' },
  });
  if (back === undefined) throw new Error('the interaction of a report is no contact');
  const [alone, both, one] = [[told], [told, back], [back]].map((facts) => contactsOf(facts));
  const same = {
    place: 'phone:+34600000001',
    class: 'commercial',
    purpose: 'offer',
    outcome: 'refused',
    weight: 2,
    at: happened,
  };
  for (const ledger of [alone, both, one]) expect(ledger).toMatchObject([{ ...same, endedAt: happened + minute }]);
  expect(both).toMatchObject([{ subject: ana, tellers: [{ teller: 'interaction' }, { teller: 'report' }] }]);
  expect([told.brake, back.brake]).toEqual(['objection', 'objection']);
});

it('a message to an address is a contact at that address, though the thread knows the customer by an account alone', () => {
  const asked = { id: 'i-1', subject: ana, channel: 'email', contactPoint: email('ana'), touchpoint: 'stay' } as const;
  const told = invitedFact({ ...asked, at: happened }, placeOf);
  const back = factIn({
    ...call('invited:i-1', {}),
    interaction: {
      ...call('invited:i-1', {}).interaction,
      source: 'hilo/survey-trigger',
      channel: 'email',
      kind: 'invited',
      direction: 'outbound',
      identifiers: [{ kind: 'customer_number', value: 'C-1' }],
      properties: { invitation: 'i-1' },
    },
  });
  if (back === undefined) throw new Error('the interaction of an invitation is no contact');
  for (const facts of [
    [told, back],
    [back, told],
  ])
    expect(contactsOf(facts)).toMatchObject([
      { place: placeOf(email('ana')), contactPoint: email('ana'), at: back.at },
    ]);
});

it('says of a contact in words who made it, when, about what, how it ended and by how many it was told', () => {
  const contact = {
    at: happened,
    channel: 'call_centre',
    direction: 'outbound',
    purpose: 'offer',
    class: 'commercial',
    outcome: 'no_answer',
    source: 'crm',
    rule: 'within-5-minutes' as const,
    tellers: [{}, {}],
    reservedAt: null,
    startedAt: happened,
  };
  expect(contactInWords(contact)).toBe(
    'Contacted by call_centre about offer (commercial) on 2026-03-01T10:00:00.000Z: not answered, says crm; 2 told of it, within five minutes of each other.',
  );
  expect(contactInWords({ ...contact, startedAt: null, reservedAt: happened, outcome: null, rule: 'alone' })).toBe(
    'A contact is reserved by call_centre about offer (commercial) on 2026-03-01T10:00:00.000Z, says crm.',
  );
});
