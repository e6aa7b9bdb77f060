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
    note(groupOf.get(x)?.denied, y, reason);
    note(groupOf.get(y)?.denied, x, reason);
  };

  const refusal = (small: Group, large: Group, limited: boolean): ConflictReason | undefined => {
    const [fewer, other] = small.denied.size <= large.denied.size ? [small, large] : [large, small];
    let denied: ConflictReason | undefined;
    for (const [id, reason] of fewer.denied) {
      if (groupOf.get(id) !== other) continue;
      if (reason === 'not-same') return reason;
      denied = reason;
    }
    if (denied !== undefined) return denied;
    if (!limited) return undefined;
    for (const [kind, count] of small.perKind) {
      const there = large.perKind.get(kind) ?? 0;
      // A group that is over the limit already, because a person said so, may still gain what is not over another.
      if (there > 0 && count + there > maxPerCustomer(kind)) return 'max-per-customer';
    }
    return undefined;
  };

  const absorb = (small: Group, large: Group): void => {
    for (const id of small.members) {
      large.members.push(id);
      groupOf.set(id, large);
    }
    for (const [kind, count] of small.perKind) large.perKind.set(kind, count + (large.perKind.get(kind) ?? 0));
    for (const [id, reason] of small.denied) note(large.denied, id, reason);
  };

  /** Makes the groups of both one; answers why not, if it must not be. What is decided is bound by no limit. */
  const unite = (x: string, y: string, decided: boolean): ConflictReason | undefined => {
    const [one, two] = [groupOf.get(x), groupOf.get(y)];
    if (one === undefined || two === undefined || one === two) return undefined;
    const [small, large] = one.members.length <= two.members.length ? [one, two] : [two, one];
    const refused = refusal(small, large, !decided);
    if (refused === undefined) absorb(small, large);
    return refused;
  };

  return { deny, unite, groups: () => [...new Set(groupOf.values())].map((group) => group.members) };
};

/** Of two reasons the same one is kept, whichever came first. */
const note = (denied: Map<string, ConflictReason> | undefined, id: string, reason: ConflictReason): void => {
  if (denied?.get(id) !== 'not-same') denied?.set(id, reason);
};
