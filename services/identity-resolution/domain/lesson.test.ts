import { cleanRecord, comparerOf, LinkageModel, type RawRecord } from '@hilo/linkage';
import { calm, madeUpPeople } from '@hilo/linkage/made-up';
import { expect, it } from 'vitest';
import { learnModel } from './lesson.ts';
import { shippedModel } from './shipped-model.ts';

const { records } = madeUpPeople({ ...calm, entities: 100 });
const inOrder = records.map(({ source = '', ...one }) => ({ source, ...one })).sort((a, b) => (a.id < b.id ? -1 : 1));

it('learns that a sample of many people has fewer pairs of one person, and remembers nobody’s address', () => {
  const [all, sample] = [1, 100].map((times) => learnModel({ records: inOrder, outOf: times * inOrder.length }));
  expect(sample?.prior).toBeLessThan(all?.prior ?? 0);
  expect(Object.keys(all?.frequencies.given?.counts ?? {})).not.toHaveLength(0);
  for (const table of ['email', 'emailLocal', 'phone', 'street']) expect(all?.frequencies[table]?.counts).toEqual({});
  expect(LinkageModel.parse(JSON.parse(JSON.stringify(all)))).toEqual(all);
});

const ana = { givenName: 'Ana', familyName: 'Zubiri Gil' };
const born = { birthDate: '1980-02-03' };
const home = { street: 'Rosal 14', postcode: '42003', city: 'Soria' };

it.each<[string, RawRecord['fields'], RawRecord['fields'], boolean]>([
  ['name and birth date', { ...ana, ...born }, { ...ana, ...born }, true],
  ['name and address', { ...ana, ...home }, { ...ana, ...home }, true],
  ['a name alone', ana, ana, false],
  ['name and city', { ...ana, city: 'Soria' }, { ...ana, city: 'Soria' }, false],
  [
    'name and address, but not the birth date',
    { ...ana, ...home, ...born },
    { ...ana, ...home, birthDate: '2010-11-24' },
    false,
  ],
  [
    'family name and address',
    { ...ana, ...home, ...born },
    { ...ana, givenName: 'Luis', ...home, birthDate: '1978-12-30' },
    false,
  ],
])('the model that is shipped knows what %s in common say', (_name, one, other, isSuggested) => {
  const [a, b] = [one, other].map((fields, at) => cleanRecord(shippedModel.habits, { id: String(at), fields }));
  if (a === undefined || b === undefined) throw new Error('there are two');
  expect(comparerOf(shippedModel).compare(a, b).probability > 0.5).toBe(isSuggested);
});
