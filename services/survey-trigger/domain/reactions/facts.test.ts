import { ResolvedInteraction } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { loadCaseRules, loadReactionRules } from '../../config.ts';
import { email, happened, hour, message, minute, timestamp } from '../../test/messages.ts';
import { compileReactions } from './compiled-reactions.ts';
import { decidedAt, factsOf, isPast } from './facts.ts';
import { faultsOfReactions } from './faults-of-reactions.ts';
import { ReactionRules } from './reaction-rules.ts';

const rulesOf = (...rules: object[]) => compileReactions(1, ReactionRules.parse({ rules }));
const saidOf = (more: object, fields: object = {}) =>
  ResolvedInteraction.parse(message('i-1', { channel: 'web', identifiers: [email('ana')], ...more }, fields));

const basket = {
  ...{ id: 'basket', when: { kinds: ['added'] }, same: 'product.id', action: { do: 'webhook' } },
  unless: { kinds: ['bought'], same: 'items.*.sku', withinMinutes: 60, settleMinutes: 2 },
};
const rolesOf = (more: object) =>
  factsOf(saidOf(more), rulesOf(basket)).map(({ role, same, rule }) => [rule, role, same]);

it('begins a window of each product, and ends those of what was bought; of a purchase that names nothing, all', () => {
  expect(rolesOf({ kind: 'added', properties: { product: { id: 7 } } })).toEqual([['basket', 'start', '7']]);
  expect(rolesOf({ kind: 'added', properties: { product: {} } })).toEqual([]);
  expect(rolesOf({ kind: 'bought', properties: { items: [{ sku: 7 }, { sku: 8 }, { sku: 7 }] } })).toEqual([
    ['basket', 'end', '7'],
    ['basket', 'end', '8'],
  ]);
  expect(rolesOf({ kind: 'bought' })).toEqual([['basket', 'end', null]]);
  // "7" is not 7, as in every condition.
  expect(rolesOf({ kind: 'added', properties: { product: { id: '7' } } })).toEqual([['basket', 'start', '"7"']]);
});

it('looks at who did it and in which direction, and never at what Hilo has sent', () => {
  const rules = rulesOf({
    id: 'told',
    when: { actors: ['system'], directions: ['outbound'] },
    action: { do: 'webhook' },
  });
  const count = (more: object, source = 'gate') =>
    factsOf(saidOf({ kind: 'x', actor: 'system', direction: 'outbound', ...more }, { source }), rules).length;
  expect([count({}), count({ actor: 'employee' }), count({ direction: 'inbound' })]).toEqual([1, 0, 0]);
  expect(count({}, 'hilo/survey-trigger')).toBe(0);
  // An employee who speaks for herself is no customer; what she does for one is with the customer.
  const anybody = rulesOf({ id: 'wrote', when: { kinds: ['x'] }, action: { do: 'webhook' } });
  const heard = (more: object) => factsOf(saidOf({ kind: 'x', ...more }), anybody).length;
  expect([heard({}), heard({ actor: 'employee' }), heard({ actor: 'auditor', direction: 'outbound' })]).toEqual([
    1, 0, 0,
  ]);
  expect([heard({ actor: 'employee', direction: 'outbound' }), heard({ actor: 'system' })]).toEqual([1, 1]);
  expect(count({ properties: { leftOut: 'suspect-automation' } })).toBe(0);
});

it('is decided when what must not happen can happen no more, and what was on its way is there', () => {
  const [start] = factsOf(saidOf({ kind: 'added', properties: { product: { id: 7 } } }), rulesOf(basket));
  if (start === undefined) throw new Error('no window begins');
  expect(decidedAt(start)).toBe(happened + 62 * minute);
  // What an offline shop hands in together is heard of together.
  expect(decidedAt({ ...start, receivedAt: happened + 5 * hour })).toBe(happened + 5 * hour + 2 * minute);
});

it('is history what was a day old when it was accepted, and what is attributed anew when the log has forgotten it', () => {
  const rules = rulesOf(basket);
  const late = (hours: number) => saidOf({ kind: 'added', occurredAt: timestamp(happened - hours * hour) });
  expect([isPast(late(23), rules, happened), isPast(late(24), rules, happened)]).toEqual([false, true]);
  const again = { ...late(0), version: 2 };
  expect([isPast(again, rules, happened + hour), isPast(again, rules, happened + 8 * 24 * hour)]).toEqual([
    false,
    true,
  ]);
});

it('names what of a rule never holds, or has nothing to be the same as; and none are shipped', () => {
  const beside = { caseRules: loadCaseRules(), programmes: [] };
  const faults = (rule: object) =>
    faultsOfReactions(ReactionRules.parse({ rules: [{ ...basket, ...rule }] }), beside).map(({ path }) =>
      path.join('.'),
    );
  expect(faults({})).toEqual([]);
  expect(faults({ same: undefined })).toEqual(['rules.0.unless.same']);
  const never = [
    { path: 'amount', operator: 'greater', value: 5 },
    { path: 'amount', operator: 'less', value: 3 },
  ];
  expect(faults({ when: { properties: never } })).toEqual(['rules.0.when.properties.1']);
  expect(loadReactionRules(undefined, beside).rules).toEqual([]);
});
