import { afterEach, expect, it } from 'vitest';
import { HttpProblem } from '../../errors.ts';
import { openHealth } from '../../health.ts';
import { createLogger } from '../../logger.ts';
import type { Access } from '../../resources.ts';
import { createServer } from '../server.ts';
import { html } from './html.ts';
import { renderPage } from './page.ts';
import { addPages } from './pages.ts';

const opened: Awaited<ReturnType<typeof createServer>>[] = [];
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close();
});

const open = async (ready = async () => {}, docs: Access = 'open') => {
  const app = await createServer({
    logger: createLogger({ level: 'silent', name: 'test' }),
    services: [
      { name: 'ingest', does: 'Takes what comes.', firstCall: { path: '/v1/interactions', body: { a: 'b' } } },
    ],
    routes: [
      async (routes) => void routes.get('/v1/things', async () => ({})),
      // As somebody's page to come: it answers with what a form said.
      async (routes) => {
        await addPages(routes, async (pages) => {
          pages.post('/form', { schema: { hide: true } }, async ({ body }, reply) =>
            reply
              .type('text/html; charset=utf-8')
              .send(renderPage({ title: 'Said', lang: 'es', content: html`<p>${JSON.stringify(body)}</p>` })),
          );
          pages.get('/broken', { schema: { hide: true } }, async () => {
            throw new HttpProblem(409, 'Conflict', 'It is <answered> already.');
          });
        });
      },
    ],
    ready,
    health: openHealth(Date.now),
    renderMetrics: async () => '',
    exposure: {
      docs,
      metrics: docs,
      authenticate: () => {
        throw new HttpProblem(401, 'Not authorised');
      },
    },
  });
  opened.push(app);
  return app;
};

const browser = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  host: 'hilo.example:8080',
};

const tool = { accept: '*/*', host: 'hilo.example:8080' };

it('says at / what runs, that it is ready, where the documents are, and what to type', async () => {
  const app = await open();
  const text = await app.inject({ url: '/', headers: tool });
  expect(text.headers['content-type']).toBe('text/plain; charset=utf-8');
  expect(text.payload).toContain('Ready.');
  expect(text.payload).toContain('http://hilo.example:8080/docs ');
  expect(text.payload).toContain('ingest: Takes what comes.');
  expect(text.payload).toContain('  curl http://hilo.example:8080/v1/interactions \\\n');
  expect(text.payload).toContain(`-d '{\n`);
  const page = await app.inject({ url: '/', headers: browser });
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.payload).toContain('<a href="/docs">');
  expect(page.payload).toContain('curl http://hilo.example:8080/v1/interactions');
  expect((await app.inject({ method: 'HEAD', url: '/', headers: browser })).statusCode).toBe(200);
  expect((await app.inject({ method: 'POST', url: '/', headers: browser })).statusCode).toBe(405);
});

it('says why it is not ready', async () => {
  const app = await open(async () => {
    throw new HttpProblem(503, 'Not ready', 'Postgres at <db>:5432 is away');
  });
  expect((await app.inject({ url: '/', headers: tool })).payload).toContain('Not ready. Postgres at <db>:5432 is away');
  const { payload, statusCode } = await app.inject({ url: '/', headers: browser });
  expect(payload).toContain('<strong>Not ready.</strong> Postgres at &lt;db&gt;:5432 is away');
  expect(statusCode).toBe(200);
});

it('takes a mistake of ours for no state, and answers a page that tells nothing of the inside', async () => {
  const app = await open(async () => {
    throw new Error('the inside');
  });
  const { payload, statusCode } = await app.inject({ url: '/', headers: browser });
  expect(statusCode).toBe(500);
  expect(payload).toContain('<h1>Internal error</h1>');
  expect(payload).not.toContain('the inside');
});

it('points to nothing that is not there', async () => {
  const app = await open(async () => {}, 'off');
  for (const headers of [tool, browser]) {
    expect((await app.inject({ url: '/', headers })).payload).not.toMatch(/\/docs|\/metrics/);
  }
});

it('says where a key is needed', async () => {
  const { payload } = await (await open(async () => {}, 'key')).inject({ url: '/', headers: tool });
  expect(payload).toMatch(/\/docs .*; asks for a key as the user name\n/);
  expect(payload).toMatch(/\/metrics .*; with a key\n/);
});

it.each(["a';rm -rf ~;'", '$(id)', '<script>', 'a b', `${'a'.repeat(300)}`])(
  'repeats no host that is none, since it is to be typed: %s',
  async (host) => {
    const { payload } = await (await open()).inject({ url: '/', headers: { ...tool, host } });
    expect(payload).not.toContain(host);
    expect(payload).toContain('curl http://localhost:8080/v1/interactions');
  },
);

it('is found under the address that a proxy beside it says', async () => {
  const headers = {
    ...tool,
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'hilo.example.org',
    'x-forwarded-for': '203.0.113.7',
  };
  expect((await (await open()).inject({ url: '/', headers })).payload).toContain('curl https://hilo.example.org/v1/');
});

it('tells a browser to load nothing, run nothing, frame nothing and keep nothing, on pages alone', async () => {
  const app = await open();
  for (const url of ['/', '/broken']) {
    const { headers } = await app.inject({ url, headers: browser });
    expect(headers).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none';style-src 'sha256-[\w+/]{43}=';img-src data:;form-action 'self';base-uri 'none';frame-ancestors 'none'$/,
      ),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
      vary: 'accept',
    });
    expect(headers).not.toHaveProperty('strict-transport-security');
  }
  expect((await app.inject('/v1/things')).headers).not.toHaveProperty('content-security-policy');
});

it('answers a problem as a page to a browser, and as a problem to others', async () => {
  const app = await open();
  const page = await app.inject({ url: '/broken', headers: browser });
  expect(page.statusCode).toBe(409);
  expect(page.payload).toContain('<h1>Conflict</h1>');
  expect(page.payload).toContain('It is &lt;answered&gt; already.');
  const problem = await app.inject({ url: '/broken', headers: tool });
  expect(problem.headers['content-type']).toContain('application/problem+json');
  expect(problem.json()).toMatchObject({ status: 409, detail: 'It is <answered> already.' });
});

it('reads a form on a page, and on no other route', async () => {
  const app = await open();
  const form = { 'content-type': 'application/x-www-form-urlencoded', ...browser };
  const post = (payload: string) => app.inject({ method: 'POST', url: '/form', headers: form, payload });
  expect((await post('question=why&value=10&value=9')).payload).toContain(
    '<p>{&quot;question&quot;:&quot;why&quot;,&quot;value&quot;:[&quot;10&quot;,&quot;9&quot;]}</p>',
  );
  expect((await post('value=%3Cscript%3E')).payload).toContain('&lt;script&gt;');
  expect(await post(`value=${'a'.repeat(64 * 1024)}`)).toMatchObject({ statusCode: 413 });
  for (const nul of ['value=a%00b', 'a%00b=value', 'value=a&value=b%00']) {
    const { statusCode, payload } = await post(nul);
    expect({ nul, statusCode }).toEqual({ nul, statusCode: 400 });
    expect(payload).toContain('has characters that cannot be stored');
  }
  const elsewhere = await app.inject({
    method: 'POST',
    url: '/form',
    headers: { ...tool, 'content-type': 'text/csv' },
    payload: 'a',
  });
  expect(elsewhere.statusCode).toBe(415);
});

it('lets one address ask so often, and others go on', async () => {
  const app = await open();
  const ask = (remoteAddress: string) => app.inject({ url: '/', headers: browser, remoteAddress });
  for (let n = 0; n < 300; n += 1) expect((await ask('203.0.113.7')).statusCode).toBe(200);
  const refused = await ask('203.0.113.7');
  expect(refused).toMatchObject({ statusCode: 429, headers: { 'retry-after': expect.anything() } });
  expect(refused.payload).toContain('<h1>Too many requests</h1>');
  expect((await ask('203.0.113.8')).statusCode).toBe(200);
  expect((await app.inject({ url: '/v1/things', remoteAddress: '203.0.113.7' })).statusCode).toBe(200);
});
