import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join, normalize } from 'node:path';
import { CustomerRecord } from '@hilo/contracts';
import { createTestDatabase, type TestDatabase } from '@hilo/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiKey, type HiloProcess, startHilo } from '../../scripts/api/hilo-process.ts';
import { untilThrough } from '../../scripts/replay/settle.ts';
import { openChromium } from '../chromium.ts';

const folderOf = (name: string): string => join(import.meta.dirname, '..', '..', 'node_modules', name);

/** The folders with what a page of a web site loads of each client, as its makers publish it. */
const folders: Readonly<Record<string, string>> = {
  segment: join(folderOf('@segment/analytics-next'), 'dist', 'umd'),
  'customer-io': join(folderOf('@customerio/cdp-analytics-browser'), 'dist', 'umd'),
  rudderstack: join(folderOf('@rudderstack/analytics-js'), 'dist', 'npm', 'modern', 'bundled', 'umd'),
};

/** A web site on an origin of its own. */
const openSite = async () => {
  const server = createServer((request, response) => {
    const [, folder = '', file = ''] = /^\/([\w-]+)\/([\w.-]+)$/.exec(request.url ?? '') ?? [];
    const root = folders[folder];
    if (root === undefined)
      return void response.setHeader('content-type', 'text/html').end('<!doctype html><title>Shop</title>');
    readFile(join(root, normalize(file))).then(
      (content) => response.setHeader('content-type', 'text/javascript').end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the web site listens nowhere');
  return { origin: `http://127.0.0.1:${address.port}`, close: () => server.close() };
};

/** What the page of each client does: says who is there, shows a page, and tracks an event. */
const clients: readonly (readonly [name: string, folder: string, script: string])[] = [
  [
    'Segment’s analytics.js, one call a request',
    'segment',
    `const analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: KEY, cdnURL: HILO });
     await analytics.identify(USER, { email: EMAIL, firstName: 'Ana' });
     await analytics.page('Pricing');
     await analytics.track('Order Completed', { revenue: 12.5 });`,
  ],
  [
    'Segment’s analytics.js, in batches',
    'segment',
    `const strategy = { strategy: 'batching', config: { size: 3, timeout: 200 } };
     const analytics = AnalyticsNext.AnalyticsBrowser.load(
       { writeKey: KEY, cdnURL: HILO }, { integrations: { 'Segment.io': { deliveryStrategy: strategy } } });
     await analytics.identify(USER, { email: EMAIL, firstName: 'Ana' });
     await analytics.page('Pricing');
     await analytics.track('Order Completed', { revenue: 12.5 });`,
  ],
  [
    'Customer.io’s client',
    'customer-io',
    `const analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: KEY, cdnURL: HILO + '/customerio' });
     await analytics.identify(USER, { email: EMAIL, firstName: 'Ana' });
     await analytics.page('Pricing');
     await analytics.track('Order Completed', { revenue: 12.5 });`,
  ],
  [
    'RudderStack’s client',
    'rudderstack',
    `const { RudderAnalytics } = window.rudderanalytics;
     const analytics = new RudderAnalytics();
     analytics.load(KEY, HILO, { configUrl: HILO });
     analytics.identify(USER, { email: EMAIL, firstName: 'Ana' });
     analytics.page('Pricing');
     analytics.track('Order Completed', { revenue: 12.5 });`,
  ],
  [
    'RudderStack’s client, by beacon',
    'rudderstack',
    `const { RudderAnalytics } = window.rudderanalytics;
     const analytics = new RudderAnalytics();
     analytics.load(KEY, HILO, { configUrl: HILO, useBeacon: true, beaconQueueOptions: { flushQueueInterval: 200 } });
     analytics.identify(USER, { email: EMAIL, firstName: 'Ana' });
     analytics.page('Pricing');
     analytics.track('Order Completed', { revenue: 12.5 });`,
  ],
];

const browser = await openChromium();
const title = 'clients in the pages of a web site, unchanged but for their host and key';

if ('skipped' in browser) describe(title, () => it.skip(`is skipped: ${browser.skipped}`, () => {}));
else {
  describe(title, () => {
    let database: TestDatabase;
    let site: Awaited<ReturnType<typeof openSite>>;
    let hilo: HiloProcess;

    beforeAll(async () => {
      database = await createTestDatabase();
      site = await openSite();
      hilo = await startHilo({ databaseUrl: database.url, environment: { HILO_CORS_ORIGINS: site.origin } });
    });
    afterAll(async () => {
      await browser.close();
      await hilo.stop();
      site.close();
      await database.drop();
    });

    it.each(clients)('%s', async (name, folder, script) => {
      const user = `user of ${name}`;
      const email = `${folder}.${clients.findIndex(([one]) => one === name)}@example.org`;
      const page = await browser.newPage();
      const failures: string[] = [];
      page.on('console', (message) => message.type() === 'error' && failures.push(message.text()));
      page.on('pageerror', (error) => failures.push(error.message));
      await page.goto(site.origin);
      await page.addScriptTag({ url: `${site.origin}/${folder}/index.js` });
      const known = Object.entries({ KEY: apiKey, HILO: hilo.url, USER: user, EMAIL: email });
      const constants = known.map(([constant, value]) => `const ${constant} = ${JSON.stringify(value)};`).join('\n');
      await page.evaluate(`(async () => { ${constants}\n${script} })()`);

      const lookUp = () => hilo.client.post('/v1/customers/lookup', { kind: 'email', value: email }, CustomerRecord);
      await expect
        .poll(async () => (await lookUp().catch(() => undefined))?.interactions.total, { interval: 300 })
        .toBe(3);
      await page.close();
      await untilThrough(hilo.client);
      const record = await lookUp();
      expect(record.identifiers.map(({ kind }) => kind).toSorted()).toEqual(['anonymous_id', 'email', 'user_id']);
      expect(record).toMatchObject({
        traits: { givenName: { value: 'Ana' } },
        interactions: { byChannel: { web: 3 } },
      });
      expect(failures).toEqual([]);
    });
  });
}
