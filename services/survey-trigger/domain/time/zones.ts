import { z } from 'zod';
import table from './zones.json' with { type: 'json' };

/** Of each country (ISO 3166-1) its time zones, as `scripts/zones.ts` writes them. */
const zonesByCountry: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(z.object({ countries: z.record(z.string(), z.array(z.string()).min(1)) }).parse(table).countries),
);

/** Every zone in which somebody may be: of whom nothing is known. */
export const everyZone: readonly string[] = [...new Set([...zonesByCountry.values()].flat())].toSorted();

export const zonesOfCountry = (country: string): readonly string[] => zonesByCountry.get(country) ?? [];

const countriesByZone = new Map<string, string[]>();
for (const [country, zones] of zonesByCountry)
  for (const zone of zones) countriesByZone.set(zone, [...(countriesByZone.get(zone) ?? []), country]);

export const countriesOfZone = (zone: string): readonly string[] => countriesByZone.get(zone) ?? [];

const mostRemembered = 2000;
const remembered = new Map<string, string | undefined>();

/**
 * The zone of this name, if it is one of a place: `Asia/Calcutta` is `Asia/Kolkata`. `UTC`, `Etc/GMT+5`, `EST` and offsets are
 * what systems say that were told nothing, and no place where anybody lives; they say nothing here.
 */
export const placeZone = (name: string): string | undefined => {
  if (!remembered.has(name)) {
    if (remembered.size >= mostRemembered) remembered.clear();
    remembered.set(name, readZone(name));
  }
  return remembered.get(name);
};

const readZone = (name: string): string | undefined => {
  if (name.length > 64 || !name.includes('/')) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return countriesByZone.has(timeZone) ? timeZone : undefined;
  } catch {
    return undefined;
  }
};
