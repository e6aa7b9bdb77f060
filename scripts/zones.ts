/**
 * Writes which time zones each country has, as the zone database of this Node knows them; with --check, fails if what is
 * committed differs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, '..', 'services', 'survey-trigger', 'domain', 'time', 'zones.json');

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const codes = letters.flatMap((one) => letters.map((other) => one + other));
const zonesOf = (country: string): string[] => new Intl.Locale(`und-${country}`).getTimeZones() ?? [];
// Codes of ISO 3166-1 that were withdrawn, or are reserved: they repeat the zones of another.
const withdrawn =
  'AC AN BU CP CQ CS CT DD DG DY EA FQ FX HV IC JT MI NH NQ NT PC PU PZ RH SU TA TP UK VD WK YD YU ZR'.split(' ');

const countries = Object.fromEntries(
  codes
    .filter((code) => !withdrawn.includes(code))
    .map((code) => [code, zonesOf(code)] as const)
    .filter(([, zones]) => zones.length > 0),
);
const text = `${JSON.stringify({ source: `IANA time zone database ${process.versions.tz}`, countries }, null, 1)}\n`;

const isAsCommitted = (): boolean => {
  try {
    return readFileSync(path, 'utf8') === text;
  } catch {
    return false;
  }
};

if (!isAsCommitted()) {
  const check = process.argv.includes('--check');
  console.log(`${check ? 'differs' : 'written'}: ${path}`);
  if (check) process.exitCode = 1;
  else writeFileSync(path, text);
}
