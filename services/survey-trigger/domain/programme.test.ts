import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { invitationId } from './candidate.ts';
import { Programme, Programmes } from './programme.ts';
import { asksAfter } from './trigger.ts';

const shipped = Programmes.parse(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'programmes.json'), 'utf8')));
const [programme] = shipped;

it('asks after interactions that match all that it names', () => {
  const when = { channels: ['web'], touchpoints: ['checkout'] };
  const narrow = Programme.parse({ ...programme, when });
  expect(asksAfter(narrow, { channel: 'web', touchpoint: 'checkout', kind: 'bought' })).toBe(true);
  expect(asksAfter(narrow, { channel: 'app', touchpoint: 'checkout', kind: 'bought' })).toBe(false);
  expect(asksAfter(narrow, { channel: 'web', touchpoint: 'search', kind: 'bought' })).toBe(false);
});

it.each([
  ['later than 48 hours after the touchpoint', { askWithinHours: 49 }],
  ['after its own deadline', { askAfterMinutes: 120, askWithinHours: 1 }],
  ['after everything', { when: {} }],
])('is refused if it would ask %s', (_name, wrong) => {
  expect(Programme.safeParse({ ...programme, ...wrong }).success).toBe(false);
});

it('has an id that no other programme has', () => {
  expect(Programmes.safeParse([...shipped, programme]).success).toBe(false);
});

it('asks once about an interaction, however often it hears of it', () => {
  const interaction = { source: 'shop', id: 'i-1' };
  expect(invitationId('p', interaction)).toBe(invitationId('p', { ...interaction }));
  expect(invitationId('p', interaction)).not.toBe(invitationId('q', interaction));
  expect(invitationId('p', interaction)).not.toBe(invitationId('p', { source: 'shop', id: 'i-2' }));
});
