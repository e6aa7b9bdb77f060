import { openHouseholds } from '../domain/dry-run/households.ts';
import { placesOfRecord } from '../store/contact-points.ts';
import { findCustomersOf, readCustomerRecords } from '../store/past-people.ts';
import { type DryRunResources, inPages, type Rehearsing, readPage } from './rehearsing.ts';

const atOnce = 500;
/** About so many customers are in memory at once. */
const partSize = 200;

/** What concerns somebody, and at which contact point, where it was at one. */
type Concerning = { subject: string; place?: string };

/** Customers in parts that have no contact point in common, and whose each subject is. */
export type Households = { customerOf: ReadonlyMap<string, string>; parts: readonly string[][] };

/** Parts those whom these concern: what is done to one of a part changes nothing for those of another. */
export const partIntoHouseholds = async (
  { pool, hashes }: Pick<DryRunResources, 'pool' | 'hashes'>,
  concerning: readonly Concerning[],
  { pace, tell }: Rehearsing,
): Promise<Households> => {
  const customerOf = new Map<string, string>();
  const households = openHouseholds();
  const placesOf = Map.groupBy(
    concerning.filter(({ place }) => place !== undefined),
    ({ subject }) => subject,
  );
  const subjects = [...new Set(concerning.map(({ subject }) => subject))].filter((subject) => subject !== '').sort();
  let done = 0;
  for (const page of inPages(subjects, atOnce)) {
    const { rows, records } = await readPage(pool, async (tx) => {
      const rows = await findCustomersOf(tx, page);
      return { rows, records: await readCustomerRecords(tx, [...new Set(rows.map(({ customer }) => customer))]) };
    });
    for (const { subject, customer } of rows) {
      customerOf.set(subject, customer);
      const record = records.get(customer);
      const own = record ? [...placesOfRecord(record, hashes).keys()] : [];
      const others = (placesOf.get(subject) ?? []).flatMap(({ place }) => place ?? []);
      households.add({ customer, places: [...own, ...others].map(numberOf) });
      await pace();
    }
    done += page.length;
    await tell({ phase: 'people', done, total: subjects.length });
  }
  return { customerOf, parts: households.parts(partSize) };
};

/** A hash as a number, which takes a tenth of the memory; where two of them are one, two households are looked at together. */
const numberOf = (place: string): number => Number.parseInt(place.slice(0, 13), 16);
