import type { TraitValue } from './aggregate.ts';
import type { NodeState } from './known.ts';
import type { RawRecord } from './linkage/record.ts';
import type { RecordContent } from './record.ts';
import type { Registry } from './registry.ts';

const mostCharacters = 500;

/**
 * What is compared of a customer with others: a field for each trait and identifier that the registry names. Of several that
 * are the same field, an identifier comes first, the oldest; then the trait that stands first in the registry.
 */
export const comparableOf = ({ compared }: Registry, { id, traits, identifiers }: RecordContent): RawRecord => {
  const given = new Map<string, { value: string; source: string }>();
  for (const [name, trait] of Object.entries(traits)) {
    const one = Array.isArray(trait) ? trait[0] : trait;
    if (one === undefined) continue;
    for (const [path, value] of textsIn(plainName(name), one.value))
      if (!given.has(path)) given.set(path, { value, source: one.source });
  }
  const fields: Record<string, string> = {};
  let source: string | undefined;
  for (const { kind, value } of identifiers.toSorted((a, b) => Date.parse(a.firstSeenAt) - Date.parse(b.firstSeenAt))) {
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

/** Customers who may be another to compare than before, and identifiers that are no more: to be read again. */
export const customersToCompare = (
  { compared }: Registry,
  before: ReadonlyMap<string, NodeState>,
  after: ReadonlyMap<string, NodeState>,
): string[] => {
  const heads = new Set(Object.keys(compared.traits).map((name) => plainName(name).split('.')[0]));
  const traitsOf = ({ aggregate }: NodeState): [string, readonly TraitValue[]][] =>
    Object.entries(aggregate.traits).filter(([name]) => heads.has(plainName(name)));
  const isCompared = (node: NodeState): boolean =>
    own(compared.kinds, node.kind) !== undefined || traitsOf(node).length > 0;
  /** Which of several values survives depends on when they were said; a single one may be said again. */
  const isSame = (was: NodeState, is: NodeState): boolean => {
    if (was.customer !== is.customer || was.shared !== is.shared) return false;
    if (was.aggregate === is.aggregate) return true;
    const [old, now] = [traitsOf(was), traitsOf(is)];
    if (valuesIn(old) !== valuesIn(now)) return false;
    return now.length === 0 || isSaidOnceMore(after.values(), is, traitsOf) || textOf(old) === textOf(now);
  };
  const customers = new Set<string>();
  for (const id of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(id), after.get(id)];
    if (was === is || !((was && isCompared(was)) || (is && isCompared(is)))) continue;
    if (was && is && isSame(was, is)) continue;
    customers.add(is?.customer ?? id);
    if (was !== undefined) customers.add(was.customer);
  }
  return [...customers];
};

/** Whether nothing that is compared is said of the customer by another identifier. */
const isSaidOnceMore = (
  nodes: Iterable<NodeState>,
  { id, customer }: NodeState,
  traitsOf: (node: NodeState) => readonly unknown[],
): boolean => {
  for (const node of nodes) if (node.customer === customer && node.id !== id && traitsOf(node).length > 0) return false;
  return true;
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
