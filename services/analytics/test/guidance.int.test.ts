import { transaction } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { QueryAnswer } from '../domain/metrics.ts';
import { erase } from '../erase.ts';
import { type Started, startAnalytics } from './started.ts';
import { recordOf, resolvedOf, tellAnalytics, uuidOf } from './telling.ts';

let analytics: Started;
beforeAll(async () => {
  analytics = await startAnalytics({ HILO_TIME_ZONE: 'Europe/Madrid' });
});
afterAll(() => analytics.stop());

const hour = 3_600_000;
const minute = 60_000;
const first = Date.UTC(2026, 2, 10, 9);
const text = (at: number) => new Date(at).toISOString();
const cards = ['flight-delayed', 'bag-lost'] as const;
const customers = 9;

/** Sixty cards of all kinds: read in one of their roles, in both, or by nobody, and of help or not. */
const some = Array.from({ length: 60 }, (_, n) => {
  const pushedAt = first + n * 7 * hour;
  const use = (role: string, reads: number) => ({
    role,
    reads,
    ...(reads > 0 && { firstReadAt: text(pushedAt + (n + 1) * 11_000 * (role === 'crew' ? 2 : 1)) }),
    notHelpful: n % 6 === 0 ? reads : n % 13 === 0 ? 1 : 0,
  });
  const hasEnded = n % 4 !== 0;
  return {
    ...{ id: uuidOf(1000 + n), revision: 5, state: 'read', status: hasEnded ? 'ended' : 'open' },
    ...{ card: cards[n % 2], cardVersion: 1, subject: uuidOf(1 + (n % customers)), customer: uuidOf(1) },
    ...{ interaction: { source: 'ops', id: `began-${n}`, version: 1 }, beganAt: text(pushedAt - minute) },
    ...{ endsAt: text(pushedAt + 10_000 * hour), pushedAt: text(pushedAt), at: text(pushedAt) },
    ...(hasEnded && { endedAt: text(pushedAt + hour), endedBy: ['interaction', 'time', 'withdrawn'][n % 3] }),
    ...(!hasEnded && {
      wordings: { en: { title: `Title ${n}`, text: 'Say it.' }, 'es-ES': { title: `Título ${n}`, text: 'Dígalo.' } },
    }),
    uses: [use('gate-agent', n % 3), ...(n % 2 === 0 ? [use('crew', n % 5 === 0 ? 2 : 0)] : [])],
  };
});

const ask = async (question: object, query = ''): Promise<QueryAnswer> => {
  const { status, text: answer } = await analytics.ask({ from: '2026-03-01', to: '2026-04-30', ...question }, query);
  expect([status, answer.slice(0, 500)]).toEqual([200, expect.any(String)]);
  return QueryAnswer.parse(JSON.parse(answer));
};
const sql = async (query: string) => (await analytics.pool.query<Record<string, string>>(query)).rows;
/** A row for each role of each card, by plain SQL over what lies in the table. */
const used = `(SELECT g.*, u->>'role' AS role, (u->>'reads')::int AS reads, (u->>'notHelpful')::int AS unhelpful,
  extract(epoch FROM (u->>'firstReadAt')::timestamptz - g.pushed_at) AS seconds FROM guidance g, jsonb_array_elements(g.uses) AS u) AS used`;

it('says of cards what plain SQL says of them, told in whichever order, and again', async () => {
  const earlier = some.map((one) => ({
    ...one,
    revision: 1,
    state: 'pushed',
    status: 'open',
    card: 'nothing',
    uses: [],
  }));
  await tellAnalytics(analytics.pool, 'guidance', [...some.slice(30), ...earlier, ...some.slice(0, 30)]);
  await tellAnalytics(analytics.pool, 'guidance', [...earlier, ...some.toReversed()]);
  const [all] = await sql(`SELECT count(*) AS n, count(*) FILTER (WHERE status = 'open') AS shown FROM guidance`);
  const [ofRoles] =
    await sql(`SELECT count(*) AS n, 100.0 * count(*) FILTER (WHERE reads > 0) / count(*) AS coverage, sum(reads) AS reads,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median, count(seconds) AS read,
      100.0 * count(*) FILTER (WHERE unhelpful > 0) / count(*) FILTER (WHERE reads > 0 OR unhelpful > 0) AS unhelpful,
      count(*) FILTER (WHERE reads > 0 OR unhelpful > 0) AS used FROM ${used}`);
  const value = async (metric: string) => (await ask({ metric })).rows[0];
  expect(await value('guidance')).toMatchObject({
    value: Number(all?.n),
    n: Number(all?.n),
    shown: Number(all?.shown),
  });
  const coverage = await value('guidance-coverage');
  expect(coverage?.value).toBeCloseTo(Number(ofRoles?.coverage), 1);
  expect(coverage).toMatchObject({ n: Number(ofRoles?.n), reads: Number(ofRoles?.reads) });
  const time = await value('guidance-read-time');
  expect(time?.value).toBeCloseTo(Number(ofRoles?.median), 1);
  expect(time?.n).toBe(Number(ofRoles?.read));
  const unhelpful = await value('guidance-not-helpful');
  expect(unhelpful?.value).toBeCloseTo(Number(ofRoles?.unhelpful), 1);
  expect(unhelpful?.n).toBe(Number(ofRoles?.used));
  expect([all?.n, ofRoles?.n].map(Number)).toEqual([60, 90]);
});

it('groups and filters them by card and role, and counts a card that is for two of them once in all', async () => {
  for (const by of ['card', 'role']) {
    const rows =
      await sql(`SELECT ${by} AS name, count(*) AS n, 100.0 * count(*) FILTER (WHERE reads > 0) / count(*) AS coverage
      FROM ${used} GROUP BY ${by} ORDER BY ${by} COLLATE "C"`);
    const answer = await ask({ metric: 'guidance-coverage', groupBy: [by] });
    expect(answer.rows.map(({ group, n, value }) => [group[by], n, Math.round(Number(value))])).toEqual(
      rows.map(({ name, n, coverage }) => [name, Number(n), Math.round(Number(coverage))]),
    );
  }
  const byRole = await ask({ metric: 'guidance', groupBy: ['role'] });
  expect([byRole.additive, byRole.total?.value]).toEqual([false, 60]);
  expect(byRole.rows.map(({ group, value }) => [group.role, value])).toEqual([
    ['crew', 30],
    ['gate-agent', 60],
  ]);
  const both = await ask({ metric: 'guidance', filters: { role: ['crew', 'gate-agent'], card: 'flight-delayed' } });
  expect(both.rows[0]?.value).toBe(30);
  expect((await ask({ metric: 'guidance', filters: { card: 'none-such' } })).hints?.join()).toContain('none-such');
  const refused = await analytics.ask({ metric: 'nps', groupBy: ['card'] });
  expect([refused.status, JSON.parse(refused.text).errors[0].message]).toEqual([
    400,
    expect.stringContaining('is only of what the front line is told'),
  ]);
  expect((await ask({ metric: 'guidance' }, '?explain=true')).explain?.leftOut).toEqual([]);
});

it('compares what customers answered where the card was read with where it was not, as plain SQL does', async () => {
  await tellAnalytics(
    analytics.pool,
    'resolved',
    some.flatMap(({ subject, pushedAt }, n) => [
      // Of two answers the first counts; one that is too late does not.
      ...[hour, 2 * hour].map((later) => ({
        ...resolvedOf({
          id: `answer-${n}-${later}`,
          occurredAt: text(Date.parse(pushedAt) + later),
          answers: [{ question: 'likelihood_to_recommend', scale: 'nps', value: (n * 7 + later / hour) % 11 }],
        }),
        ...{ subject, customer: subject },
      })),
    ]),
  );
  // Two of the nine are one customer.
  await tellAnalytics(analytics.pool, 'customers', [recordOf(1, 1, [1, 2])]);
  const answered = (
    isByRole: boolean,
  ) => `SELECT ${isByRole ? 'u.reads > 0' : `EXISTS (SELECT FROM ${used} WHERE used.id = u.id AND used.reads > 0)`} AS read,
      (SELECT a.value FROM answers a JOIN words w ON w.word = a.source JOIN facts f ON f.source = w.no AND f.id = a.id JOIN subjects s ON s.no = f.subject
        WHERE a.scale = 'nps' AND (CASE WHEN s.id = '${uuidOf(2)}' THEN '${uuidOf(1)}' ELSE s.id END) = (CASE WHEN u.subject = '${uuidOf(2)}' THEN '${uuidOf(1)}' ELSE u.subject END)
          AND a.occurred_at >= u.pushed_at AND a.occurred_at < u.pushed_at + interval '1 day' ORDER BY a.occurred_at LIMIT 1) AS value
    FROM ${isByRole ? used.replace('AS used', 'AS u') : 'guidance AS u'} ${isByRole ? "WHERE role = 'crew'" : ''}`;
  for (const isByRole of [false, true]) {
    const [plain] = await sql(
      `SELECT count(value) AS n, ${['read', 'NOT read']
        .map(
          (
            which,
            n,
          ) => `100.0 * (count(*) FILTER (WHERE value >= 9 AND ${which}) - count(*) FILTER (WHERE value <= 6 AND ${which}))
        / count(value) FILTER (WHERE ${which}) AS ${n === 0 ? 'read' : 'unread'}`,
        )
        .join(', ')} FROM (${answered(isByRole)}) AS a`,
    );
    const question = {
      metric: 'guidance-effect',
      of: 'nps',
      withinDays: 1,
      ...(isByRole && { filters: { role: 'crew' } }),
    };
    const effect = (await ask(question)).rows[0];
    expect(effect?.n).toBe(Number(plain?.n));
    expect(effect?.value).toBeCloseTo(Number(plain?.read) - Number(plain?.unread), 0);
    expect(effect?.read).toMatchObject({ value: expect.closeTo(Number(plain?.read), 0) });
    expect(Number(effect?.low)).toBeLessThan(Number(effect?.value));
  }
});

const brief = async (customer: number, query = ''): Promise<{ title: string; card: string; language: string }[]> => {
  const { status, text: answer } = await analytics.get(`/v1/customers/${uuidOf(customer)}/briefing?${query}`);
  expect([status, answer]).toEqual([200, expect.any(String)]);
  return JSON.parse(answer).guidance;
};

it('names in the briefing the cards that hold now, in the language of the reader or of the customer, for a role', async () => {
  const shown = some.filter(({ subject, status }) => subject === uuidOf(5) && status === 'open');
  expect(shown.length).toBeGreaterThan(0);
  await tellAnalytics(analytics.pool, 'customers', [recordOf(5, 1, [5])]);
  const cardsIn = async (query: string) => (await brief(5, query)).map(({ title, language }) => [title, language]);
  const of = (title: string, language: string) =>
    shown.toReversed().map(({ id }) => [`${title} ${Number(id.slice(-4)) - 1000}`, language]);
  expect(await cardsIn('language=en')).toEqual(of('Title', 'en'));
  expect(await cardsIn('language=es')).toEqual(of('Título', 'es-ES'));
  expect(await cardsIn('role=gate-agent')).toHaveLength(shown.length);
  expect(await cardsIn('role=cook')).toEqual([]);
  // What is over by its time is not shown, and what has ended neither.
  const [one] = shown;
  await tellAnalytics(analytics.pool, 'guidance', [
    { ...one, revision: 6, state: 'withdrawn', status: 'ended', endedAt: one?.pushedAt },
  ]);
  expect(await brief(5)).toHaveLength(shown.length - 1);
  for (const other of shown)
    await tellAnalytics(analytics.pool, 'guidance', [{ ...other, revision: 7, endsAt: text(Date.now() - 1000) }]);
  expect(await brief(5)).toEqual([]);
});

it('follows what began a situation when that is attributed anew, and forgets those of who is erased', async () => {
  const begun = (version: number, subject: number) =>
    resolvedOf({ id: 'began-8', source: 'ops', occurredAt: text(first), subject, version });
  await tellAnalytics(analytics.pool, 'customers', [recordOf(9, 1, [9]), recordOf(8, 1, [8])]);
  const of = async (customer: number) => (await brief(customer, 'language=en')).map(({ title }) => title);
  expect(await of(9)).toContain('Title 8');
  await tellAnalytics(analytics.pool, 'resolved', [begun(1, 9), begun(2, 8)]);
  await tellAnalytics(analytics.pool, 'resolved', [begun(2, 8)]);
  expect([(await of(9)).includes('Title 8'), (await of(8)).includes('Title 8')]).toEqual([false, true]);
  // Told again, also in a later revision, it is whose it is by the interaction.
  await tellAnalytics(analytics.pool, 'guidance', [{ ...some[8], revision: 8 }]);
  expect(await of(8)).toContain('Title 8');
  const erasure = { id: uuidOf(1), at: '2026-12-01T00:00:00.000Z', subjects: [uuidOf(8)], customers: [], names: [] };
  const removed = await transaction(analytics.pool, (tx) => erase(tx, erasure));
  expect(removed.guidance).toBe(some.filter(({ subject }) => subject === uuidOf(8)).length + 1);
  await tellAnalytics(analytics.pool, 'guidance', some);
  expect(await sql(`SELECT id FROM guidance WHERE subject = '${uuidOf(8)}'`)).toEqual([]);
});
