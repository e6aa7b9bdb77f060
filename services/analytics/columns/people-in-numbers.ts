import type { Transaction } from '@hilo/runtime';
import { readMembers, readTraitHolders } from '../store/read-traits.ts';
import type { AboutPeople, PeopleBreakdown, SegmentAsked, TraitAsked } from './about-people.ts';
import type { Columns } from './columns.ts';
import { type HeldTraits, holdTrait } from './held-traits.ts';
import { type CustomerSet, customerSetOf, everybodyBut, inBoth } from './selection.ts';

/** By the number of a customer a group, below `size`, 0 is nobody; and how the groups are called, of which 0 is without a name. */
export type PeopleGroups = { groups: Uint32Array; size: number; names: ReadonlyMap<number, string> };

/** Of whom a question is, and by what of theirs it is broken down, in numbers of customers. */
export type PeopleInNumbers = { people?: CustomerSet | undefined; by: readonly PeopleGroups[] };

/** A breakdown by customers that nobody could read. */
export type TooManyValues = { tooManyValuesOf: string };

/** Finds them as this transaction sees them. */
export const peopleInNumbers = async (
  tx: Transaction,
  { columns, traits: held }: { columns: Columns; traits: HeldTraits },
  { segment, traits = [], by = [] }: AboutPeople,
): Promise<PeopleInNumbers | TooManyValues> => {
  const sets: CustomerSet[] = [];
  if (segment !== undefined) sets.push(await membersSet(tx, columns, segment));
  for (const trait of traits) sets.push(await holdersSet(tx, columns, held, trait));
  const people = sets.length === 0 ? undefined : sets.reduce(inBoth);
  const groups: PeopleGroups[] = [];
  for (const one of by) {
    const found = await peopleGroups(tx, columns, held, one);
    if ('tooManyValuesOf' in found) return found;
    groups.push(found);
  }
  return { people, by: groups };
};

const membersSet = async (tx: Transaction, columns: Columns, { condition, now }: SegmentAsked): Promise<CustomerSet> =>
  customerSetOf(await readMembers(tx, condition, now), columns.customers);

const holdersSet = async (
  tx: Transaction,
  { customers }: Columns,
  held: HeldTraits,
  { name, values }: TraitAsked,
): Promise<CustomerSet> => {
  const said = values.filter((value) => value !== null);
  const takesNone = said.length < values.length;
  const trait = await holdTrait(tx, held, name);
  if (trait === undefined) {
    const those = customerSetOf(await readTraitHolders(tx, name, said), customers);
    if (!takesNone) return those;
    const without = everybodyBut(customerSetOf(await readTraitHolders(tx, name), customers));
    return those.map((bits, at) => bits | (without[at] ?? 0));
  }
  const numbers = new Set([...said.flatMap((value) => trait.numbers.get(value) ?? []), ...(takesNone ? [0] : [])]);
  const those = customerSetOf([], customers);
  for (let customer = 0; customer < customers; customer++)
    if (numbers.has(trait.groups[customer] ?? 0))
      those[customer >>> 3] = (those[customer >>> 3] ?? 0) | (1 << (customer & 7));
  return those;
};

const memberNames: ReadonlyMap<number, string> = new Map([
  [1, 'member'],
  [2, 'other'],
]);

const peopleGroups = async (
  tx: Transaction,
  columns: Columns,
  held: HeldTraits,
  by: PeopleBreakdown,
): Promise<PeopleGroups | TooManyValues> => {
  if (by.by === 'segment') {
    const groups = new Uint32Array(columns.customers).fill(2);
    for (const customer of await readMembers(tx, by.condition, by.now)) groups[customer] = 1;
    return { groups, size: 3, names: memberNames };
  }
  const trait = await holdTrait(tx, held, by.name);
  if (trait === undefined) return { tooManyValuesOf: by.name };
  const names = new Map([...trait.numbers].map(([value, number]) => [number, value]));
  return { groups: trait.groups, size: trait.nextNumber, names };
};
