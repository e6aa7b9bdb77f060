import { randomUUID } from 'node:crypto';
import { consumerGroups, type Topic, topics } from '@hilo/contracts';
import { newApiKey } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Started, startAll } from './started.ts';

let all: Started;
beforeAll(async () => {
  all = await startAll();
});
afterAll(async () => {
  // Whatever a later version wrote, nobody has set it aside.
  expect(await all.deadLetters()).toEqual([]);
  await all.stop();
});

const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const minutes = 60_000;
const later = { aLaterField: { of: ['anything'] } };
const heard = async (...heardOf: Topic[]): Promise<void> => {
  for (const [group, read] of Object.entries(consumerGroups))
    for (const topic of read.filter((one) => heardOf.includes(one)))
      await expect.poll(() => all.hilo.log.lag(group, topic.name), { message: `${group} ${topic.name}` }).toBe(0);
};

const lookUp = (value: string, key?: string) =>
  all.request('POST', '/v1/customers/lookup', { kind: 'email', value }, key);

/** An interaction as a later ingest writes it: a word that nobody here knows in every enumeration, and fields as well. */
const laterInteraction = (id: string, email: string) => ({
  id,
  source: 'shop',
  receivedAt: ago(4 * minutes),
  occurredAt: ago(5 * minutes),
  channel: 'hologram',
  touchpoint: 'flight.arrival',
  kind: 'arrived',
  direction: 'sideways',
  actor: 'robot',
  outcome: 'teleported',
  identifiers: [{ kind: 'email', value: email, verifiedBy: 'passkey' }],
  answers: [
    { question: 'likelihood_to_recommend', scale: 'stars', value: 5, of: 5 },
    { question: 'satisfaction', scale: 'csat', value: 4, ...later },
  ],
  consents: [
    { purpose: 'feedback', state: 'granted', channel: 'hologram', ...later },
    { purpose: 'feedback', state: 'assumed' },
  ],
  journey: { id: 'j-1', name: 'flight', ...later },
  notes: [{ path: 'x', reason: 'later-reason', message: 'later', ...later }],
  derived: ['aLaterField'],
  ...later,
});

it('puts an interaction in words of a later version on its thread, and passes on all of it', async () => {
  const interaction = laterInteraction('later-1', 'later@example.org');
  await all.tell(topics.interactions, interaction, { ...interaction, id: 'later-2', channel: 'constructor' });
  await all.tell(topics.interactions, { ...interaction, id: 'later-3', channel: 'email' });
  await heard(topics.interactions, topics.resolved, topics.customers);

  const { body: record } = await lookUp('later@example.org');
  expect(record.interactions).toMatchObject({ total: 3, byChannel: { constructor: 1, email: 1, hologram: 1 } });
  expect(Object.keys(record.interactions.byChannel)).toEqual(['constructor', 'email', 'hologram']);
  expect(record.consents).toMatchObject([
    { purpose: 'feedback', state: 'assumed' },
    { purpose: 'feedback', state: 'granted', channel: 'hologram' },
  ]);
  const resolved = (await all.read(topics.resolved.name)).map(({ value }) => JSON.parse(value ?? '').interaction);
  expect(resolved.find(({ id }) => id === 'later-1')).toEqual(interaction);

  // What became of it is heard behind what says so, which may have been told after nothing was waiting.
  await expect
    .poll(async () => (await all.request('GET', '/v1/interactions/later-1?source=shop')).body)
    .toMatchObject({ state: 'stored', content: interaction });
  const contact = 'purpose=feedback&channel=email&kind=email&value=later@example.org';
  const { body: consents } = await all.request('GET', `/v1/customers/${record.id}/consents?${contact}`);
  expect(consents.answer).toMatchObject({ lawful: false, why: 'not-understood' });
});

it('counts it under its channel, and only the answers that are understood', async () => {
  const { body } = await all.request('GET', '/v1/kpis?groupBy=channel');
  const counts = body.groups.map((one: { group: { channel: string }; interactions: number; csat?: { n: number } }) => [
    one.group.channel,
    one.interactions,
    one.csat?.n,
  ]);
  expect(counts).toEqual([
    ['constructor', 1, 1],
    ['email', 1, 1],
    ['hologram', 1, 1],
  ]);
  expect(body.groups.some((one: object) => 'nps' in one)).toBe(false);
  const { body: record } = await lookUp('later@example.org');
  const { body: timeline } = await all.request('GET', `/v1/customers/${record.id}/timeline`);
  expect(timeline.interactions.map(({ channel }: { channel: string }) => channel).sort()).toEqual([
    'constructor',
    'email',
    'hologram',
  ]);
  expect(timeline.interactions[0].answers[0]).toEqual({
    question: 'likelihood_to_recommend',
    scale: 'stars',
    value: 5,
    of: 5,
  });
});

it('asks nobody about what it does not understand, and says so', async () => {
  const invitations = async () => {
    const { body } = await all.request('GET', '/v1/invitations');
    return body.invitations.map(({ state, reason }: { state: string; reason?: string }) => [state, reason]);
  };
  await expect.poll(invitations).toEqual([
    ['withheld', 'not-understood'],
    ['withheld', 'not-understood'],
    ['withheld', 'not-understood'],
  ]);
});

it('contacts nobody by a status or a consent of a later version', async () => {
  const [subject, customer] = [randomUUID(), randomUUID()];
  const identifier = { kind: 'email', value: 'held@example.org' };
  const held = (status: string, value: string) => ({
    ...identifier,
    value,
    subject,
    status,
    firstSeenAt: ago(0),
    ...later,
  });
  const said = { purpose: 'feedback', source: 'shop', interaction: 'i', ...later };
  await all.tell(topics.customers, {
    id: customer,
    version: 1,
    updatedAt: ago(0),
    ambiguous: false,
    subjects: [subject],
    identifiers: [held('quarantined', 'held@example.org'), held('linked', 'linked@example.org')],
    traits: {},
    consents: [
      { ...said, state: 'granted', at: ago(9 * minutes) },
      {
        ...said,
        state: 'assumed',
        at: ago(8 * minutes),
        contactPoint: { ...identifier, value: 'linked@example.org', ...later },
      },
    ],
    contactPreferences: { channel: 'hologram', ...later },
    interactions: { total: 1, byChannel: { hologram: 1 }, ...later },
    conflicts: [{ between: [identifier, { ...identifier, ...later }], reason: 'by-dream', firstSeenAt: ago(0) }],
    ...later,
  });
  const {
    outcome: _o,
    direction: _d,
    actor: _a,
    consents: _c,
    answers: _s,
    ...plain
  } = laterInteraction('held-1', 'held@example.org');
  await all.tell(topics.resolved, {
    interaction: plain,
    subject,
    customer,
    version: 1,
    recordVersion: 1,
    why: { rule: 'by-dream', identifier: { ...identifier, ...later }, registryVersion: 1, ...later },
    ...later,
  });
  await heard(topics.customers, topics.resolved);

  const decided = async () => {
    const { body } = await all.request('GET', `/v1/invitations?customer=${customer}`);
    return body.invitations.map(({ state, reason }: { state: string; reason?: string }) => [state, reason]);
  };
  await expect.poll(decided).toEqual([['withheld', 'no-consent']]);
  const { body: receipt } = await all.request('GET', '/v1/interactions/held-1?source=shop');
  expect(receipt.attribution).toMatchObject({ subject, customer, rule: 'by-dream' });
  const { body: timeline } = await all.request('GET', `/v1/customers/${customer}/timeline`);
  expect(timeline.interactions[0].why).toMatchObject({ rule: 'by-dream', ...later });
});

it('shows a state of a survey under its word', async () => {
  const [subject, customer] = [randomUUID(), randomUUID()];
  const common = {
    id: randomUUID(),
    programme: 'p',
    programmeVersion: 1,
    subject,
    customer,
    interaction: { source: 'shop', id: 'later-1', ...later },
    touchpoint: 't',
    at: ago(0),
    ...later,
  };
  const contactPoint = { kind: 'email', value: 'a@example.org', ...later };
  await all.tell(
    topics.surveys,
    { ...common, state: 'dreamt', dream: 'of sheep' },
    { ...common, state: 'invited', channel: 'hologram', contactPoint, deadline: ago(0) },
  );
  await heard(topics.surveys);
  const { body: receipt } = await all.request('GET', '/v1/interactions/later-1?source=shop');
  const states = receipt.surveys
    .filter(({ invitation }: { invitation: string }) => invitation === common.id)
    .map(({ state }: { state: string }) => state);
  expect(states.sort()).toEqual(['dreamt', 'invited']);
  const { body: record } = await lookUp('later@example.org');
  const { body: timeline } = await all.request('GET', `/v1/customers/${record.id}/timeline`);
  expect(JSON.stringify(timeline)).toContain('"state":"dreamt"');
});

it('keeps the scopes of a key that it does not know, and does nothing by them', async () => {
  const made = (...scopes: string[]) => ({ ...newApiKey(), source: 'shop', scopes, createdAt: ago(minutes), ...later });
  const [both, unknown] = [made('customers:read', 'dreams:read'), made('dreams:read')];
  const stored = ({ key: _key, ...rest }: typeof both) => rest;
  await all.tell(topics.apiKeys, stored(both), stored(unknown));
  await all.tell(topics.apiKeyUses, { id: both.id, usedAt: ago(0), ...later });
  await heard(topics.apiKeys, topics.apiKeyUses);

  expect((await lookUp('later@example.org', both.key)).status).toBe(200);
  expect((await all.request('GET', '/v1/kpis', undefined, both.key)).status).toBe(403);
  expect((await lookUp('later@example.org', unknown.key)).status).toBe(403);
});

it('takes reports, reads, totals and erasures of services of a later version', async () => {
  const asked = await all.request('POST', '/v1/erasures', {
    identifier: { kind: 'email', value: 'nobody@example.org' },
  });
  expect(asked.status).toBe(202);
  const id = asked.body.id;
  await all.tell(topics.erasureReports, {
    erasure: id,
    service: 'dream-keeper',
    at: ago(0),
    removed: { dreams: 2 },
    ...later,
  });
  await all.tell(topics.reads, {
    at: ago(0),
    service: 'dream-keeper',
    key: 'k',
    source: 'shop',
    purpose: 'care',
    route: 'GET /dreams',
    subject: randomUUID(),
    ...later,
  });
  await all.tell(topics.ledger, {
    log: 'another-log',
    topic: 'x',
    partition: 0,
    nextOffset: 1,
    stored: 1,
    duplicate: 0,
    quarantined: 0,
    ...later,
  });
  await all.tell(topics.erasures, {
    id: randomUUID(),
    at: ago(9 * minutes),
    subjects: [randomUUID()],
    customers: [{ id: randomUUID(), version: 1, ...later }],
    ...later,
  });
  await heard(topics.erasureReports, topics.reads, topics.ledger, topics.erasures);
  const { body: erasure } = await all.request('GET', `/v1/erasures/${id}`);
  expect(erasure.report).toEqual(
    expect.arrayContaining([expect.objectContaining({ where: 'dream-keeper', state: 'done', removed: { dreams: 2 } })]),
  );
});

it('says which words it did not know', async () => {
  const metrics = await (await fetch(`${all.hilo.url}/metrics`)).text();
  expect(metrics).toContain('hilo_unknown_words_total');
  expect(metrics).toMatch(
    /place="interaction\/channel".*word="hologram"|word="hologram".*place="interaction\/channel"/,
  );
});

it('still checks strictly what is posted', async () => {
  const { body } = await all.request('POST', '/v1/interactions', [
    { ...laterInteraction('posted', 'a@example.org'), notes: undefined, derived: undefined },
  ]);
  expect(body).toMatchObject({ accepted: 0, rejected: 1 });
  expect((await all.request('POST', '/v1/keys', { source: 's', scopes: ['dreams:read'] })).status).toBe(400);
});

it('does nothing by a step of a rebuild, for a service, or by a report that it does not know', async () => {
  const common = { rebuild: randomUUID(), at: ago(0), run: randomUUID(), ...later };
  const steps = [
    { ...common, service: 'analytics', step: 'pause' },
    { ...common, service: 'loyalty', step: 'begin' },
  ];
  const reports = [{ ...common, service: 'analytics', state: 'halfway', removed: {} }];
  await all.tell(topics.rebuilds, ...steps);
  await all.tell(topics.rebuildReports, ...reports);
  await heard(topics.rebuilds, topics.rebuildReports);
  const valuesOn = async ({ name }: Topic) => (await all.read(name)).map(({ value }) => JSON.parse(value ?? ''));
  expect(await valuesOn(topics.rebuilds)).toEqual(steps);
  expect(await valuesOn(topics.rebuildReports)).toEqual(reports);
});
