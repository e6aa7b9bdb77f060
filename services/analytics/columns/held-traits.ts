import type { Transaction } from '@hilo/runtime';
import { noValue } from '../domain/question.ts';
import { readTrait, readTraitsOf } from '../store/read-traits.ts';

/** What everybody has of one trait: by the number of a customer that of the value, 0 is none. */
export type HeldTrait = {
  groups: Uint32Array<ArrayBuffer>;
  /** The values that anybody has. */
  numbers: Map<string, number>;
  /** By the number of a value how many have it: a value that nobody has any more is forgotten, and its number is not given again. */
  holders: Map<number, number>;
  nextNumber: number;
};

/** The traits that were asked about lately, the latest last; `undefined` is one with too many different values to be held. */
export type HeldTraits = { byName: Map<string, HeldTrait | undefined> };

/** Of more different values a breakdown says nothing. */
export const mostValues = 10_000;
const mostTraits = 8;

export const noTraits = (): HeldTraits => ({ byName: new Map() });

/** What everybody has of this trait, as this transaction sees it; `undefined` if it has too many different values. */
export const holdTrait = async (tx: Transaction, traits: HeldTraits, name: string): Promise<HeldTrait | undefined> => {
  const { byName } = traits;
  const trait = byName.has(name) ? byName.get(name) : await readHeld(tx, name);
  byName.delete(name);
  byName.set(name, trait);
  for (const [oldest] of byName) if (byName.size > mostTraits) byName.delete(oldest);
  return trait;
};

const readHeld = async (tx: Transaction, name: string): Promise<HeldTrait | undefined> => {
  const values = await readTrait(tx, name, mostValues + 1);
  if (values.length > mostValues) return undefined;
  const trait: HeldTrait = { groups: new Uint32Array(1024), numbers: new Map(), holders: new Map(), nextNumber: 1 };
  for (const { value, customers } of values) for (const customer of customers) setTrait(trait, customer, value);
  return trait;
};

const setTrait = (trait: HeldTrait, customer: number, value: string | null): void => {
  const before = trait.groups[customer] ?? 0;
  // Who says so has it as little as who says nothing: an answer has one name for both.
  const now = value === null || value === noValue ? 0 : numberOf(trait, value);
  if (customer >= trait.groups.length) {
    const wider = new Uint32Array(Math.ceil(customer * 1.5) + 1);
    wider.set(trait.groups);
    trait.groups = wider;
  }
  trait.groups[customer] = now;
  if (now !== 0) trait.holders.set(now, (trait.holders.get(now) ?? 0) + 1);
  if (before !== 0) trait.holders.set(before, (trait.holders.get(before) ?? 1) - 1);
};

const numberOf = (trait: HeldTrait, value: string): number => {
  const known = trait.numbers.get(value);
  if (known !== undefined) return known;
  const number = trait.nextNumber++;
  trait.numbers.set(value, number);
  return number;
};

/** Reads again what these customers have of the traits that are held. */
export const readTraitsAgain = async (
  tx: Transaction,
  traits: HeldTraits,
  customers: ReadonlySet<number>,
): Promise<void> => {
  if (customers.size === 0) return;
  for (const [name, trait] of traits.byName) {
    if (trait === undefined) continue;
    const told = new Map((await readTraitsOf(tx, name, [...customers])).map(({ no, value }) => [no, value]));
    for (const customer of customers) setTrait(trait, customer, told.get(customer) ?? null);
    for (const [value, number] of trait.numbers)
      if ((trait.holders.get(number) ?? 0) <= 0) {
        trait.numbers.delete(value);
        trait.holders.delete(number);
      }
    if (trait.numbers.size > mostValues) traits.byName.set(name, undefined);
    // Numbers that nobody has any more would take more memory than the others: it is read again when somebody asks.
    else if (trait.nextNumber > 4 * mostValues) traits.byName.delete(name);
  }
};
