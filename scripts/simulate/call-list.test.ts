import { expect, it } from 'vitest';
import { loadContactPolicy } from '../../services/survey-trigger/config.ts';
import { decidePermission } from '../../services/survey-trigger/domain/permission.ts';
import { compilePolicy } from '../../services/survey-trigger/domain/policy/compiled.ts';
import { customer, hourMs } from '../../services/survey-trigger/test/asking.ts';
import { callList } from './call-list.ts';

const policy = compilePolicy(1, loadContactPolicy());

/** How many of the list may be contacted at this moment, if nobody has contacted them before. */
const permittedAt = (now: number): number =>
  callList().filter(({ persona: { email, phone, home }, channel }) => {
    const contactPoint = channel === 'email' ? { kind: 'email', value: email } : { kind: 'phone', value: phone };
    const record = customer({ email, phone, timeZone: home.timeZone, address: { country: home.country } });
    const profile = {
      ...record,
      consents: record.consents.map((consent) => ({ ...consent, purpose: 'marketing' })),
    };
    const question = { channel, purpose: 'marketing', class: 'commercial' as const, from: undefined, at: now, now };
    const concerned = [{ profile, contacts: [], isAsked: true }];
    const registers = { asOf: new Map(), listings: new Map() };
    const known = { contactPoint, concerned, doubts: [], registers, isStale: false };
    return decidePermission(question, known, policy).reasons.length === 0;
  }).length;

it('has somebody who may be contacted at any hour of any day by the policy that is shipped, and never everybody', () => {
  for (const day of ['2026-03-29', '2026-06-14', '2026-07-07', '2026-11-30', '2026-12-25'])
    for (let hour = 0; hour < 24; hour += 1) {
      const permitted = permittedAt(Date.parse(`${day}T00:00:00Z`) + hour * hourMs);
      expect(permitted).toBeGreaterThan(0);
      expect(permitted).toBeLessThan(callList().length);
    }
});

it('has each story once', () => {
  const stories = callList().flatMap(({ story }) => story ?? []);
  expect(stories.toSorted()).toEqual(['called-too-often', 'never-asked', 'said-no', 'strangers-number']);
});
