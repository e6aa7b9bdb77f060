/** Learns the model of linkage that is shipped for small installations from made-up people, and writes it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { linkRecords, type RawRecord } from '@hilo/linkage';
import { calm, madeUpPeople } from '@hilo/linkage/made-up';

const file = join(import.meta.dirname, '..', 'services', 'identity-resolution', 'domain', 'shipped-model.ts');
const lines2 = ['1A', '1B', '2A', '2B', '3A', '3 izda', '4 dcha', 'Bajo'];

/** An installation is small at first, but not the company: two records picked at random are hardly ever one person. */
const prior = 1e-6;

const fields = [...calm.fields, 'nationalId', 'gender'];
const people = (seed: number, spanish: boolean, name: readonly string[]): RawRecord[] => {
  const names = ['givenName', 'familyName', 'fullName'];
  const scenario = {
    ...calm,
    seed,
    spanish,
    entities: 500,
    fields: [...fields.filter((one) => !names.includes(one)), ...name],
  };
  return madeUpPeople(scenario).records.map(({ id, fields: given }, at) => ({
    id: `${seed}-${id}`,
    fields: {
      ...given,
      ...(given.city && { region: given.city.length % 2 === 0 ? `Region of ${given.city}` : 'Central region' }),
      country: at % 20 === 0 ? 'Portugal' : 'España',
      ...(seed % 2 === 0 && { addressLine2: lines2[Number(id.split('-')[0]) % lines2.length] ?? '' }),
    },
  }));
};

const { model } = linkRecords([
  ...people(1, true, ['givenName', 'familyName']),
  ...people(2, true, ['givenName', 'familyName']),
  ...people(3, false, ['givenName', 'familyName']),
  ...people(4, true, ['fullName']),
]);
const shipped = {
  ...model,
  habits: { dates: {} },
  prior,
  household: Math.min(model.household, prior),
  // Of values nobody knows yet how common they are, and combinations are as likely as their parts.
  frequencies: {},
  learnt: model.learnt.map((one) => ({ ...one, cells: {} })),
};
const rounded = JSON.stringify(
  shipped,
  (_, value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value),
  2,
);
writeFileSync(
  file,
  `import type { LinkageModel } from '@hilo/linkage';

/** For as long as there is too little to learn from. Made by \`scripts/learn-shipped-model.ts\` from made-up people. */
export const shippedModel: LinkageModel = ${rounded};
`,
);
