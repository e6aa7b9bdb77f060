import type { ConflictReason } from '@hilo/contracts';

type Member = { id: string; kind: string };

type Group = { members: string[]; perKind: Map<string, number>; denied: Map<string, ConflictReason> };

/**
 * Disjoint groups that grow by union, unless a union is forbidden. The smaller group joins the larger, so that
 * n unions move at most n log n members.
 */
export const growingGroups = (members: readonly Member[], maxPerCustomer: (kind: string) => number) => {
  const groupOf = new Map<string, Group>(
    members.map(({ id, kind }) => [id, { members: [id], perKind: new Map([[kind, 1]]), denied: new Map() }]),
  );

  const deny = (x: string, y: string, reason: ConflictReason): void => {
    groupOf.get(x)?.denied.set(y, reason);
    groupOf.get(y)?.denied.set(x, reason);
  };

  const refusal = (small: Group, large: Group): ConflictReason | undefined => {
    const [fewer, other] = small.denied.size <= large.denied.size ? [small, large] : [large, small];
    for (const [id, reason] of fewer.denied) if (groupOf.get(id) === other) return reason;
    for (const [kind, count] of small.perKind) {
      if (count + (large.perKind.get(kind) ?? 0) > maxPerCustomer(kind)) return 'max-per-customer';
    }
    return undefined;
  };

  const absorb = (small: Group, large: Group): void => {
    for (const id of small.members) {
      large.members.push(id);
      groupOf.set(id, large);
    }
    for (const [kind, count] of small.perKind) large.perKind.set(kind, count + (large.perKind.get(kind) ?? 0));
    for (const [id, reason] of small.denied) large.denied.set(id, reason);
  };

  /** Makes the groups of both one; answers why not, if it must not be. */
  const unite = (x: string, y: string): ConflictReason | undefined => {
    const [one, two] = [groupOf.get(x), groupOf.get(y)];
    if (one === undefined || two === undefined || one === two) return undefined;
    const [small, large] = one.members.length <= two.members.length ? [one, two] : [two, one];
    const refused = refusal(small, large);
    if (refused === undefined) absorb(small, large);
    return refused;
  };

  return { deny, unite, groups: () => [...new Set(groupOf.values())].map((group) => group.members) };
};
