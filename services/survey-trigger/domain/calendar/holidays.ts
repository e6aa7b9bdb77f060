import { type HolidayTable, holidayTables } from './holiday-tables.ts';

/** A day as it stands in every calendar: how many days after 1 January 1970. */
export type EpochDay = number;

/** Days on which nobody is contacted by a rule that heeds holidays. What is outside of what is known is closed as well. */
export type Calendar = { days: ReadonlySet<EpochDay>; from: EpochDay; until: EpochDay };

/** Whose holidays a rule heeds; `municipal` are regional ones here, and those of towns that the operator adds. */
export type HolidayScope = 'national' | 'regional' | 'municipal';

/** A country (ISO 3166-1), and the regions of it (ISO 3166-2, without the country) where somebody may be; none: anywhere. */
export type Place = { country: string; regions: readonly string[] };

/** A day that the operator adds, for a country or a region such as `ES-MD`. */
export type OwnHoliday = { place: string; date: string; name: string };

export type Holiday = { date: string; name: string; source: string };

const dayMs = 86_400_000;

export const epochDay = (date: string): EpochDay => Date.parse(`${date}T00:00:00Z`) / dayMs;

export const isClosed = ({ days, from, until }: Calendar, day: EpochDay): boolean =>
  day < from || day >= until || days.has(day);

/**
 * The holidays that a rule heeds at a place: of all its regions, if nobody knows in which of them somebody is. Nothing for a
 * country of which there is no table and the operator says nothing.
 */
export const calendarOf = (place: Place, scope: HolidayScope, own: readonly OwnHoliday[]): Calendar | undefined => {
  const table = holidayTables.get(place.country);
  const added = own.filter((one) => isAt(one.place, place)).map(({ date }) => date);
  if (table === undefined && added.length === 0) return undefined;
  const dates = [...(table ? datesOf(table, place.regions, scope) : []), ...added];
  const [from, until] = table
    ? [epochDay(`${table.years[0]}-01-01`), epochDay(`${table.years[1] + 1}-01-01`)]
    : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return { days: new Set(dates.map(epochDay)), from, until };
};

/** Every holiday of a place with its name and where that is known from, by date. */
export const listHolidays = (place: Place, own: readonly OwnHoliday[]): Holiday[] => {
  const table = holidayTables.get(place.country);
  const regions = regionsOf(table, place.regions);
  const names = { ...table?.national, ...Object.assign({}, ...regions.map(({ days }) => days)) };
  const shipped = table
    ? datesOf(table, place.regions, 'regional').map((date) => ({ date, name: names[date], source: table.source }))
    : [];
  const added = own.filter((one) => isAt(one.place, place));
  return [...shipped, ...added.map(({ date, name }) => ({ date, name, source: 'the operator' }))].toSorted(
    (one, other) => one.date.localeCompare(other.date),
  );
};

/** Of a country, its regions; all of them if none is named, or one that is not known. */
const regionsOf = (table: HolidayTable | undefined, regions: readonly string[]) => {
  const known = regions.flatMap((region) => table?.regions[region] ?? []);
  return known.length === 0 || known.length < regions.length ? Object.values(table?.regions ?? {}) : known;
};

const datesOf = (table: HolidayTable, wanted: readonly string[], scope: HolidayScope): string[] => {
  const national = Object.keys(table.national);
  const regions = regionsOf(table, wanted);
  if (scope === 'national' || regions.length === 0) return national;
  const dates = regions.flatMap(({ days, without = [] }) => [
    ...national.filter((date) => !without.includes(date)),
    ...Object.keys(days),
  ]);
  return [...new Set(dates)].toSorted();
};

/** Whether a day that the operator adds closes a place: its country, one of its regions, or any where none is known. */
const isAt = (own: string, { country, regions }: Place): boolean => {
  const [ownCountry, ownRegion] = own.split('-');
  if (ownCountry !== country) return false;
  return ownRegion === undefined || regions.length === 0 || regions.includes(ownRegion);
};
