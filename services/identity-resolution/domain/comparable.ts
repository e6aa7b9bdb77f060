import { instantOf } from '@hilo/contracts';
import type { RawRecord } from '@hilo/linkage';
import type { TraitValue } from './aggregate.ts';
import type { RecordContent } from './compose-record.ts';
import type { Registry } from './registry.ts';
import { baseOf, type NodeState, otherValues } from './state.ts';

const mostCharacters = 500;

/**
 * What is compared of a customer with others: a field for each trait and identifier that the registry names. Of several that
 * are the same field, an identifier comes first, the oldest; then the trait that stands first in the registry.
 */
export const comparableOf = (
  { compared }: Registry,
  { id, traits, identifiers }: Pick<RecordContent, 'id' | 'traits' | 'identifiers'>,
): RawRecord => {
  const given = new Map<string, { value: string; source: string }>();
  for (const [name, trait] of Object.entries(traits)) {
    const one = Array.isArray(trait) ? trait[0] : trait;
    if (one === undefined) continue;
    for (const [path, value] of textsIn(plainName(name), one.value))
      if (!given.has(path)) given.set(path, { value, source: one.source });
  }
  const fields: Record<string, string> = {};
  let source: string | undefined;
  for (const { kind, value } of identifiers.toSorted((a, b) => instantOf(a.firstSeenAt) - instantOf(b.firstSeenAt))) {
    const field = own(compared.kinds, kind);
    if (field !== undefined) fields[field] ??= value;
  }
  for (const [name, field] of Object.entries(compared.traits)) {
    const found = given.get(plainName(name));
    if (found === undefined || fields[field] !== undefined) continue;
    fields[field] = found.value;
    // How a date is to be read depends on who wrote it.
    if (field === 'birthDate') source = found.source;
  }
  return { id, fields, ...(source !== undefined && { source }) };
};

/**
 * Customers who may be another to compare than before, and identifiers that are no more: to be read again. Whoever has no
 * name, and had none, is compared with nobody.
 */
export const customersToCompare = (
  registry: Registry,
  before: ReadonlyMap<string, NodeState>,
  after: ReadonlyMap<string, NodeState>,
): string[] => {
  const { isCompared, traitsOf, isNamed } = telling(registry);
  const tellers = lazily(() =>
    Map.groupBy(
      [...after.values()].filter((node) => traitsOf(node).length > 0),
      baseOf,
    ),
  );
  const named = lazily(() => new Set([...before.values(), ...after.values()].filter(isNamed).map(baseOf)));
  /** Whether nothing that is compared is said of the customer by another identifier. */
  const isSaidOnceMore = (node: NodeState): boolean =>
    (tellers().get(baseOf(node)) ?? []).every(({ id }) => id === node.id);
  /** Which of several values survives depends on when they were said; a single one may be said again. */
  const isSame = (was: NodeState, is: NodeState): boolean => {
    if (baseOf(was) !== baseOf(is) || was.shared !== is.shared) return false;
    if (was.aggregate.traits === is.aggregate.traits) return true;
    const [old, now] = [traitsOf(was), traitsOf(is)];
    if (valuesIn(old) !== valuesIn(now)) return false;
    return now.length === 0 || isSaidOnceMore(is) || textOf(old) === textOf(now);
  };
  const customers = new Set<string>();
  for (const [was, is] of otherValues(before, after)) {
    if (!((was && isCompared(was)) || (is && isCompared(is)))) continue;
    if (was && is && isSame(was, is)) continue;
    if (is && named().has(baseOf(is))) customers.add(baseOf(is));
    if (was && named().has(baseOf(was))) customers.add(is ? baseOf(was) : was.id).add(baseOf(was));
  }
  return [...customers];
};

const nameFields = new Set(['givenName', 'familyName', 'fullName']);

/** What an identifier tells that is compared. */
const telling = ({ compared }: Registry) => {
  const headOf = (name: string): string => plainName(name).split('.')[0] ?? '';
  const fieldsOf = Map.groupBy(Object.entries(compared.traits), ([name]) => headOf(name));
  const known = new Map<string, { isCompared: boolean; isName: boolean }>();
  const judge = (trait: string) => {
    const judged = known.get(trait);
    if (judged !== undefined) return judged;
    const fields = fieldsOf.get(plainName(trait)) ?? [];
    const one = { isCompared: fields.length > 0, isName: fields.some(([, field]) => nameFields.has(field)) };
    known.set(trait, one);
    return one;
  };
  const traitsOf = ({ aggregate }: NodeState): [string, readonly TraitValue[]][] =>
    Object.entries(aggregate.traits).filter(([name]) => judge(name).isCompared);
  return {
    traitsOf,
    isCompared: (node: NodeState): boolean => own(compared.kinds, node.kind) !== undefined || traitsOf(node).length > 0,
    isNamed: ({ kind, aggregate }: NodeState): boolean =>
      nameFields.has(own(compared.kinds, kind) ?? '') ||
      Object.keys(aggregate.traits).some((name) => judge(name).isName),
  };
};

/** Finds it out when it is asked for first. */
const lazily = <Value>(find: () => Value): (() => Value) => {
  let found: { value: Value } | undefined;
  return () => {
    found ??= { value: find() };
    return found.value;
  };
};

type Traits = readonly [string, readonly TraitValue[]][];

const textOf = (traits: Traits): string => JSON.stringify(traits);

const valuesIn = (traits: Traits): string =>
  JSON.stringify(traits.map(([name, values]) => [name, values.map(({ value }) => value)]));

const textsIn = (name: string, value: unknown): [path: string, text: string][] => {
  if (typeof value === 'string') return value.trim() === '' ? [] : [[name, value.slice(0, mostCharacters)]];
  if (typeof value === 'number') return [[name, String(value)]];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || name.includes('.')) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textsIn(`${name}.${plainName(key).replaceAll('.', '')}`, inner),
  );
};

const plainName = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');

const own = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
