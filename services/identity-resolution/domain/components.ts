import type { Link } from './evidence.ts';
import { compare } from './fact.ts';

type Member = { id: string; component: string };

/**
 * The component of every node: nodes connected by links between nodes that are not shared. A component is named by one
 * of its members, and keeps the name that most of its members have, so that growth renames few.
 */
export const componentsOf = (
  members: readonly Member[],
  links: Iterable<Pick<Link, 'a' | 'b'>>,
  isShared: (id: string) => boolean,
): Map<string, string> => {
  const neighbours = new Map<string, string[]>(members.map(({ id }) => [id, []]));
  for (const { a, b } of links) {
    if (isShared(a) || isShared(b)) continue;
    neighbours.get(a)?.push(b);
    neighbours.get(b)?.push(a);
  }
  const nameBefore = new Map(members.map(({ id, component }) => [id, component]));
  const componentOf = new Map<string, string>();
  for (const { id } of members) {
    if (componentOf.has(id)) continue;
    const connected = connectedWith(id, neighbours);
    const name = commonName(connected, nameBefore);
    for (const member of connected) componentOf.set(member, name);
  }
  return componentOf;
};

const connectedWith = (start: string, neighbours: ReadonlyMap<string, readonly string[]>): string[] => {
  const found = new Set([start]);
  for (const id of found) for (const next of neighbours.get(id) ?? []) if (neighbours.has(next)) found.add(next);
  return [...found];
};

const commonName = (members: readonly string[], nameBefore: ReadonlyMap<string, string>): string => {
  const inside = new Set(members);
  const votes = new Map<string, number>();
  for (const id of members) {
    const name = nameBefore.get(id);
    if (name !== undefined && inside.has(name)) votes.set(name, (votes.get(name) ?? 0) + 1);
  }
  const [winner] = [...votes].sort(([a, x], [b, y]) => y - x || compare(a, b));
  return winner?.[0] ?? members.toSorted(compare)[0] ?? '';
};
