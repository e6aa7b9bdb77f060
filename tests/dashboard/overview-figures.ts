import { openDatabase } from '@hilo/runtime';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Opened, patience } from './opened.ts';

type Given = () => Opened & { databaseUrl: string };

/** What a tile says, and what it stands for: of how many, in the words of the page. */
type Figure = { value: number | null; n: number };
const Answer = z.looseObject({
  total: z.looseObject({ value: z.number().nullable(), n: z.int() }).optional(),
  rows: z.array(z.looseObject({ value: z.number().nullable(), n: z.int() })),
});
const Row = z.object({ figure: z.string(), value: z.coerce.number().nullable(), n: z.coerce.number() });

const names = ['nps', 'csat', 'ces', 'response-rate', 'immediacy', 'cases', 'pressure', 'volume'] as const;
type Name = (typeof names)[number];

/** Each figure as a person would count it who has the facts and a pencil: the last thirty days, which are days of UTC. */
const byHand = `
WITH period AS (
  SELECT (date_trunc('day', now() AT TIME ZONE 'UTC') - interval '29 days') AT TIME ZONE 'UTC' AS first,
         (date_trunc('day', now() AT TIME ZONE 'UTC') + interval '1 day') AT TIME ZONE 'UTC' AS next),
happened AS (SELECT f.* FROM analytics.facts AS f, period WHERE NOT f.withdrawn AND f.occurred_at >= first AND f.occurred_at < next),
said AS (SELECT a ->> 'scale' AS scale, (a ->> 'value')::numeric AS value
           FROM happened, jsonb_array_elements(answers::jsonb) AS a WHERE a ->> 'scale' IN ('nps', 'csat', 'ces')),
asked AS (SELECT e.id, bool_or(e.state = 'answered') AS answered, min(f.occurred_at) AS occurred_at,
                 min(e.at) FILTER (WHERE e.state IN ('sent', 'accepted', 'delivered', 'opened', 'partial', 'answered', 'reminded')) AS sent_at
            FROM analytics.survey_events AS e
            JOIN analytics.words AS w ON w.word = e.source
            JOIN analytics.facts AS f ON f.source = w.no AND f.id = e.interaction AND NOT f.withdrawn
           GROUP BY e.id HAVING bool_or(e.state = 'invited') AND NOT bool_or(e.state = 'bounced')),
sent AS (SELECT * FROM asked WHERE sent_at IS NOT NULL),
weeks AS (SELECT s.customer, date_trunc('week', h.occurred_at AT TIME ZONE 'UTC') AS week, count(*) AS contacts
            FROM happened AS h JOIN analytics.words AS w ON w.no = h.direction AND w.word = 'outbound'
            JOIN analytics.subjects AS s ON s.no = h.subject
            JOIN analytics.customers AS c ON c.no = s.customer AND NOT c.ambiguous
           GROUP BY 1, 2)
SELECT 'nps' AS figure, 100.0 * (count(*) FILTER (WHERE value >= 9) - count(*) FILTER (WHERE value <= 6)) / nullif(count(*), 0) AS value, count(*) AS n
  FROM said WHERE scale = 'nps'
UNION ALL SELECT 'csat', 100.0 * count(*) FILTER (WHERE value >= 4) / nullif(count(*), 0), count(*) FROM said WHERE scale = 'csat'
UNION ALL SELECT 'ces', 100.0 * count(*) FILTER (WHERE value >= 5) / nullif(count(*), 0), count(*) FROM said WHERE scale = 'ces'
UNION ALL SELECT 'response-rate', 100.0 * count(*) FILTER (WHERE answered) / nullif(count(*), 0), count(*) FROM sent
UNION ALL SELECT 'immediacy', 100.0 * count(*) FILTER (WHERE sent_at <= occurred_at + interval '48 hours') / nullif(count(*), 0), count(*) FROM sent
UNION ALL SELECT 'cases', count(*) FILTER (WHERE status IN ('open', 'waiting')), count(*) FILTER (WHERE status = 'open' AND due_at <= now())
  FROM analytics.cases
UNION ALL SELECT 'pressure', sum(contacts) / nullif(count(*), 0), count(*) FROM weeks
UNION ALL SELECT 'volume', count(*), count(*) FROM happened`;

const number = (most: number, more: Intl.NumberFormatOptions = {}) =>
  new Intl.NumberFormat('en', { maximumFractionDigits: most, ...more });
const percent = number(1, { style: 'percent' });
const inPercent = (value: number) => percent.format(value / 100);
/** How the page writes each figure. */
const written: Readonly<Record<Name, (value: number) => string>> = {
  nps: (value) => number(1, { signDisplay: 'exceptZero' }).format(value),
  csat: inPercent,
  ces: inPercent,
  'response-rate': inPercent,
  immediacy: inPercent,
  cases: (value) => number(0).format(value),
  pressure: (value) => number(2).format(value),
  volume: (value) => number(0).format(value),
};

const shownOn = async (page: Page): Promise<Record<string, [string, string]>> => {
  const shown: Record<string, [string, string]> = {};
  for (const name of names) {
    const tile = page.getByRole('button').filter({ has: page.locator(`[data-figure="${name}"]`) });
    const basis = (await tile.locator('p > span:only-child').first().textContent()) ?? '';
    shown[name] = [(await tile.locator('[data-figure]').textContent()) ?? '', /^[\d,]+/.exec(basis)?.[0] ?? basis];
  }
  return shown;
};

/** The figures of the overview, held against the API and against the facts, while nothing else is told. */
export const holdOverviewAgainstFacts = (opened: Given): void => {
  it('shows eight figures that are those of the API, and of plain SQL over the facts, each with of how many', async () => {
    const { hilo, look, databaseUrl } = opened();
    const pool = openDatabase({ connectionString: databaseUrl, schema: 'analytics', logger: { warn: () => {} } });
    const ask = async (metric: string, more: object = {}): Promise<Figure> => {
      const { total, rows } = await hilo.client.post('/v1/query', { metric, ...more }, Answer);
      return total ?? rows[0] ?? expect.fail(`${metric} has no answer`);
    };
    const always = { from: '2000-01-01' };
    const byApi = async (): Promise<[Name, Figure][]> =>
      Promise.all(
        names.map(async (name): Promise<[Name, Figure]> => {
          if (name !== 'cases') return [name, await ask(name)];
          const { value: overdue } = await ask('cases-overdue', always);
          return [name, { value: (await ask('cases-open', always)).value, n: overdue ?? 0 }];
        }),
      );
    const byFacts = async () =>
      new Map(
        z
          .array(Row)
          .parse((await pool.query(byHand)).rows)
          .map((row) => [row.figure, row]),
      );
    await look('/', {}, async (page) => {
      const differing = async (): Promise<object[]> => {
        await page.reload();
        await page.locator('[data-figure="nps"]').waitFor();
        const [shown, api, facts] = [await shownOn(page), await byApi(), await byFacts()];
        return api.flatMap(([name, { value, n }]) => {
          const counted = facts.get(name);
          const [text, basis] = shown[name] ?? [];
          // Hilo answers with two digits.
          const isSame =
            counted !== undefined &&
            counted.n === n &&
            value !== null &&
            Math.abs((counted.value ?? Number.NaN) - value) <= 0.005 + 1e-9 &&
            text === written[name](value) &&
            basis === number(0).format(n);
          return isSame ? [] : [{ name, shown: shown[name], api: { value, n }, counted }];
        });
      };
      // What was told last may still be on its way.
      await expect.poll(differing, { ...patience, interval: 500 }).toEqual([]);
      const api = await byApi();
      // A figure of nobody would hold as well.
      expect(api.filter(([name, { n }]) => n === 0 && name !== 'cases').map(([name]) => name)).toEqual([]);
    });
    await pool.end();
  });
};
