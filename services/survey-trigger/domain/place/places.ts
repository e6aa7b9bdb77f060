import { z } from 'zod';
import { holidayTables } from '../calendar/holiday-tables.ts';
import type { Place } from '../calendar/holidays.ts';
import { zonesOfCountry } from '../time/zones.ts';
import table from './region-zones.json' with { type: 'json' };

/** Of some countries, the zones of each region; `*` is any other region that its table of holidays knows. */
const regionZones = z.record(z.string(), z.record(z.string(), z.array(z.string()).min(1))).parse(table);

/** Where a country is part of another: whose law it has, and which region of it it is. */
const partOf: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['GP', 'MQ', 'GF', 'RE', 'YT', 'BL', 'MF', 'PM'].map((code) => [code, 'FR'])),
  ...Object.fromEntries(['PR', 'VI', 'GU', 'AS', 'MP'].map((code) => [code, 'US'])),
  ...Object.fromEntries(['GG', 'JE', 'IM'].map((code) => [code, 'GB'])),
  ...Object.fromEntries(['IC', 'EA'].map((code) => [code, 'ES'])),
};

/** The first digits of a French postcode that are of an overseas territory. */
const overseas: Readonly<Record<string, string>> = {
  '971': 'GP',
  '972': 'MQ',
  '973': 'GF',
  '974': 'RE',
  '975': 'PM',
  '976': 'YT',
};

/** The autonomous community of each Spanish province, by the first two digits of its postcodes, from 01 on. */
const spanishCommunities =
  'PV CM VC AN CL EX IB CT CL EX AN VC CM AN GA CM CT AN CM PV AN AR AN CL CT RI GA MD AN MC NC GA AS CL CN GA CL CN CB CL AN CL CT AR CM VC CL PV CL AR CE ML'.split(
    ' ',
  );

/** The place of a code: `ES`, `UK`, `ES-MD`, `RE` (which is a region of France). Nothing for what is none. */
export const placeOfCode = (code: string): Place | undefined => {
  const [first = '', region] = code.trim().toUpperCase().split('-');
  const country = first === 'UK' ? 'GB' : first;
  const whole = partOf[country];
  if (whole !== undefined) return { country: whole, regions: [country] };
  if (!holidayTables.has(country) && zonesOfCountry(country).length === 0) return undefined;
  return { country, regions: region === undefined ? [] : [region] };
};

/** Whether it is the code of a place that may be somebody's: a country, or a region of it where its regions are known. */
export const isKnownPlace = (code: string): boolean => {
  const place = placeOfCode(code);
  if (place === undefined) return false;
  const { country, regions } = place;
  const known = Object.keys({ ...holidayTables.get(country)?.regions, ...regionZones[country] });
  // Of France the tables have the departments alone that are unlike the others.
  if (country === 'FR' || known.length === 0) return true;
  return regions.every((region) => region !== '*' && (known.includes(region) || partOf[region] === country));
};

/** A country as somebody wrote it: by its code, or by its name in one of a few languages. */
export const placeOfCountry = (written: string): Place | undefined =>
  placeOfCode(written) ?? placeOfCode(codesByName().get(plain(written)) ?? '');

/** The same place, more exactly, by the region and the postcode that somebody wrote. */
export const withinCountry = (place: Place, region?: string, postcode?: string): Place => {
  if (place.regions.length > 0) return place;
  const byPostcode = postcode === undefined ? undefined : regionOfPostcode(place.country, postcode.replace(/\s/g, ''));
  const code = byPostcode ?? (region === undefined ? undefined : regionCode(place.country, region));
  return code === undefined ? place : { country: place.country, regions: [code] };
};

/** The zones of a place: of its regions where they are known, otherwise of all the country. */
export const zonesOfPlace = ({ country, regions }: Place): readonly string[] => {
  const zones = regions.map((region) =>
    partOf[region] === country ? zonesOfCountry(region) : zonesOfRegion(country, region),
  );
  return zones.length === 0 || zones.some((some) => some.length === 0)
    ? zonesOfCountry(country)
    : [...new Set(zones.flat())];
};

/** Nothing where it is not known which of the zones of the country a region has. */
const zonesOfRegion = (country: string, region: string): readonly string[] => {
  const known = regionZones[country];
  const isRegion = holidayTables.get(country)?.regions[region] !== undefined;
  return known?.[region] ?? (isRegion ? known?.['*'] : undefined) ?? [];
};

const regionOfPostcode = (country: string, postcode: string): string | undefined => {
  if (!/^\d{5}$/.test(postcode)) return undefined;
  if (country === 'ES') return spanishCommunities[Number(postcode.slice(0, 2)) - 1];
  if (country === 'FR') return overseas[postcode.slice(0, 3)] ?? postcode.slice(0, 2);
  return undefined;
};

/** The code of a region that was written as a code, with or without its country, or as the name that the tables know. */
const regionCode = (country: string, written: string): string | undefined => {
  const code = written.trim().toUpperCase().replace(`${country}-`, '');
  const regions = Object.entries(holidayTables.get(country)?.regions ?? {});
  const isKnown = regions.some(([one]) => one === code) || regionZones[country]?.[code] !== undefined;
  return isKnown ? code : regions.find(([, { name }]) => plain(name) === plain(written))?.[0];
};

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .trim()
    .toLowerCase();

let names: ReadonlyMap<string, string> | undefined;

const codesByName = (): ReadonlyMap<string, string> => {
  names ??= new Map(
    ['en', 'es', 'fr', 'de', 'pt'].flatMap((language) => {
      const inWords = new Intl.DisplayNames(language, { type: 'region' });
      return countryCodes.map((code) => [plain(inWords.of(code) ?? code), code] as const);
    }),
  );
  return names;
};

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const countryCodes = letters
  .flatMap((one) => letters.map((other) => one + other))
  .filter((code) => zonesOfCountry(code).length > 0);
