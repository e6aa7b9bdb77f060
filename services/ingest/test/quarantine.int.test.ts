import { type AcceptedInteraction, deadLetterTopic, topics } from '@hilo/contracts';
import { type OutgoingRecord, openLog } from '@hilo/log';
import { createLogger, nameHashes, openDatabase } from '@hilo/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { replayOne } from '../quarantine/actions.ts';
import { type Answer, type Started, startIngest } from './started.ts';

const soon = { interval: 100 };
const names = nameHashes('a secret of the tests');
const identity = deadLetterTopic(topics.interactions.name, 'identity-resolution');

let ingest: Started;
beforeAll(async () => {
  ingest = await startIngest();
});
afterAll(() => ingest.stop());

const interaction = (id: string, fields: Partial<AcceptedInteraction> = {}): AcceptedInteraction => ({
  id,
  source: 'shop',
  receivedAt: '2026-01-01T09:00:01.000Z',
  occurredAt: '2026-01-01T10:00:00+01:00',
  channel: 'web',
  touchpoint: 'checkout',
  kind: 'bought',
  identifiers: [{ kind: 'email', value: `${id}@example.org` }],
  ...fields,
});
let offset = 0;
const deadLetter = (
  value: string | null,
  reason: string,
  topic: string = topics.interactions.name,
): OutgoingRecord => ({
  key: 'a key',
  value,
  headers: { ce_source: 'shop', hilo_reason: reason, hilo_origin: `${topic}/3/${offset++}` },
});

const call = (method: string, path: string, body?: unknown, key?: string): Promise<Answer> =>
  ingest.request(path, {
    method,
    ...(key !== undefined && { key }),
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
const actionsIn = ({ actions }: { actions: { action: string }[] }): string[] => actions.map(({ action }) => action);
const list = async (query: string) => (await call('GET', `/v1/quarantine?${query}`)).body;
/** The one message that waits of this interaction. */
const waitingOf = async (id: string) => {
  await expect.poll(async () => (await list(`interaction=${id}&state=waiting`)).quarantine.length, soon).toBe(1);
  return (await list(`interaction=${id}&state=waiting`)).quarantine[0];
};

const setAside = async (one: AcceptedInteraction, reason = 'conflicting-duplicate') => {
  await ingest.hilo.log.append(identity, [deadLetter(JSON.stringify(one), reason)]);
  return waitingOf(one.id);
};

const accepted = async (): Promise<number> => (await call('GET', '/v1/ledger')).body.accepted;
const erase = async (fields: { subjects?: string[]; names?: string[]; at?: string }): Promise<void> => {
  const id = crypto.randomUUID();
  const at = new Date().toISOString();
  const erasure = { id, at, subjects: [], customers: [], ...fields };
  await ingest.hilo.log.append(topics.erasures.name, [{ key: id, value: JSON.stringify(erasure) }]);
};

it('shows what was set aside byte for byte, where it came from, why, and what to do', async () => {
  const value = `{"id":"whole","source":"shop",  "odd":"\\u0000 \\ud800 ñ"}`;
  await ingest.hilo.log.append(identity, [{ ...deadLetter(value, 'contract: odd'), key: 'key\u0001' }]);
  const { id } = await waitingOf('whole');
  expect((await call('GET', `/v1/quarantine/${id}`)).body).toMatchObject({
    id,
    state: 'waiting',
    reason: 'contract: odd',
    meaning: expect.stringContaining('contract'),
    advice: expect.any(String),
    origin: { log: ingest.hilo.log.id, topic: topics.interactions.name, partition: 3, group: 'identity-resolution' },
    source: 'shop',
    interaction: 'whole',
    message: { key: 'key\u0001', value, headers: { ce_source: 'shop', hilo_reason: 'contract: odd' } },
    actions: [{ action: 'read', by: { key: 'root', source: 'local' }, note: 'unstated' }],
  });
  expect((await call('GET', '/v1/quarantine/999999')).status).toBe(404);
  expect((await call('GET', '/v1/quarantine/x')).status).toBe(400);
});

it('keeps a dead letter once, however often it is delivered, and what nobody can read too', async () => {
  const letter = deadLetter(JSON.stringify(interaction('once')), 'no-usable-identifier');
  const deep = deadLetter('['.repeat(100_000), 'contract: ');
  const tombstone = deadLetter(null, 'contract: ', topics.customers.name);
  await ingest.hilo.log.append(identity, [letter, letter, deep]);
  await ingest.hilo.log.append(deadLetterTopic(topics.customers.name, 'analytics'), [tombstone]);
  await waitingOf('once');
  await expect
    .poll(async () => (await list(`topic=${topics.customers.name}`)).quarantine, soon)
    .toMatchObject([{ origin: { group: 'analytics' }, reason: 'contract: ' }]);
  expect((await list('reason=no-usable-identifier')).counts).toEqual([{ reason: 'no-usable-identifier', count: 1 }]);
  expect((await list('reason=contract')).quarantine.length).toBeGreaterThanOrEqual(2);
});

it('gives pages, the latest first', async () => {
  await setAside(interaction('page-1'));
  await setAside(interaction('page-2'));
  const first = await list('reason=conflicting-duplicate&limit=1');
  expect(first.quarantine).toMatchObject([{ interaction: 'page-2' }]);
  const second = await list(`reason=conflicting-duplicate&limit=1&cursor=${first.nextCursor}`);
  expect(second.quarantine).toMatchObject([{ interaction: 'page-1' }]);
  for (const wrong of ['cursor=x', 'reason=%00', 'source=a%00', 'interaction=%00', 'state=gone', 'limit=0']) {
    expect((await call('GET', `/v1/quarantine?${wrong}`)).status).toBe(400);
  }
});

it('fixes an interaction by the rules of posting, puts it onto the log once, and keeps who did it', async () => {
  const { id } = await setAside(interaction('conflict'));
  const path = `/v1/quarantine/${id}`;
  const { source: _source, receivedAt: _receivedAt, id: _id, ...posted } = interaction('conflict');
  expect((await call('POST', `${path}/replay`)).body).toMatchObject({
    status: 409,
    detail: expect.stringContaining('Fix'),
  });
  const wrong = await call('PUT', path, { interaction: { ...posted, occurredAt: '2999-01-01T00:00:00Z' } });
  expect(wrong).toMatchObject({ status: 400, body: { errors: [{ path: 'interaction.occurredAt' }] } });
  const unknown = await call('PUT', path, { interaction: { ...posted, colour: 'red' } });
  expect(unknown.status).toBe(400);

  const fixed = await call('PUT', path, { interaction: { ...posted, id: 'conflict-2' }, note: 'both happened' });
  expect(fixed.body).toMatchObject({ state: 'waiting', fixed: { id: 'conflict-2', source: 'shop' } });
  const before = await accepted();
  const [one, two] = await Promise.all([
    call('POST', `${path}/replay`, { note: 'now' }),
    call('POST', `${path}/replay`),
  ]);
  expect([one.status, two.status]).toEqual([200, 200]);
  expect((await call('POST', `${path}/replay`)).body).toMatchObject({
    state: 'replayed',
    replayedAs: 'conflict-2',
    actions: [
      { action: 'fixed', by: { key: 'root', source: 'local' }, note: 'both happened' },
      { action: 'replayed', by: { key: 'root' } },
    ],
  });
  expect((await ingest.logged(['conflict-2'])).get('conflict-2')).toMatchObject({ source: 'shop', kind: 'bought' });
  expect((await accepted()) - before).toBe(1);
  expect((await call('POST', `${path}/discard`)).status).toBe(409);
  expect((await call('PUT', path, { interaction: posted })).status).toBe(409);
});

it('counts, shows, fixes and replays what survey-trigger put on the thread, as of its own source', async () => {
  const source = 'hilo/survey-trigger';
  const said = interaction('invited:1', { source, kind: 'invited', direction: 'outbound', derived: ['occurredAt'] });
  const letter = deadLetter(JSON.stringify(said), 'no-usable-identifier');
  await ingest.hilo.log.append(identity, [{ ...letter, headers: { ...letter.headers, ce_source: source } }]);
  const { id } = await waitingOf('invited:1');
  const ofSource = `source=${encodeURIComponent(source)}`;
  expect(await list(ofSource)).toMatchObject({ quarantine: [{ id, interaction: 'invited:1', source }] });
  expect((await call('GET', `/v1/interactions/invited:1?${ofSource}`)).body).toMatchObject({
    state: 'quarantined',
    quarantine: [{ id, reason: 'no-usable-identifier' }],
  });
  const tail = (await call('GET', `/v1/interactions?${ofSource}`)).body.interactions;
  expect(tail).toMatchObject([{ state: 'quarantined', id: 'invited:1' }]);
  const { source: _source, receivedAt: _receivedAt, derived: _derived, ...posted } = said;
  const identifiers = [{ kind: 'email', value: 'somebody@example.org' }];
  const fixed = await call('PUT', `/v1/quarantine/${id}`, { interaction: { ...posted, identifiers } });
  expect(fixed.body).toMatchObject({ fixed: { id: 'invited:1', source } });
  const before = await accepted();
  expect((await call('POST', `/v1/quarantine/${id}/replay`)).status).toBe(200);
  expect((await ingest.logged(['invited:1'])).get('invited:1')).toMatchObject({ source, identifiers });
  expect((await accepted()) - before).toBe(1);
});

it('gives an interaction whose id is taken one of its own, and leaves any other its id', async () => {
  const { source: _source, receivedAt: _receivedAt, id: _id, ...posted } = interaction('own');
  const taken = await setAside(interaction('own'));
  const own = (await call('PUT', `/v1/quarantine/${taken.id}`, { interaction: posted })).body.fixed.id;
  expect(own).toMatch(/^[0-9a-f-]{36}$/);
  const unusable = await setAside(interaction('kept'), 'no-usable-identifier');
  expect((await call('PUT', `/v1/quarantine/${unusable.id}`, { interaction: posted })).body.fixed.id).toBe('kept');
});

it('puts all that match onto the log again, page by page, without what would only come back', async () => {
  const all = Array.from({ length: 450 }, (_, n) => interaction(`bulk-${n}`, { source: 'bulk' }));
  await ingest.hilo.log.append(
    identity,
    all.map((one) => deadLetter(JSON.stringify(one), 'failed: 23505')),
  );
  await ingest.hilo.log.append(identity, [
    deadLetter(JSON.stringify(interaction('bulk-conflict', { source: 'bulk' })), 'conflicting-duplicate'),
  ]);
  const counts = async () => (await list('source=bulk&state=waiting')).counts;
  const conflicting = { reason: 'conflicting-duplicate', count: 1 };
  await expect.poll(counts, soon).toEqual([{ reason: 'failed: 23505', count: 450 }, conflicting]);
  const before = await accepted();
  const total = { replayed: 0, skipped: 0, pages: 0 };
  let cursor: string | undefined;
  do {
    const { body } = await call('POST', '/v1/quarantine/replays', { filter: { source: 'bulk' }, cursor });
    total.replayed += body.replayed;
    total.skipped += body.skipped;
    total.pages += 1;
    cursor = body.nextCursor;
  } while (cursor !== undefined);
  expect(total).toEqual({ replayed: 450, skipped: 1, pages: 3 });
  expect((await accepted()) - before).toBe(450);
  expect(await counts()).toEqual([conflicting]);
  const again = await call('POST', '/v1/quarantine/replays', { filter: { source: 'bulk' } });
  expect(again.body).toEqual({ replayed: 0, skipped: 1 });
});

it('discards all that match, page by page, and nothing where nobody says what', async () => {
  await ingest.hilo.log.append(
    identity,
    Array.from({ length: 230 }, (_, n) =>
      deadLetter(JSON.stringify(interaction(`gone-${n}`, { source: 'gone' })), 'failed: 22P02'),
    ),
  );
  const counts = async (state: string) => (await list(`source=gone&state=${state}`)).counts;
  const all = [{ reason: 'failed: 22P02', count: 230 }];
  await expect.poll(() => counts('waiting'), soon).toEqual(all);
  for (const body of [{}, { filter: {} }]) {
    expect((await call('POST', '/v1/quarantine/discards', body)).status).toBe(400);
  }
  const pages: number[] = [];
  let cursor: string | undefined;
  do {
    const filter = { source: 'gone', reason: 'failed' };
    const { body } = await call('POST', '/v1/quarantine/discards', { filter, note: 'of a test', cursor });
    pages.push(body.discarded);
    cursor = body.nextCursor;
  } while (cursor !== undefined);
  expect(pages).toEqual([200, 30]);
  expect([await counts('waiting'), await counts('discarded')]).toEqual([[], all]);
  const { quarantine } = await list('source=gone&state=discarded');
  const { body: one } = await call('GET', `/v1/quarantine/${quarantine[0].id}`);
  expect(one.actions).toMatchObject([{ action: 'discarded', note: 'of a test' }, { action: 'read' }]);
  const again = await call('POST', '/v1/quarantine/discards', { filter: { source: 'gone' } });
  expect(again.body).toEqual({ discarded: 0 });
});

it('puts onto the log, once, what was decided and not published when the process was killed', async () => {
  const { id } = await setAside(interaction('killed'), 'failed: x');
  const logger = createLogger({ level: 'silent', name: 'test' });
  const pool = openDatabase({ connectionString: ingest.databaseUrl, schema: 'ingest', logger });
  const log = await openLog(ingest.databaseUrl);
  await log.close();
  const before = await accepted();
  const doing = { by: { key: 'root', source: 'local' }, now: Date.now(), note: undefined };
  await replayOne({ pool, log, logger, hashes: names }, id, doing, { maxSkewMs: 0, newId: () => '' });
  expect((await call('GET', `/v1/quarantine/${id}`)).body.state).toBe('replayed');
  expect(await accepted()).toBe(before);
  // Whoever sweeps leaves what is younger to whom it belongs.
  await pool.query("UPDATE outbox SET created_at = created_at - interval '1 minute'");
  await expect.poll(accepted, soon).toBe(before + 1);
  expect(actionsIn((await call('POST', `/v1/quarantine/${id}/replay`)).body)).toEqual(['replayed', 'read']);
  expect(await accepted()).toBe(before + 1);
  await pool.end();
});

it('never lets an old message take the place of the latest of a key', async () => {
  const topic = deadLetterTopic(topics.apiKeys.name, 'analytics.api-keys');
  await ingest.hilo.log.append(topic, [deadLetter('{"id":"0000000000000000"}', 'contract: hash', topics.apiKeys.name)]);
  await expect.poll(async () => (await list(`topic=${topics.apiKeys.name}`)).quarantine.length, soon).toBe(1);
  const [{ id }] = (await list(`topic=${topics.apiKeys.name}`)).quarantine;
  const { status, body } = await call('POST', `/v1/quarantine/${id}/replay`);
  expect(status).toBe(409);
  expect(body.detail).toContain('latest message of every key');
  expect(
    (await call('PUT', `/v1/quarantine/${id}`, { interaction: { ...interaction('x'), source: undefined } })).status,
  ).toBe(400);
  expect((await call('POST', `/v1/quarantine/${id}/discard`, { note: 'made anew' })).body.state).toBe('discarded');
  expect(actionsIn((await call('POST', `/v1/quarantine/${id}/discard`)).body)).toEqual(['discarded']);
});

it('lets in only who may read or write the quarantine', async () => {
  const { id } = await setAside(interaction('scopes'));
  const made = async (...scopes: string[]): Promise<string> =>
    (await call('POST', '/v1/keys', { source: 'desk', scopes })).body.key;
  const [reader, writer] = [await made('quarantine:read'), await made('quarantine:write')];
  expect((await call('GET', `/v1/quarantine/${id}`, undefined, reader)).status).toBe(200);
  expect((await call('POST', `/v1/quarantine/${id}/discard`, {}, reader)).status).toBe(403);
  expect((await call('GET', '/v1/quarantine', undefined, writer)).status).toBe(403);
  const { body } = await call('POST', `/v1/quarantine/${id}/discard`, {}, writer);
  expect(body.actions).toMatchObject([
    { action: 'read', by: { source: 'desk' } },
    { action: 'discarded', by: { source: 'desk' } },
  ]);
});

it('tells how many wait, by reason', async () => {
  await setAside(interaction('metric'));
  const metrics = await fetch(`${ingest.hilo.url}/metrics`).then((response) => response.text());
  const { counts } = await list('state=waiting&reason=conflicting-duplicate');
  expect(metrics).toMatch(
    new RegExp(`hilo_quarantine_waiting\\{reason="conflicting-duplicate".*\\} ${counts[0].count}\n`),
  );
});

it('forgets what names somebody who is erased, however it is written, and keeps what happens later', async () => {
  const [subject, by] = [crypto.randomUUID(), { kind: 'phone', value: '+34 600-123-456' }];
  const later = new Date(Date.now() + 240_000).toISOString();
  await setAside(interaction('by-name', { identifiers: [by] }));
  await setAside(interaction('by-name-later', { identifiers: [by], occurredAt: later }));
  await setAside(interaction('stays'));
  await ingest.hilo.log.append(deadLetterTopic(topics.resolved.name, 'analytics'), [
    deadLetter(
      JSON.stringify({ subject, interaction: interaction('by-subject') }),
      'contract: why',
      topics.resolved.name,
    ),
  ]);
  await waitingOf('by-subject');
  const notErased = { id: crypto.randomUUID(), subjects: [subject] };
  await ingest.hilo.log.append(deadLetterTopic(topics.erasures.name, 'analytics.erasures'), [
    deadLetter(JSON.stringify(notErased), 'contract: at', topics.erasures.name),
  ]);
  const erasuresLeft = async () => (await list(`topic=${topics.erasures.name}`)).quarantine;
  await expect.poll(erasuresLeft, soon).toHaveLength(1);
  await erase({ subjects: [subject], names: [names.ofIdentifier({ kind: 'phone', value: '+34600123456' })] });
  const left = async (id: string): Promise<number> => (await list(`interaction=${id}`)).quarantine.length;
  await expect.poll(() => left('by-name'), soon).toBe(0);
  expect(await left('by-subject')).toBe(0);
  expect(await left('by-name-later')).toBe(1);
  expect(await left('stays')).toBe(1);
  // Somebody has to be told that a service has not erased, and to have it do so.
  const [{ id: stays }] = await erasuresLeft();
  expect((await call('POST', `/v1/quarantine/${stays}/replay`)).body.state).toBe('replayed');

  const late = ['late-1', 'late-2'].map((id) => interaction(id, { identifiers: [{ ...by, value: '+34600123456' }] }));
  await ingest.hilo.log.append(
    identity,
    late.map((one) => deadLetter(JSON.stringify(one), 'failed: x')),
  );
  await setAside(interaction('after-late'));
  expect(await left('late-1')).toBe(0);
  const { id } = await waitingOf('stays');
  const { source: _source, receivedAt: _receivedAt, ...posted } = interaction('fixed-to-erased', { identifiers: [by] });
  expect((await call('PUT', `/v1/quarantine/${id}`, { interaction: posted })).status).toBe(409);
});
