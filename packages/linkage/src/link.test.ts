import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLinkOptions, LinkageModel, type Linked, linkRecords, type RawRecord } from './index.ts';
import { calm, madeUpPeople, type Scenario } from './made-up/people.ts';

const f1 = (clusters: readonly (readonly string[])[], entityOf: ReadonlyMap<string, string>): number => {
  const pairsOf = (groups: Iterable<readonly unknown[]>): number =>
    [...groups].reduce((pairs, { length }) => pairs + (length * (length - 1)) / 2, 0);
  const truth = Map.groupBy(entityOf.keys(), (id) => entityOf.get(id));
  const right = pairsOf(clusters.flatMap((ids) => [...Map.groupBy(ids, (id) => entityOf.get(id)).values()]));
  return (2 * right) / (pairsOf(clusters) + pairsOf(truth.values()));
};

const weak = ['givenName', 'familyName', 'city', 'birthDate'];
const historical = ['givenName', 'familyName', 'birthDate', 'birthPlace', 'postcode', 'gender', 'occupation'];

/** Each is a kind of file that a company may have; the floors lie a little below what was measured. */
const scenarios: [string, Partial<Scenario>, number][] = [
  ['Spanish customers with two family names', {}, 0.94],
  ['families that share address and telephone', { household: 0.5, twin: 0.05, duplicated: 0.4 }, 0.9],
  ['people who moved and changed their numbers', { moved: 0.5, newContact: 0.5, spanish: false }, 0.9],
  ['names, cities and dates alone', { fields: weak, typo: 0.1 }, 0.9],
  ['full names in one field, with dates', { fields: ['fullName', 'birthDate'] }, 0.9],
  ['historical records', { fields: historical, spanish: false, mostDuplicates: 6, typo: 0.15, missing: 0.2 }, 0.93],
  ['mostly people who come once', { duplicated: 0.15, mostDuplicates: 1 }, 0.85],
  ['placeholders everywhere', { placeholder: 0.3 }, 0.9],
];

/** Fewer pairs than are shipped, so that the tests are quick. */
const estimate = { ...defaultLinkOptions.estimate, sample: 30_000 };

describe('linking records without labels', () => {
  it.each(scenarios)('finds %s', (_name, changes, floor) => {
    const { records, entityOf } = madeUpPeople({ ...calm, entities: 350, ...changes });
    expect(f1(linkRecords(records, { estimate }).clusters, entityOf)).toBeGreaterThan(floor);
  });

  it('links across two files, and explains itself', () => {
    const { records } = madeUpPeople({ ...calm, entities: 300, twoFiles: true, mostDuplicates: 1 });
    const linked = linkRecords(records, { acrossSources: true, estimate });
    const sourceOf = new Map(records.map(({ id, source }) => [id, source]));
    expect(linked.pairs.length).toBeGreaterThan(100);
    expect(linked.pairs.every(({ a, b }) => sourceOf.get(a) !== sourceOf.get(b))).toBe(true);
  });

  it('gives the same for the same records in any order', () => {
    const { records } = madeUpPeople({ ...calm, entities: 60 });
    const outcome = ({ clusters, pairs }: Linked): string => JSON.stringify({ clusters, pairs });
    const expected = outcome(linkRecords(records, { estimate }));
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
        expect(outcome(linkRecords(shuffled, { estimate }))).toBe(expected);
      }),
      { numRuns: 3 },
    );
  });

  it.each<[string, RawRecord[]]>([
    ['no records', []],
    ['one', [{ id: '1', fields: { givenName: 'Ana' } }]],
    [
      'two that say nothing',
      [
        { id: '1', fields: {} },
        { id: '2', fields: {} },
      ],
    ],
  ])('bears %s', (_name, records) => {
    expect(linkRecords(records).clusters).toEqual([]);
  });

  it('joins two records that say the same, though there is nothing to learn from', () => {
    const fields = { givenName: 'Ana', familyName: 'Zubiri Gil', birthDate: '1980-02-03', email: 'ana@example.org' };
    const { clusters, model } = linkRecords(
      ['1', '2'].map((id) => ({ id, fields })),
      { estimate },
    );
    expect(clusters).toEqual([['1', '2']]);
    expect(LinkageModel.parse(JSON.parse(JSON.stringify(model)))).toEqual(model);
  });
});
