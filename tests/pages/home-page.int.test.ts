import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type RunningProcess, type ServiceDefinition, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { services } from '../../scripts/services.ts';
import { openChromium } from '../chromium.ts';

const key = 'the-key-of-the-operator';
const closing: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const start = async (definitions: readonly ServiceDefinition[]): Promise<RunningProcess> => {
  const database = await createTestDatabase();
  closing.push(() => database.drop());
  const hilo = await startProcess(definitions, {
    DATABASE_URL: database.url,
    HILO_API_KEY: key,
    HILO_ID_SECRET: 'a secret of the tests',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
  });
  closing.push(() => hilo.close());
  return hilo;
};

/** What to type, without the line breaks: the address, and what is posted if anything is. */
const callsIn = (text: string): { url: string; body: string | undefined }[] =>
  [
    ...text.matchAll(
      /curl '?([^' ]+)'? \\\n +-H "Authorization: Bearer \$KEY"(?: \\\n +-H '[^']+' \\\n +-d '([^']+)')?/g,
    ),
  ].map(([, url = '', body]) => ({ url, body }));

it.each(services.map((one) => [one.name, one] as const))(
  'introduces %s where it runs alone, with a call that works',
  async (name, one) => {
    const { url } = await start([one]);
    const text = await (await fetch(`${url}/`)).text();
    expect(text).toContain(`\n${name}: ${one.does}\n`);
    const [call, ...others] = callsIn(text);
    expect([call?.url.startsWith(url), others]).toEqual([true, []]);
    const { status } = await fetch(call?.url ?? '', {
      method: call?.body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        ...(call?.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(call?.body !== undefined && { body: call.body }),
    });
    // Nobody has posted the customer that is looked up.
    expect(status).toBe(name === 'ingest' ? 202 : name === 'identity-resolution' ? 404 : 200);
  },
);

const browser = await openChromium();
if ('skipped' in browser) it.skip(`shows the page at /about in a browser (skipped: ${browser.skipped})`, () => {});
else describe('the page at /about in a browser', () => inBrowser(browser));

function inBrowser(browser: Browser): void {
  let url: string;
  beforeAll(async () => {
    closing.push(() => browser.close());
    url = `${(await start(services)).url}/about`;
  });

  const look = async (options: BrowserContextOptions, work: (page: Page) => Promise<void>): Promise<void> => {
    const context = await browser.newContext(options);
    try {
      await work(await context.newPage());
    } finally {
      await context.close();
    }
  };
  const phone = { width: 320, height: 640 };
  const desk = { width: 1280, height: 800 };

  it.each([
    ['on a telephone, by day', phone, 'light'],
    ['on a telephone, in the dark', phone, 'dark'],
    ['at a desk, by day', desk, 'light'],
    ['at a desk, in the dark', desk, 'dark'],
  ] as const)('can be read by everybody %s', async (_where, viewport, colorScheme) => {
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await look({ viewport, colorScheme, bypassCSP: true }, async (page) => {
      await page.goto(url);
      await page.evaluate(axe);
      expect(
        await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id, help }) => ({ id, help })))'),
      ).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(viewport.width);
    });
  });

  it('needs no script, and asks for nothing elsewhere', async () => {
    await look({ javaScriptEnabled: false }, async (page) => {
      const asked: string[] = [];
      const said: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('console', (message) => said.push(message.text()));
      await page.goto(url, { waitUntil: 'networkidle' });
      expect(asked.filter((one) => !one.startsWith('data:'))).toEqual([url]);
      expect(said).toEqual([]);
      expect(await page.getByRole('heading', { level: 3 }).allTextContents()).toEqual(services.map(({ name }) => name));
    });
  });

  it('runs no script and no style that somebody has brought into it', async () => {
    await look({}, async (page) => {
      const refused: string[] = [];
      page.on('console', (message) => refused.push(message.text()));
      await page.route(url, async (route) => {
        const response = await route.fetch();
        const evil = `<script>document.title = 'hacked'</script><img src="x" onerror="document.title = 'hacked'"><style>main { display: none }</style>`;
        await route.fulfill({ response, body: (await response.text()).replace('</main>', `${evil}</main>`) });
      });
      await page.goto(url, { waitUntil: 'networkidle' });
      expect(await page.title()).toMatch(/^Hilo: ingest/);
      expect(await page.getByRole('main').isVisible()).toBe(true);
      expect(refused.filter((one) => one.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(3);
    });
  });
}
