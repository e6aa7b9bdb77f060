import type { Term } from './comparisons/comparison.ts';
import type { LinkageRecord } from './record.ts';

/**
 * How frequent the values of a field are: how many records have the field, the counts of the values that more than one
 * has, and the chance that two records agree on it, Σ n(n−1) / N(N−1), against which a value is rare or common.
 */
type FrequencyTable = { records: number; agreement: number; counts: Readonly<Record<string, number>> };

export type Frequencies = Readonly<Record<string, FrequencyTable>>;

export const countFrequencies = (records: readonly LinkageRecord[]): Frequencies => {
  const tables = new Map<string, { records: number; counts: Map<string, number> }>();
  for (const record of records) {
    for (const [name, values] of Object.entries(valuesOf(record))) {
      if (values.length === 0) continue;
      const table = tables.get(name) ?? { records: 0, counts: new Map<string, number>() };
      tables.set(name, table);
      table.records += 1;
      for (const value of new Set(values)) table.counts.set(value, (table.counts.get(value) ?? 0) + 1);
    }
  }
  return Object.fromEntries([...tables].map(([name, table]) => [name, frequencyTable(table.records, table.counts)]));
};

const frequencyTable = (records: number, counts: ReadonlyMap<string, number>): FrequencyTable => {
  let pairs = 0;
  for (const count of counts.values()) pairs += count * (count - 1);
  const repeated = [...counts].filter(([, count]) => count > 1);
  return { records, agreement: pairs / Math.max(1, records * (records - 1)), counts: Object.fromEntries(repeated) };
};

/** Every value of these records whose frequency matters, once, by the name of its table. */
export const valuesAmong = (records: readonly LinkageRecord[]): ReadonlyMap<string, ReadonlySet<string>> => {
  const among = new Map<string, Set<string>>();
  for (const record of records) {
    for (const [name, values] of Object.entries(valuesOf(record))) {
      const all = among.get(name) ?? new Set<string>();
      among.set(name, all);
      for (const value of values) all.add(value);
    }
  }
  return among;
};

/** As if one record fewer had these values: what only one other has then is not kept either. */
export const withoutValues = (
  frequencies: Frequencies,
  values: ReadonlyMap<string, ReadonlySet<string>>,
): Frequencies =>
  Object.fromEntries(
    Object.entries(frequencies).map(([name, { counts, ...table }]) => {
      const gone = values.get(name) ?? new Set<string>();
      const left = Object.entries(counts).map(
        ([value, count]) => [value, gone.has(value) ? count - 1 : count] as const,
      );
      return [name, { ...table, counts: Object.fromEntries(left.filter(([, count]) => count > 1)) }];
    }),
  );

/** How common what two records agree on is, over all terms, and over those of the family name alone; within bounds. */
export const commonnessOf = (terms: readonly Term[], frequencies: Frequencies): { all: number; inFamily: number } => {
  let [all, inFamily] = [0, 0];
  for (const term of terms) {
    const found = commonness(frequencies, term.table, term.value);
    all += found;
    if (term.inFamily) inFamily += found;
  }
  return { all: bounded(all), inFamily: bounded(inFamily) };
};

/** As natural logarithms: no value is believed more than 400 times what the average one is. */
const mostByFrequency = 6;

const bounded = (value: number): number => Math.max(-mostByFrequency, Math.min(mostByFrequency, value));

/**
 * How much more often than on average of this field two strangers agree if it is on this value, as a natural logarithm:
 * the chance that another record has the value, over the mean chance (Winkler 2000; on a composite level the mean is Σ tf²).
 */
const commonness = (frequencies: Frequencies, table: string, value: string): number => {
  const found = frequencies[table];
  if (found === undefined || found.agreement === 0) return 0;
  const others = Math.max(0.5, (Object.hasOwn(found.counts, value) ? (found.counts[value] ?? 1) : 1) - 1);
  return Math.log(others / Math.max(1, found.records - 1) / found.agreement);
};

/** Every value whose frequency matters, by the name of its table. */
const valuesOf = (record: LinkageRecord): Record<string, readonly string[]> => ({
  given: wholeAndWords(record.given),
  family: wholeAndWords(record.family),
  word: [...record.given, ...record.family, ...record.full, ...wholes(record.given), ...wholes(record.family)],
  birthDate: present(record.birth?.day === undefined ? undefined : record.birth.text),
  birthYear: present(record.birth === undefined ? undefined : String(record.birth.year)),
  street: present(record.street),
  postcode: present(record.postcode),
  city: present(record.city),
  region: present(record.region),
  email: present(record.email?.whole),
  emailLocal: present(record.email?.local),
  phone: present(record.phone),
  nationalId: present(record.nationalId),
  ...Object.fromEntries(Object.entries(record.others).map(([field, value]) => [`other ${field}`, [value]])),
});

const present = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);

const wholes = (words: readonly string[]): readonly string[] => (words.length > 1 ? [words.join(' ')] : []);

const wholeAndWords = (words: readonly string[]): readonly string[] => [...words, ...wholes(words)];
