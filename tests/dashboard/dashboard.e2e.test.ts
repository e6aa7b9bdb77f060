import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CustomerRecord, IngestResult } from '@hilo/contracts';
import { buildDashboard } from '@hilo/dashboard/build';
import { makeLocalToken, openDatabase } from '@hilo/runtime';
import { type BadMailServer, createTestDatabase, startBadMailServer, type TestDatabase } from '@hilo/testing';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { openChromium } from '../chromium.ts';
import { seeWhoIsBehindFigures } from './behind-figures.ts';
import { tryCustomer } from './customer.ts';
import { editProgrammes } from './editing-programmes.ts';
import { bearHostileTexts } from './hostile.ts';
import { decideWhoIsWho } from './identity.ts';
import { improve } from './improvements.ts';
import { followJourneys } from './journeys.ts';
import { type Look, type Looking, patience } from './opened.ts';
import { holdOverviewAgainstFacts } from './overview-figures.ts';
import { tryPressure } from './pressure.ts';
import { tryQuality } from './quality.ts';
import { lookAtRecovery } from './recovery.ts';
import { trySurveys } from './surveys.ts';
import { takeBack } from './taking-back.ts';
import { ana, hostile, interactions, mixed } from './told.ts';
import { keepViews } from './views.ts';
import { workOnCases } from './working-on-cases.ts';

/** Of script, compressed: charts come with the pages that need them. */
const kilobytes = [
  { path: '/', ready: '[data-figure="nps"]', most: 250 },
  { path: '/journeys?journeys=paths', ready: 'svg rect[role]', most: 400 },
];
/** With a folder, what the pages look like is kept there, to be looked at. */
const { HILO_SCREENSHOTS: screenshots } = process.env;
const secret = 'a secret of the sessions of this test';
/** What customers said is declared, so that journeys are told by it. */
const environment = { HILO_SESSION_SECRET: secret, HILO_PROPERTIES: 'said' };
const desk = { width: 1440, height: 900 };
const telephone = { width: 390, height: 844 };

const browser = await openChromium();
if ('skipped' in browser) it.skip(`shows the dashboard in a browser (skipped: ${browser.skipped})`, () => {});
else describe('the dashboard', () => inBrowser(browser));

function inBrowser(chromium: Browser): void {
  let database: TestDatabase;
  let hilo: HiloProcess;
  let mails: BadMailServer;
  let customer: string;
  let mixedUp: string;
  let caseOfAna: string;
  let cookie: { name: string; value: string; url: string };
  const told = interactions(Date.now());

  beforeAll(async () => {
    database = await createTestDatabase();
    mails = await startBadMailServer();
    // It serves what is built when it opens.
    await buildDashboard();
    hilo = await startHilo({ databaseUrl: database.url, environment: { ...environment, HILO_SMTP_URL: mails.url } });
    cookie = await signedIn();
    await hilo.client.post('/v1/interactions', told, IngestResult);
    await untilThrough(hilo.client);
    const everything = { metric: 'volume', from: '2000-01-01' };
    const counted = async () => [
      await figureOf(everything),
      await figureOf({ metric: 'verbatims', filters: { touchpoint: 'feedback' } }),
    ];
    await vi.waitFor(
      async () => expect(await counted()).toMatchObject([{ value: told.length }, { value: 1 }]),
      patience,
    );
    ({ id: customer } = await hilo.client.post('/v1/customers/lookup', ana, CustomerRecord));
    ({ id: mixedUp } = await hilo.client.post('/v1/customers/lookup', mixed, CustomerRecord));
    const Cases = z.object({ cases: z.array(z.object({ id: z.string() })) });
    const cases = async () => (await hilo.client.get(`/v1/cases?customer=${customer}&rule=complaint`, Cases)).cases;
    await vi.waitFor(async () => expect(await cases()).not.toEqual([]), patience);
    caseOfAna = (await cases())[0]?.id ?? '';
  }, 300_000);
  afterAll(async () => {
    await chromium.close();
    await hilo?.stop();
    await mails?.close();
    await database?.drop();
  });

  const link = () => `${hilo.url}/auth/local?token=${makeLocalToken(secret, Date.now())}`;
  /** The cookie of who opened the link of a local start. */
  const signedIn = async () => {
    const response = await fetch(link(), { redirect: 'manual' });
    const [, name = '', value = ''] = /^([^=]+)=([^;]+)/.exec(response.headers.get('set-cookie') ?? '') ?? [];
    return { name, value, url: hilo.url };
  };

  const Answer = z.looseObject({
    total: z.looseObject({ value: z.number().nullable(), n: z.int() }).optional(),
    rows: z.array(z.looseObject({ value: z.number().nullable(), n: z.int() })),
  });
  const figureOf = async (question: object) => {
    const { total, rows } = await hilo.client.post('/v1/query', question, Answer);
    return total ?? rows[0];
  };

  const look: Look = async (path, { isStranger = false, ...options }, work) => {
    const context = await chromium.newContext({ viewport: desk, locale: 'en', timezoneId: 'UTC', ...options });
    if (!isStranger) await context.addCookies([cookie]);
    const looking: Looking = { said: [], asked: [] };
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(patience.timeout);
      page.on('request', (request) => looking.asked.push(request.url()));
      page.on('pageerror', ({ message }) => looking.said.push(message));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) looking.said.push(message.text());
      });
      await page.goto(`${hilo.url}${path}`);
      await work(page, looking);
      expect(looking.said).toEqual([]);
    } finally {
      await context.close();
    }
  };

  const countFacts = async (sql: string): Promise<number> => {
    const pool = openDatabase({ connectionString: database.url, schema: 'public', logger: { warn: () => {} } });
    const { rows } = await pool.query<{ n: string }>(sql);
    await pool.end();
    return Number(rows[0]?.n);
  };
  const shown = (page: Page, figure: string) => page.locator(`[data-figure="${figure}"]`);
  const keep = async (page: Page, name: string): Promise<void> => {
    if (screenshots === undefined) return;
    mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: join(screenshots, `${name}.png`) });
  };

  it('shows the figures that the API answers, with one request for all of them', async () => {
    await look('/', {}, async (page, { asked }) => {
      await shown(page, 'nps').waitFor();
      expect(asked.filter((url) => url.includes('/v1/query'))).toHaveLength(1);
      await page.locator('[data-live="volume"]').waitFor();
      const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
      const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
      const value = async (question: object) => (await figureOf(question))?.value ?? Number.NaN;
      expect({
        nps: await shown(page, 'nps').textContent(),
        csat: await shown(page, 'csat').textContent(),
        ces: await shown(page, 'ces').textContent(),
        volume: await shown(page, 'volume').textContent(),
        cases: await shown(page, 'cases').textContent(),
        'response-rate': await shown(page, 'response-rate').textContent(),
      }).toEqual({
        nps: number.format(await value({ metric: 'nps' })),
        csat: percent.format((await value({ metric: 'csat' })) / 100),
        ces: percent.format((await value({ metric: 'ces' })) / 100),
        volume: String(await value({ metric: 'volume' })),
        cases: String(await value({ metric: 'cases-open', from: '2000-01-01' })),
        'response-rate': '–',
      });
      expect(asked.filter((url) => !url.startsWith(hilo.url) && !url.startsWith('data:'))).toEqual([]);
    });
  });

  it('says what moved beyond chance, where, and of how many; and what is believed beside what is said', async () => {
    await look('/', {}, async (page) => {
      await page.getByText(/^NPS at call\.support fell by [\d.]+ points to/).waitFor();
      await page.getByText(/^CSAT at call\.support fell by/).waitFor();
      await page.locator('[data-change="nps"]').waitFor();
      await page.getByText('Employees believe', { exact: true }).waitFor();
      await page.getByText('Management believes', { exact: true }).waitFor();
      await page.getByRole('switch', { name: 'Compare with the time before' }).click();
      await expect.poll(() => page.locator('[data-change]').count(), patience).toBe(0);
      expect(page.url()).toContain('compare=none');
    });
  });

  it('has its filters in the address, and counts by them', async () => {
    await look('/?channel=call_centre&range=7d', {}, async (page) => {
      const from = new Date(Date.now() - 6 * 86_400_000).toISOString().slice(0, 10);
      const asked = { metric: 'nps', from, filters: { channel: ['call_centre'] } };
      const { value } = { value: Number.NaN, ...(await figureOf(asked)) };
      const written = new Intl.NumberFormat('en', { maximumFractionDigits: 1, signDisplay: 'exceptZero' });
      await expect.poll(() => shown(page, 'nps').textContent(), patience).toBe(written.format(value ?? Number.NaN));
      await page.getByRole('button', { name: 'Filters (1)' }).click();
      await page.getByRole('combobox', { name: 'Voice' }).click();
      await page.getByRole('option', { name: 'Employees' }).click();
      await expect.poll(() => page.url(), patience).toContain('voice=employee');
      await page.getByRole('link', { name: 'Customers' }).click();
      await expect.poll(() => page.url(), patience).toContain('/customers?');
      expect(page.url()).toContain('channel=call_centre');
      await page.goBack();
      await page.getByRole('button', { name: 'Clear' }).click();
      await expect.poll(() => page.url(), patience).not.toContain('channel');
      expect(page.url()).toContain('range=7d');
    });
  });

  seeWhoIsBehindFigures(() => ({ hilo, look, keep, countFacts }));

  it('finds a customer as one types, by the keyboard alone, and shows her thread', async () => {
    await look('/', {}, async (page, { asked }) => {
      await shown(page, 'nps').waitFor();
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByRole('dialog').getByRole('textbox').fill('ana.garcia@example.org');
      await page.getByRole('dialog').getByText('Ana García Villalobos-Etxeberria').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Ana García Villalobos-Etxeberria' }).waitFor();
      await page.getByText('Mi maleta llegó rota y nadie me ayudó.').waitFor();
      await page.getByText('Case: complaint').first().waitFor();
      await page.getByText(/^\d\d days of silence$/).waitFor();
      await page.getByText('marketing, E-mail: may be asked').waitFor();
      await page.getByText('Call them Ana').waitFor();
      // Who is looked for is in no address.
      expect(asked.filter((url) => url.includes('garcia'))).toEqual([]);
    });
  });

  it('shows markup in a name or a text as text', async () => {
    await look('/customers', {}, async (page) => {
      await page.getByRole('searchbox').fill('DASH-EVIL');
      await page.getByRole('link').filter({ hasText: '=HYPERLINK' }).click();
      await page.getByText(hostile, { exact: true }).waitFor();
      expect(await page.title()).not.toBe('hacked');
    });
  });

  it('says in Spanish what it says in English, and remembers that', async () => {
    await look('/', {}, async (page) => {
      await page.getByRole('button', { name: 'Español' }).click();
      await page.getByRole('heading', { level: 1, name: 'Resumen' }).waitFor();
      await page.reload();
      await page.getByRole('heading', { level: 1, name: 'Resumen' }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('es');
    });
  });

  it('keeps the figures that it has, greyed, where Hilo does not answer, and tries again', async () => {
    await look('/', {}, async (page, looking) => {
      await shown(page, 'nps').waitFor();
      const before = await shown(page, 'nps').textContent();
      await page.route('**/v1/query', (route) =>
        route.fulfill({
          status: 422,
          contentType: 'application/problem+json',
          body: '{"title":"Took too long","detail":"Ask for less."}',
        }),
      );
      await page.getByRole('combobox', { name: 'Time' }).click();
      await page.getByRole('option', { name: 'Last 90 days' }).click();
      await page.getByRole('alert').getByText('Ask for less.').waitFor();
      expect(await shown(page, 'nps').textContent()).toBe(before);
      await page.unroute('**/v1/query');
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('alert').waitFor({ state: 'detached' });
      looking.said.length = 0;
    });
  });

  workOnCases({ hilo: () => hilo, caseOfAna: () => caseOfAna, look });
  takeBack({ hilo: () => hilo, caseOfAna: () => caseOfAna, look });
  lookAtRecovery(() => ({ hilo, look, keep, database }));
  improve(() => ({ hilo, look, keep }));

  it('sends who is not let in to where one signs in', async () => {
    await look('/customers?range=7d', { isStranger: true }, async (page, looking) => {
      await page.getByRole('searchbox').fill('ana');
      await page.getByRole('heading', { level: 1, name: 'Sign in to Hilo' }).waitFor();
      const link = await page.getByRole('link', { name: /^Sign in with/ }).getAttribute('href');
      expect(link).toBe(`/auth/login?then=${encodeURIComponent('/customers?range=7d')}`);
      // The browser says by itself that it was not let in.
      looking.said.length = 0;
    });
  });

  it('lets in who opens the link of a local start, and lets her out again', async () => {
    await look('/sign-in', { isStranger: true }, async (page, looking) => {
      await page.goto(link());
      await shown(page, 'nps').waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
      await page.getByRole('button', { name: /^Signed in as/ }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await page.getByRole('heading', { level: 1, name: 'Sign in to Hilo' }).waitFor();
      await page.goto(`${hilo.url}/`);
      await page.getByRole('heading', { level: 1, name: 'Sign in to Hilo' }).waitFor();
      looking.said.length = 0;
    });
  });

  it('answers a page at its own addresses alone, and lets it run nothing that is not its own', async () => {
    const headers = { accept: 'text/html' };
    const [page, file, nothing, api, text] = await Promise.all([
      fetch(`${hilo.url}/customers/${customer}`, { headers }),
      fetch(`${hilo.url}/assets/nothing-00000000.js`, { headers }),
      fetch(`${hilo.url}/customer`, { headers }),
      fetch(`${hilo.url}/v1/customer`, { headers }),
      fetch(hilo.url, { headers: { accept: '*/*' } }),
    ]);
    expect([page.status, file.status, nothing.status, api.status]).toEqual([200, 404, 404, 404]);
    expect(await text.text()).toContain('What runs here');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    expect(policy).toContain("frame-ancestors 'none'");
    expect([page.headers.get('cache-control'), page.headers.get('x-content-type-options')]).toEqual([
      'no-store',
      'nosniff',
    ]);
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1];
    const { headers: cached } = await fetch(`${hilo.url}${script}`);
    expect(cached.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each(kilobytes)('loads no more than $most KB of script for $path', async ({ path, ready, most }) => {
    await look(path, {}, async (page) => {
      await page.locator(ready).first().waitFor();
      const scripts = await page.evaluate(() =>
        performance
          .getEntriesByType('resource')
          .map(({ name }) => name)
          .filter((name) => name.endsWith('.js')),
      );
      const sizes = await Promise.all(
        scripts.map(async (url) => gzipSync(Buffer.from(await (await fetch(url)).arrayBuffer()), { level: 9 }).length),
      );
      expect(scripts.length).toBeGreaterThan(0);
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(most * 1024);
    });
  });

  decideWhoIsWho(() => ({ hilo, look, keep }));

  followJourneys(() => ({ hilo, look, keep, countFacts }));

  keepViews(() => ({ hilo, look, keep }));
  tryQuality(() => ({ hilo, look, keep }));
  tryPressure(() => ({ hilo, look, keep, databaseUrl: database.url }));
  trySurveys(() => ({ hilo, look, keep, databaseUrl: database.url }));
  editProgrammes(() => ({ hilo, look, keep }));
  tryCustomer(() => ({ hilo, look, keep }));

  const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const pages = [
    { name: 'overview', path: () => '/', ready: 'svg[aria-label*=" 30 "]' },
    { name: 'figure', path: () => '/#nps', ready: '[data-point]' },
    { name: 'search', path: () => '/customers', ready: 'input[type="search"]' },
    { name: 'customer', path: () => `/customers/${customer}`, ready: 'blockquote' },
    { name: 'identity', path: () => `/customers/${mixedUp}/identity`, ready: '[data-place="edge 0"]' },
    { name: 'funnel', path: () => '/journeys', ready: '[data-step]' },
    { name: 'paths', path: () => '/journeys?journeys=paths', ready: 'svg rect[role]' },
    { name: 'retention', path: () => '/journeys?journeys=retention', ready: 'td button' },
    { name: 'moments', path: () => '/journeys?journeys=moments&score=csat', ready: '[data-moment]' },
    { name: 'cases', path: () => '/cases', ready: '[data-case]' },
    { name: 'case', path: () => `/cases/${caseOfAna}`, ready: '[data-open-case] blockquote' },
    { name: 'recovery', path: () => '/cases/recovery', ready: '[data-figure="inTime"]' },
    { name: 'improvements', path: () => '/cases/improvements', ready: 'nav a[data-shown="true"]' },
    { name: 'quality', path: () => '/quality', ready: '[data-entry="quality-3"]' },
    { name: 'pressure', path: () => '/pressure?week=2026-11-02&place=ES-MD', ready: '[data-day] [data-open]' },
    { name: 'surveys', path: () => '/surveys', ready: '[data-programme="lounge"] [role="img"]' },
    { name: 'survey', path: () => '/surveys/lounge', ready: '[data-figure="p50"]' },
    { name: 'survey-edit', path: () => '/surveys/belt/edit', ready: '[data-preview]' },
    { name: 'sign-in', path: () => '/sign-in', ready: 'h1' },
  ];
  const ways = [
    { way: 'at a desk, by day, in English', viewport: desk, colorScheme: 'light', locale: 'en' },
    { way: 'on a telephone, in the dark, in Spanish', viewport: telephone, colorScheme: 'dark', locale: 'es' },
  ] as const;
  it.each(pages.flatMap((page) => ways.map((way) => ({ ...page, ...way }))))(
    'can be read by everybody: $name, $way',
    async ({ name, path, ready, way: _, ...options }) => {
      await look(path(), { ...options, bypassCSP: true, reducedMotion: 'reduce' }, async (page) => {
        await page.locator(ready).first().waitFor();
        await expect.poll(() => page.locator('[aria-busy="true"]').count(), patience).toBe(0);
        await keep(page, `${name}-${options.viewport.width}-${options.colorScheme}-${options.locale}`);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(options.viewport.width);
        await page.evaluate(axe);
        const found = await page.evaluate(
          `axe.run().then(({ violations }) => violations.filter(({ impact }) => ['serious', 'critical'].includes(impact))
            .map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 200)) })))`,
        );
        expect(found).toEqual([]);
      });
    },
  );

  holdOverviewAgainstFacts(() => ({ hilo, look, keep, databaseUrl: database.url }));
  bearHostileTexts(() => ({ hilo, look, keep }));
}
