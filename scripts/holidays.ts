/**
 * Writes the tables of public holidays of survey-trigger from `date-holidays`, which takes milliseconds for one question; with
 * --check, fails if what is committed differs. The years are given, so that the same version writes the same tables in any year.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Holidays from 'date-holidays';
import { z } from 'zod';

const firstYear = 2024;
const lastYear = 2028;
const countries = ['AR', 'BR', 'CL', 'CO', 'DE', 'ES', 'FR', 'GB', 'MX', 'PE', 'US'];
const folder = join(import.meta.dirname, '..', 'services', 'survey-trigger', 'domain', 'calendar', 'holidays');
const check = process.argv.includes('--check');

const require = createRequire(import.meta.url);
const { version } = z.object({ version: z.string() }).parse(require('date-holidays/package.json'));

type Days = Record<string, string>;

const years = Array.from({ length: lastYear - firstYear + 1 }, (_, n) => firstYear + n);

/** The days of type public of a place, by date; what begins or ends within a day closes the whole of it. */
const publicDays = (country: string, region = '', part = ''): Days => {
  const calendar = new Holidays({ country, ...(region && { state: region }), ...(part && { region: part }) });
  const days = years.flatMap((year) =>
    calendar
      .getHolidays(year)
      .filter(({ type }) => type === 'public')
      .flatMap(({ date, start, end, name }) => {
        const count = Math.max(1, Math.ceil((end.getTime() - start.getTime()) / 86_400_000 - 0.1));
        const first = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
        return Array.from({ length: count }, (_, n) => [isoDay(first + n * 86_400_000), name] as const);
      }),
  );
  return Object.fromEntries(days.toSorted(([one], [other]) => one.localeCompare(other)));
};

const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** What a region has beside the nation, and what of the nation it has not. Days of a part of it close all of it. */
const regionOf = (country: string, region: string, name: string, national: Days) => {
  const own = publicDays(country, region);
  const parts = Object.keys(new Holidays().getRegions(country, region) ?? {});
  const all = Object.assign({}, ...parts.map((part) => publicDays(country, region, part)), own);
  const days = Object.entries(z.record(z.string(), z.string()).parse(all))
    .filter(([day]) => national[day] === undefined)
    .toSorted(([one], [other]) => one.localeCompare(other));
  const without = Object.keys(national).filter((day) => own[day] === undefined);
  return { name, days: Object.fromEntries(days), ...(without.length > 0 && { without }) };
};

const tableOf = (country: string) => {
  const national = publicDays(country);
  const regions = Object.entries(new Holidays().getStates(country) ?? {});
  return {
    country,
    source: `date-holidays ${version} (data: CC BY-SA 3.0), days of type public`,
    years: [firstYear, lastYear],
    national,
    regions: Object.fromEntries(
      regions
        .toSorted(([one], [other]) => one.localeCompare(other))
        .map(([region, name]) => [region, regionOf(country, region, name, national)]),
    ),
  };
};

const isAsCommitted = (path: string, text: string): boolean => {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
};

mkdirSync(folder, { recursive: true });
for (const country of countries) {
  const path = join(folder, `${country}.json`);
  const text = `${JSON.stringify(tableOf(country), null, 1)}\n`;
  if (isAsCommitted(path, text)) continue;
  console.log(`${check ? 'differs' : 'written'}: ${path}`);
  if (check) process.exitCode = 1;
  else writeFileSync(path, text);
}
