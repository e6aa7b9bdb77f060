import { transaction } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ana, email, hour, luis, message, minute, record, timestamp, uuid } from './messages.ts';
import { openReacting } from './reacting.ts';

let hilo: Awaited<ReturnType<typeof openReacting>>;
beforeAll(async () => {
  hilo = await openReacting();
});
afterAll(() => hilo.close());

const monday = Date.UTC(2026, 2, 2, 10);
type Said = { subject?: string; version?: number; withdrawn?: boolean; at?: number };
const does = (id: string, kind: string, said: Said = {}, more: object = {}) =>
  message(id, { channel: 'web', kind, identifiers: [email('ana')], ...more }, { source: 'shop', at: monday, ...said });
const views = (id: string, product: string, said: Said = {}) => does(id, 'viewed', said, { properties: { product } });

const basketLeft = {
  ...{ id: 'basket-left', when: { kinds: ['added'] }, unless: { kinds: ['bought'], withinMinutes: 60 } },
  action: { do: 'case' as const, about: 'basket' },
};
const viewedOften = {
  ...{ id: 'viewed-often', when: { kinds: ['viewed'], times: 3, withinHours: 24 }, same: 'product' },
  action: { do: 'webhook' as const },
};
const due = monday + 61 * minute;

it('opens a case an hour after a basket that nothing was bought of, once however often it is told, and its clocks run from then', async () => {
  await hilo.begin([basketLeft]);
  for (let n = 0; n < 3; n += 1) await hilo.say(monday, does('a', 'added'));
  expect(await hilo.work(due - 1)).toEqual([]);
  expect(await hilo.work(due)).toEqual(['basket-left fired']);
  await hilo.say(due, does('a', 'added'));
  expect(await hilo.work(due + hour)).toEqual([]);
  const cases = await hilo.cases();
  expect(cases).toMatchObject([{ rule: 'by-reaction', about: 'basket', customer: ana, openedAt: due, state: 'open' }]);
  expect(await hilo.listed()).toMatchObject([{ state: 'fired', action: 'case', outcome: { case: cases[0]?.id } }]);
  expect(hilo.told().map(({ headers }) => headers?.ce_type)).toEqual(['hilo.case.opened']);
});

it('reacts to nothing where the purchase came in time, heard of in time, whichever is heard of first', async () => {
  await hilo.begin([basketLeft]);
  await hilo.say(due - 1, does('b', 'bought', { at: monday + 59 * minute }));
  await hilo.say(due - 1, does('a', 'added'));
  await hilo.say(
    due - 1,
    does('l', 'added', { subject: luis }),
    does('m', 'bought', { subject: luis, at: monday - 1 }),
  );
  expect(await hilo.work(due)).toEqual(['basket-left cancelled', 'basket-left fired']);
  expect(await hilo.states()).toEqual(['a cancelled', 'l fired']);
  expect((await hilo.listed()).find(({ interaction }) => interaction === 'a')?.by).toBe('b');
});

it('waits anew for what begins anew, and reacts once to the last', async () => {
  await hilo.begin([basketLeft]);
  await hilo.say(monday, does('a', 'added'), does('b', 'added', { at: monday + 30 * minute }));
  expect(await hilo.work(due)).toEqual(['basket-left renewed']);
  expect(await hilo.work(due + 30 * minute)).toEqual(['basket-left fired']);
  // One that is heard of hours late lies within what was reacted to.
  await hilo.say(due + hour, does('c', 'added', { at: monday + 80 * minute }));
  expect(await hilo.work(due + 3 * hour)).toEqual(['basket-left resting']);
  expect(await hilo.cases()).toHaveLength(1);
});

it('follows merges, splits, and what did not happen, until it is due', async () => {
  await hilo.begin([basketLeft]);
  const apart = [record(ana, 1, [email('ana')], [ana]), record(luis, 1, [email('luis')], [luis])];
  await hilo.know(monday, ...apart);
  await hilo.say(monday, does('a', 'added'), does('b', 'bought', { subject: luis, at: monday + minute }));
  await hilo.know(monday + minute, record(ana, 2, [email('ana')], [ana, luis]));
  expect(await hilo.work(due)).toEqual(['basket-left cancelled']);
  await hilo.begin([basketLeft]);
  await hilo.know(monday, record(ana, 2, [email('ana')], [ana, luis]));
  await hilo.say(monday, does('a', 'added'), does('b', 'bought', { subject: luis, at: monday + minute }));
  await hilo.know(monday + minute, record(ana, 3, [email('ana')], [ana]), record(luis, 2, [email('luis')], [luis]));
  expect(await hilo.work(due)).toEqual(['basket-left fired']);
  await hilo.begin([basketLeft]);
  await hilo.say(
    monday,
    does('a', 'added'),
    does('b', 'added', { subject: luis }),
    does('c', 'bought', { at: monday + minute }),
  );
  await hilo.say(monday, does('c', 'bought', { version: 2, withdrawn: true, at: monday + minute }));
  await hilo.say(monday, does('b', 'added', { version: 2, withdrawn: true, subject: luis }));
  expect(await hilo.work(due)).toEqual(['basket-left fired']);
  expect(await hilo.states()).toEqual(['a fired', 'b withdrawn']);
  // It happened after all, and it is decided again.
  await hilo.say(due, does('b', 'added', { version: 3, subject: luis }));
  expect(await hilo.work(due)).toEqual(['basket-left fired']);
});

it('reacts at the third look at the same product within a day, in any order, and once', async () => {
  await hilo.begin([viewedOften]);
  const at = (hours: number) => ({ at: monday + hours * hour });
  await hilo.say(monday, views('3', 'shoe', at(20)), views('x', 'hat', at(1)));
  expect(await hilo.work(monday + 20 * hour)).toEqual([]);
  await hilo.say(monday, views('1', 'shoe', at(0)), does('none', 'viewed', at(2)));
  expect(await hilo.work(monday + 20 * hour)).toEqual([]);
  await hilo.say(monday, views('2', 'shoe', at(10)));
  expect(await hilo.work(monday + 20 * hour)).toEqual(['viewed-often fired']);
  await hilo.say(monday, views('4', 'shoe', at(21)));
  expect(await hilo.work(monday + 21 * hour)).toEqual(['viewed-often resting']);
  expect((await hilo.listed()).filter(({ state }) => state === 'fired')).toMatchObject([
    { interaction: '3', same: '"shoe"' },
  ]);
});

it('counts what two did who turn out to be one', async () => {
  await hilo.begin([viewedOften]);
  await hilo.know(monday, record(ana, 1, [email('ana')], [ana]), record(luis, 1, [email('luis')], [luis]));
  await hilo.say(monday, views('1', 'shoe'), views('2', 'shoe', { at: monday + hour }));
  await hilo.say(monday, views('3', 'shoe', { subject: luis, at: monday + 2 * hour }));
  expect(await hilo.work(monday + 2 * hour)).toEqual([]);
  await hilo.know(monday + 3 * hour, record(ana, 2, [email('ana')], [ana, luis]));
  expect(await hilo.work(monday + 3 * hour)).toEqual(['viewed-often fired']);
});

it('reacts to the latest gate alone, and to nobody whom it is not for', async () => {
  const gate = {
    ...{ id: 'gate', when: { kinds: ['gate_changed'], actors: ['system' as const] }, latestOnly: true },
    of: { traits: [{ path: 'tier', operator: 'equals' as const, value: 'gold' }] },
    action: { do: 'webhook' as const },
  };
  const gold = { value: 'gold', source: 'crm', interaction: 't', at: timestamp(monday) };
  await hilo.begin([gate]);
  const changed = (id: string, said: Said) => does(id, 'gate_changed', said, { actor: 'system' });
  await hilo.know(monday, { ...record(ana, 1, [email('ana')], [ana]), traits: { tier: gold } });
  await hilo.say(monday, changed('c', { at: monday + minute }), changed('b', {}), changed('l', { subject: luis }));
  expect(await hilo.work(monday + minute)).toEqual(['gate fired', 'gate overtaken', 'gate withheld']);
  expect(await hilo.states()).toEqual(['b overtaken', 'c fired', 'l withheld']);
});

it('asks by the programmes that name it, each customer once, as after any interaction', async () => {
  const asked = {
    id: 'asked',
    when: { kinds: ['called'], outcomes: ['failed' as const], times: 2 },
    action: { do: 'survey' as const },
  };
  await hilo.begin([asked]);
  const failed = (id: string, at: number) => does(id, 'called', { at }, { channel: 'call_centre', outcome: 'failed' });
  await hilo.say(monday, failed('1', monday), failed('2', monday + hour), failed('3', monday + 2 * hour));
  expect(await hilo.work(monday + 2 * hour)).toEqual(['asked fired', 'asked resting']);
  const { rows } = await hilo.pool.query('SELECT id, programme, interaction, state, due_at AS at FROM invitations');
  const due = { programme: 'after-a-reaction', interaction: '2', state: 'pending', at: new Date(monday + 2 * hour) };
  expect(rows).toMatchObject([due]);
  expect(await hilo.listed()).toMatchObject([{}, { state: 'fired', outcome: { invitations: [rows[0]?.id] } }, {}]);
});

it('is set off by no history, no rebuild, nothing of its own, and by nothing that may be a machine', async () => {
  await hilo.begin([basketLeft]);
  await hilo.sayAgain(monday, does('again', 'added'));
  const old = does('old', 'added');
  await hilo.say(monday, { ...old, interaction: { ...old.interaction, occurredAt: timestamp(monday - 25 * hour) } });
  await hilo.say(monday, does('robot', 'added', {}, { properties: { leftOut: 'suspect-automation' } }));
  const sent = does('sent', 'added', {}, { direction: 'outbound' });
  await hilo.say(monday, { ...sent, interaction: { ...sent.interaction, source: 'hilo/survey-trigger' } });
  expect(await hilo.listed()).toEqual([]);
  // What nobody could react to in time is not reacted to.
  await hilo.say(monday, does('late', 'added'));
  expect(await hilo.work(due + 25 * hour)).toEqual(['basket-left withheld']);
});

it('leaves nothing of whom is erased, and passes over whom somebody else has at this moment', async () => {
  await hilo.begin([basketLeft, viewedOften]);
  await hilo.know(monday, record(ana, 1, [email('ana')], [ana]), record(luis, 1, [email('luis')], [luis]));
  await hilo.say(
    monday,
    does('a', 'added'),
    does('b', 'bought', { at: monday + 2 * hour }),
    does('l', 'added', { subject: luis }),
  );
  await transaction(hilo.pool, async (tx) => {
    await tx.query({ text: `SELECT FROM customers WHERE id = '${luis}' FOR UPDATE` } as never);
    expect(await hilo.work(due)).toEqual(['basket-left fired']);
  });
  expect(await hilo.work(due + 1001)).toEqual(['basket-left fired']);
  await hilo.erase({ id: uuid(99), at: timestamp(due + 2 * hour), subjects: [ana], customers: [], names: [] });
  expect(await hilo.states()).toEqual(['l fired']);
  const { rows } = await hilo.pool.query('SELECT count(*)::int AS n FROM reaction_ends');
  expect(rows).toEqual([{ n: 0 }]);
});
