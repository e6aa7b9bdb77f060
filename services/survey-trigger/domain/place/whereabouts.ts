import type { Identifier } from '@hilo/contracts';
import type { Place } from '../calendar/holidays.ts';
import { countriesOfZone, placeZone, zonesOfCountry } from '../time/zones.ts';
import { placeOfNumber } from './numbers.ts';
import { placeOfCode, placeOfCountry, withinCountry, zonesOfPlace } from './places.ts';

/** What is known of where somebody may be, all of it as it was written. */
export type PlaceEvidence = {
  /** What the customer, or somebody who knows, said: the trait `timeZone`. */
  timeZone: string | undefined;
  /** The zone of the device in the last interaction that is known of. */
  lastTimeZone: string | undefined;
  country: string | undefined;
  region: string | undefined;
  postcode: string | undefined;
  /** Whose law the consents name: `ES`, `US-CA`. */
  jurisdictions: readonly string[];
  /** Every telephone number that is the customer's. */
  phones: readonly string[];
};

/** Where somebody may be when a contact point is used. */
export type Whereabouts = {
  /** Every zone that it may be; none: any of the world. */
  zones: readonly string[];
  /** By what the zones are known. */
  zonesBy: 'customer' | 'last-interaction' | 'address' | 'landline' | 'country-of-number' | 'nothing';
  /** Whose law may apply: every place that anything speaks for; none: that of any. */
  places: readonly Place[];
};

/** The possible zones by the best evidence alone, the possible places of law by all of it. */
export const whereaboutsOf = (contactPoint: Identifier, evidence: PlaceEvidence): Whereabouts => {
  const numbers = (contactPoint.kind === 'phone' ? [contactPoint.value] : evidence.phones).map(placeOfNumber);
  const address = addressOf(evidence);
  const said = evidence.timeZone === undefined ? undefined : placeZone(evidence.timeZone);
  const last = evidence.lastTimeZone === undefined ? undefined : placeZone(evidence.lastTimeZone);
  const found: readonly [Whereabouts['zonesBy'], readonly string[]][] = [
    ['customer', said === undefined ? [] : [said]],
    ['last-interaction', last === undefined ? [] : [last]],
    ['address', address === undefined ? [] : zonesOfPlace(address)],
    ['landline', allOf(numbers.map(({ zones }) => zones))],
    ['country-of-number', allOf(numbers.map(({ countries }) => countries.flatMap(zonesOfCountry)))],
  ];
  const [zonesBy, zones] = found.find(([, some]) => some.length > 0) ?? ['nothing', []];
  const places = [
    ...(address === undefined ? [] : [address]),
    ...evidence.jurisdictions.flatMap((code) => placeOfCode(code) ?? []),
    ...numbers.flatMap(({ countries }) => countries.flatMap((code) => placeOfCode(code) ?? [])),
    ...(said === undefined ? [] : countriesOfZone(said).flatMap((code) => placeOfCode(code) ?? [])),
  ];
  return { zones: [...new Set(zones)], zonesBy, places: joinedPlaces(places) };
};

/** All of them together, if each says something: of a number that says nothing, nobody knows where it is. */
const allOf = (each: readonly (readonly string[])[]): string[] =>
  each.every((one) => one.length > 0) ? each.flat() : [];

const addressOf = ({ country, region, postcode }: PlaceEvidence): Place | undefined => {
  const written = country === undefined ? undefined : placeOfCountry(country);
  // Without a country, a region says it only with one in front: MD is Madrid, and Maryland.
  const byRegion = /^[A-Z]{2}-[A-Z0-9]{1,3}$/i.test(region ?? '') ? placeOfCode(region ?? '') : undefined;
  const place = written ?? byRegion;
  return place === undefined ? undefined : withinCountry(place, region, postcode);
};

/** One for each country, with all regions that are named. That a country is named without a region adds no doubt about one that is. */
const joinedPlaces = (places: readonly Place[]): Place[] =>
  [...Map.groupBy(places, ({ country }) => country)].map(([country, some]) => ({
    country,
    regions: [...new Set(some.flatMap(({ regions }) => regions))].toSorted(),
  }));
