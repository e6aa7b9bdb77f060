/** Measures what somebody waits for who opens the dashboard with millions of interactions behind it: `pnpm test:dashboard`, and `--full` for five. */
import { buildDashboard } from '@hilo/dashboard/build';
import { makeLocalToken } from '@hilo/runtime';
import { Command } from 'commander';
import type { Browser, Page } from 'playwright-core';
import { makeBenchRows } from '../../scripts/bench/analytics-rows.ts';
import { openAsker } from '../../scripts/bench/analytics-service/ask.ts';
import { openServiceBench } from '../../scripts/bench/analytics-service/open.ts';
import { firstMonday } from '../../scripts/bench/analytics-service/questions.ts';
import { median } from '../../scripts/bench/figures.ts';
import { explainFailure } from '../../scripts/explain-failure.ts';
import { openChromium } from '../chromium.ts';

const { interactions, rounds, full } = new Command('test:dashboard')
  .description(
    'Opens the overview of analytics in a process of its own, and works on it: milliseconds, against the answer alone.',
  )
  .option('--interactions <number>', 'how many there are, of a tenth as many customers', Number, 500_000)
  .option('--rounds <number>', 'how often it is opened; the median counts', Number, 9)
  .option('--full', '5 million interactions')
  .parse()
  .opts<{ interactions: number; rounds: number; full?: boolean }>();

const secret = 'a secret of the sessions of this run';

/** Runs in the page, before anything of it. */
const watchInteractions = `
  globalThis.longestInteractionMs = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestInteractionMs = Math.max(longestInteractionMs, duration);
  }).observe({ type: 'event', durationThreshold: 16, buffered: true });
`;

await run().catch((error: unknown) => {
  console.error(`test:dashboard: ${explainFailure(error)}`);
  process.exitCode = 1;
});

async function run(): Promise<void> {
  await using opened = new AsyncDisposableStack();
  const browser = await openChromium();
  if ('skipped' in browser) throw new Error(browser.skipped);
  opened.defer(() => browser.close());
  await buildDashboard();
  const rows = makeBenchRows(full ? 5_000_000 : interactions, firstMonday(Date.now()));
  console.log(`${rows.n} interactions of ${rows.tier.length - 1} customers`);
  const bench = await openServiceBench(opened, rows);
  const { url } = await bench.start('analytics', { environment: { HILO_SESSION_SECRET: secret } });
  // Until all columns are read, figures are counted from the tables.
  await using asker = openAsker(url);
  await asker.untilAnswered({ path: '/v1/journeys/moments', body: { of: 'nps' } });
  const seen: Opening[] = [];
  // The first one waits for what is read once.
  for (let round = 0; round <= rounds; round++) seen.push(await openOverview(browser, url));
  const warm = seen.slice(1);
  const of = (what: keyof Opening): number => median(warm.map((one) => one[what]));
  console.log(
    JSON.stringify({
      ...{ name: 'dashboard', rows: rows.n, rounds, first: seen[0] },
      ...{ viewMs: of('viewMs'), answerMs: of('answerMs'), interactionMs: of('interactionMs') },
      viewToAnswer: Number((of('viewMs') / of('answerMs')).toFixed(2)),
    }),
  );
}

/** Milliseconds from the address to the figures; of the answer alone; and from a key or a press to what is painted next, the slowest. */
type Opening = { viewMs: number; answerMs: number; interactionMs: number };

async function openOverview(browser: Browser, url: string): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en', bypassCSP: true });
  try {
    const page = await context.newPage();
    await page.goto(`${url}/auth/local?token=${makeLocalToken(secret, Date.now())}`);
    await page.goto('about:blank');
    await page.addInitScript(watchInteractions);
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(`document.querySelector('[data-figure="volume"]') !== null`, undefined, {
      polling: 'raf',
      timeout: 120_000,
    });
    const viewMs = await page.evaluate(() => performance.now());
    const answerMs = await page.evaluate(() => {
      const [asked] = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/v1/query'));
      return asked?.duration ?? Number.NaN;
    });
    return { viewMs, answerMs, interactionMs: await workOn(page) };
  } finally {
    await context.close();
  }
}

/** Another time, another filter, a figure over time: what somebody does in the first minute. */
async function workOn(page: Page): Promise<number> {
  await page.getByRole('combobox', { name: 'Time' }).click();
  await page.getByRole('option', { name: 'Last 90 days' }).click();
  await page.locator('[data-figure="volume"]').waitFor();
  await page.getByRole('switch', { name: 'Compare with the time before' }).click();
  await page.getByRole('button', { name: /^Interactions / }).click();
  await page.getByRole('dialog').getByText('How it is counted').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  return page.evaluate<number>('longestInteractionMs');
}
