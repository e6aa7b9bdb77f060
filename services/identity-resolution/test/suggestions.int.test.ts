import { createHash } from 'node:crypto';
import { topics } from '@hilo/contracts';
import { calm, madeUpPeople } from '@hilo/linkage/made-up';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { identityResolution } from '../service.ts';
import type { Suggestion } from '../store/suggestions/suggestion-list.ts';

const rootKey = 'the-key-of-the-operator';
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let hilo: RunningProcess;
let admin: Client;

const start = (variables: Record<string, string> = {}) =>
  startProcess([identityResolution], {
    DATABASE_URL: database.url,
    HILO_API_KEY: rootKey,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...variables,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  hilo = await start();
  admin = new Client({ connectionString: database.url });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await hilo.close();
  await database.drop();
});

const request = async (method: string, path: string, body?: unknown) => {
  const response = await fetch(`${hilo.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${rootKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : undefined };
};

const lookUp = async (kind: string, value: string) =>
  (await request('POST', '/v1/customers/lookup', { kind, value })).body;

let told = 0;
/** Interactions happen: each of somebody known by an e-mail address, who says this of herself. */
const happen = async (...people: [email: string, traits: object][]): Promise<void> => {
  await hilo.log.append(
    topics.interactions.name,
    people.map(([email, traits]) => {
      told += 1;
      const interaction = {
        id: `told-${told}`,
        source: 'shop',
        receivedAt: '2026-03-01T00:00:00.000Z',
        occurredAt: new Date(Date.UTC(2026, 0, 1) + told * 1000).toISOString(),
        channel: 'web',
        touchpoint: 'checkout',
        kind: 'registered',
        identifiers: [{ kind: 'email', value: email }],
        traits,
      };
      return { key: 'one partition', value: JSON.stringify(interaction) };
    }),
  );
};

const suggested = async (query = ''): Promise<Suggestion[]> =>
  (await request('GET', `/v1/identity/suggestions${query}`)).body.suggestions;
const between = (suggestions: readonly Suggestion[], ...emails: string[]): Suggestion | undefined =>
  suggestions.find(({ sides }) => sides.every(({ fields }) => emails.includes(fields.email ?? '')));
const eventually = <Result>(check: () => Promise<Result>): Promise<Result> => vi.waitFor(check, 60_000);
const whenSuggested = (...emails: string[]): Promise<Suggestion> =>
  eventually(async () => {
    const found = between(await suggested(), ...emails);
    if (found === undefined) throw new Error(`not suggested: ${emails}`);
    return found;
  });
const whenNotSuggested = (...emails: string[]): Promise<void> =>
  eventually(async () => expect(between(await suggested(), ...emails)).toBeUndefined());

/** When these two are suggested, everything that was said before them was compared as well. */
let markers = 0;
const whenAllIsCompared = async (): Promise<void> => {
  markers += 1;
  const traits = { givenName: `Zoraida${markers}`, familyName: `Quintanaortuño${markers}`, birthDate: '1933-07-19' };
  const emails = ['one', 'two'].map((name) => `${name}-${markers}@marker.example`);
  for (const email of emails) await happen([email, traits]);
  await whenSuggested(...emails);
};

const home = { street: 'Calle del Rosal', streetNumber: '14', city: 'Soria', postcode: '42003' };
const lucia = { first_name: 'Lucía', surname: 'Arizmendi Gil', dateOfBirth: '1984-05-17' };

describe('suggesting who is one person', () => {
  it('suggests two who share no identifier but name, birth date and address, with the weight of each', async () => {
    await happen(
      [
        'lucia@work.example',
        { ...lucia, address: { street: 'c/ del Rosal, 14', city: 'Soria', postal_code: '42003' } },
      ],
      ['arizmendi@home.example', { name: 'LUCIA ARIZMENDI GIL', birthday: '1984-05-17', ...home, zip: '42003' }],
    );
    const { fields, probability, sides, model, id, state } = await whenSuggested(
      'lucia@work.example',
      'arizmendi@home.example',
    );
    expect(probability).toBeGreaterThan(0.99);
    expect({ model, state }).toEqual({ model: 0, state: 'open' });
    const weights = new Map(fields.map(({ field, weight }) => [field, weight]));
    for (const field of ['name', 'birthDate', 'address']) expect(weights.get(field)).toBeGreaterThan(3);
    expect(fields.find(({ field }) => field === 'birthDate')?.level).toContain('same');
    expect(new Set(sides.map(({ customer }) => customer)).size).toBe(2);
    expect(sides.flatMap((side) => Object.values(side.fields))).toContain('LUCIA ARIZMENDI GIL');
    const ofOne = await suggested(`?customer=${sides[0].customer}&minProbability=0.9`);
    expect(ofOne.map((one) => one.id)).toEqual([id]);
  });

  it('does not suggest strangers with a common name', async () => {
    await happen(
      [
        'rosales@example.org',
        { givenName: 'María', familyName: 'García López', city: 'Madrid', birthDate: '1970-01-30' },
      ],
      [
        'maria.madrid@example.org',
        { givenName: 'María', familyName: 'García López', city: 'Madrid', birthDate: '1991-11-02' },
      ],
      ['nube-azul@example.org', { givenName: 'María', familyName: 'García López' }],
    );
    await whenAllIsCompared();
    const all = await suggested('?minProbability=0.2');
    expect(all.flatMap(({ sides }) => sides.map((side) => side.fields.email))).not.toContain('rosales@example.org');
    expect(between(all, 'maria.madrid@example.org', 'nube-azul@example.org')).toBeUndefined();
  });

  it('makes one customer of two when a person accepts, and two again when that is taken back', async () => {
    await happen(
      ['pau@one.example', { givenName: 'Pau', familyName: 'Ferragut', birthDate: '1961-02-03', ...home }],
      ['pau@two.example', { givenName: 'Pau', familyName: 'Ferragut', birthDate: '1961-02-03', ...home }],
    );
    const { id } = await whenSuggested('pau@one.example', 'pau@two.example');
    const before = await lookUp('email', 'pau@two.example');
    const accepted = await request('POST', `/v1/identity/suggestions/${id}/accept`, { reason: 'he said so' });
    expect(accepted).toMatchObject({ status: 200, body: { decision: { kind: 'same', reason: 'he said so' } } });
    const merged = await lookUp('email', 'pau@two.example');
    expect(merged.identifiers).toHaveLength(2);
    expect(await lookUp('email', 'pau@one.example')).toEqual(merged);
    await whenNotSuggested('pau@one.example', 'pau@two.example');
    expect((await request('POST', `/v1/identity/suggestions/${id}/accept`)).body).toEqual(accepted.body);
    expect((await request('POST', `/v1/identity/suggestions/${id}/reject`)).status).toBe(409);
    expect((await suggested('?state=accepted')).map((one) => one.id)).toContain(id);

    await request('DELETE', `/v1/identity/decisions/${accepted.body.decision.id}`);
    const { version: _v, updatedAt: _u, ...after } = await lookUp('email', 'pau@two.example');
    const { version: _w, updatedAt: _x, ...once } = before;
    expect(after).toEqual(once);
    expect((await whenSuggested('pau@one.example', 'pau@two.example')).id).toBe(id);
  });

  it('never suggests again what a person rejected, until that is taken back', async () => {
    const twin = { familyName: 'Olazábal', birthDate: '1999-09-09', ...home };
    await happen(
      ['ane@one.example', { givenName: 'Ane', ...twin }],
      ['ane@two.example', { givenName: 'Ane', ...twin }],
    );
    const { id } = await whenSuggested('ane@one.example', 'ane@two.example');
    const rejected = await request('POST', `/v1/identity/suggestions/${id}/reject`);
    expect(rejected.body.decision).toMatchObject({ kind: 'not_same', reason: expect.stringContaining('model') });
    await whenNotSuggested('ane@one.example', 'ane@two.example');
    await happen(['ane@two.example', { gender: 'female' }]);
    await whenAllIsCompared();
    expect(between(await suggested(), 'ane@one.example', 'ane@two.example')).toBeUndefined();

    await request('DELETE', `/v1/identity/decisions/${rejected.body.decision.id}`);
    await whenSuggested('ane@one.example', 'ane@two.example');
  });

  it('compares again who changed, and drops what no longer stands', async () => {
    await happen(
      ['iker@one.example', { givenName: 'Iker', familyName: 'Zabaleta', city: 'Bilbao' }],
      ['iker@two.example', { givenName: 'Iker', familyName: 'Zabaleta', city: 'Vigo' }],
    );
    await whenAllIsCompared();
    expect(between(await suggested(), 'iker@one.example', 'iker@two.example')).toBeUndefined();
    await happen(
      ['iker@one.example', { birthDate: '1977-12-13', postcode: '48001' }],
      ['iker@two.example', { birthDate: '1977-12-13', postcode: '48001', city: 'Bilbao' }],
    );
    await whenSuggested('iker@one.example', 'iker@two.example');
    await happen(['iker@two.example', { birthDate: '1950-02-28', givenName: 'Gorka' }]);
    await whenNotSuggested('iker@one.example', 'iker@two.example');
  });

  it('follows whom they are about when one of them becomes part of another', async () => {
    const jon = { givenName: 'Jon', familyName: 'Urrutikoetxea', birthDate: '1955-05-15', ...home };
    await happen(['jon@one.example', jon], ['jon@two.example', jon], ['jon@old.example', { colour: 'red' }]);
    await whenSuggested('jon@one.example', 'jon@two.example');
    const [one, other] = ['jon@two.example', 'jon@old.example'].map((value) => ({ kind: 'email', value }));
    await request('POST', '/v1/identity/decisions', { kind: 'same', one, other });
    await eventually(async () => {
      const about = (await suggested()).filter(({ sides }) => sides.some(({ fields }) => fields.givenName === 'Jon'));
      const customers = about.flatMap(({ sides }) => sides.map(({ customer }) => customer));
      const expected = [await lookUp('email', 'jon@one.example'), await lookUp('email', 'jon@old.example')];
      expect(customers.sort()).toEqual(expected.map(({ id }) => id).sort());
    });
  });

  it('forgets what it compared of somebody of whom nothing is left', async () => {
    const known = async (): Promise<number> => {
      const kept = `SELECT customer FROM identity.linkage_records WHERE fields LIKE '%Goikolea%'
                    UNION SELECT a FROM identity.suggestions WHERE $1 IN (a, b)
                    UNION SELECT customer FROM identity.linkage_keys WHERE customer = $1`;
      return (await admin.query(kept, [gone.id])).rowCount ?? 0;
    };
    const mila = { givenName: 'Mila', familyName: 'Goikolea', birthDate: '1944-04-14', ...home };
    await happen(['mila@one.example', mila]);
    const interaction = `told-${told}`;
    await happen(['mila@two.example', { ...mila, familyName: 'Goicolea' }]);
    await whenSuggested('mila@one.example', 'mila@two.example');
    const gone = await lookUp('email', 'mila@one.example');
    expect(await known()).toBeGreaterThan(0);
    await request('POST', '/v1/identity/decisions', { kind: 'withdraw', source: 'shop', interaction });
    await eventually(async () => expect(await known()).toBe(0));
  });

  it('leaves who has no name alone, and says who may not ask', async () => {
    await happen(['nobody@one.example', { birthDate: '1984-05-17', ...home }]);
    await whenAllIsCompared();
    const all = await suggested('?minProbability=0&limit=200');
    expect(all.flatMap(({ sides }) => sides.map((side) => side.fields.email))).not.toContain('nobody@one.example');
    expect((await request('POST', `/v1/identity/suggestions/${crypto.randomUUID()}/accept`)).status).toBe(404);
    expect((await request('GET', '/v1/identity/suggestions?customer=0')).status).toBe(400);
    expect((await fetch(`${hilo.url}/v1/identity/suggestions`)).status).toBe(401);
  });

  it('gives them page by page, the most probable first', async () => {
    const pages: Suggestion[][] = [];
    let cursor = '';
    do {
      const { body } = await request('GET', `/v1/identity/suggestions?limit=2${cursor && `&cursor=${cursor}`}`);
      pages.push(body.suggestions);
      cursor = body.nextCursor ?? '';
    } while (cursor !== '');
    const weights = pages.flat().map(({ weight }) => weight);
    expect(pages.length).toBeGreaterThan(1);
    expect(weights).toEqual(weights.toSorted((a, b) => b - a));
    expect(new Set(pages.flat().map(({ id }) => id)).size).toBe(weights.length);
    expect((await request('GET', '/v1/identity/suggestions/counts')).body).toEqual({ open: weights.length });
  });
});

describe('with a threshold', () => {
  afterEach(async () => {
    await hilo.close();
    hilo = await start();
  });

  it('judges anew what it decided when it decided as people do', async () => {
    const vera = { givenName: 'Vera', familyName: 'Ugaldebere', birthDate: '1971-03-13', ...home };
    await happen(['vera@one.example', vera], ['vera@two.example', vera], ['vera@three.example', { colour: 'red' }]);
    await whenSuggested('vera@one.example', 'vera@two.example');
    const emailOf = (whose: string) => ({ kind: 'email', value: `vera@${whose}.example` });
    for (const whose of ['two', 'three'])
      await request('POST', '/v1/identity/decisions', { kind: 'same', one: emailOf('one'), other: emailOf(whose) });
    expect((await lookUp('email', 'vera@one.example')).identifiers).toHaveLength(3);
    await admin.query(
      `UPDATE identity.decisions SET content = (content::jsonb || '{"by": {"key": "system", "source": "hilo"}}')::text
        WHERE content LIKE '%vera@%'`,
    );
    await hilo.close();
    hilo = await start({ HILO_SUGGESTIONS_AUTOMATIC: '0.98' });
    await eventually(async () => expect((await lookUp('email', 'vera@three.example')).identifiers).toHaveLength(1));
    await eventually(async () => expect((await lookUp('email', 'vera@one.example')).identifiers).toHaveLength(2));
  });

  it('makes one customer of the most probable by itself, but not of two whom a person kept apart or let go', async () => {
    const [nora, olga] = [
      { givenName: 'Nora', familyName: 'Etxegarai', birthDate: '1966-06-16', ...home },
      { givenName: 'Olga', familyName: 'Basterretxea', birthDate: '1976-07-17', ...home },
    ];
    await happen(['nora@one.example', nora], ['nora@two.example', nora]);
    const { id } = await whenSuggested('nora@one.example', 'nora@two.example');
    const decision = (await request('POST', `/v1/identity/suggestions/${id}/accept`)).body.decision;
    await request('DELETE', `/v1/identity/decisions/${decision.id}`);
    await whenSuggested('nora@one.example', 'nora@two.example');
    await hilo.close();
    hilo = await start({ HILO_SUGGESTIONS_AUTOMATIC: '0.98' });

    await happen(['olga@one.example', olga], ['olga@two.example', olga]);
    await eventually(async () => expect((await lookUp('email', 'olga@one.example')).identifiers).toHaveLength(2));
    const { body } = await request('GET', '/v1/identity/decisions?kind=email&value=olga@one.example');
    expect(body.decisions).toEqual([]);
    const linked = between(await suggested('?state=automatic'), 'olga@one.example', 'olga@two.example');
    expect(linked).toMatchObject({ state: 'automatic' });
    const { id: customer } = await lookUp('email', 'olga@one.example');
    const { links } = (await request('GET', `/v1/customers/${customer}/identity`)).body;
    expect(links).toMatchObject([{ decided: false, automatic: { suggestion: linked?.id, weight: linked?.weight } }]);

    const rejected = await request('POST', `/v1/identity/suggestions/${linked?.id}/reject`);
    expect(rejected.body.decision).toMatchObject({ kind: 'not_same', by: { key: 'root' } });
    expect((await lookUp('email', 'olga@one.example')).identifiers).toHaveLength(1);
    await request('DELETE', `/v1/identity/decisions/${rejected.body.decision.id}`);
    await whenSuggested('olga@one.example', 'olga@two.example');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect((await lookUp('email', 'olga@one.example')).identifiers).toHaveLength(1);
    expect((await lookUp('email', 'nora@one.example')).identifiers).toHaveLength(1);
  });
});

it('learns a model from the records themselves when it is asked to, and compares everybody again with it', async () => {
  const few = await request('POST', '/v1/identity/suggestions/model');
  expect(few.status).toBe(409);
  const emailOf = (id: string): string => `${createHash('sha256').update(id).digest('hex').slice(0, 12)}@made.example`;
  const { records, entityOf } = madeUpPeople({ ...calm, entities: 150 });
  const namesakes = records.map(({ id, fields: { email, phone, ...fields } }): [string, object] => [
    emailOf(id),
    fields,
  ]);
  await happen(...namesakes);
  await eventually(async () =>
    expect((await request('POST', '/v1/identity/suggestions/model')).body).toHaveProperty('askedAt'),
  );
  // A restart while it is being learnt does not hold it up.
  await eventually(async () =>
    expect((await admin.query('SELECT FROM identity.linkage_models WHERE started_at IS NOT NULL')).rowCount).toBe(1),
  );
  await hilo.close();
  hilo = await start();
  await vi.waitFor(
    async () => expect((await request('GET', '/v1/identity/suggestions/model')).body.version).toBeGreaterThan(0),
    60_000,
  );
  await vi.waitFor(async () => {
    const all = await suggested('?limit=200');
    expect(all.length).toBeGreaterThan(50);
    expect(new Set(all.map(({ model }) => model))).not.toContain(0);
  }, 60_000);
  const personOf = new Map([...entityOf].map(([id, entity]) => [emailOf(id), entity]));
  const made = (await suggested('?limit=200')).flatMap(({ sides }) => {
    const [one, other] = sides.map(({ fields }) => personOf.get(fields.email ?? ''));
    return one === undefined || other === undefined ? [] : [one === other];
  });
  expect(made.filter((isRight) => isRight).length / made.length).toBeGreaterThan(0.9);
});
