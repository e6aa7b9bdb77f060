import type { ConflictReason } from '@hilo/contracts';

type Member = { id: string; kind: string };

/** Whether the limit of a kind counts. */
export type Binds = (kind: string) => boolean;

/** Few are denied anything; `denied` is there when they are. */
type Group = { members: string[]; perKind: Map<string, number>; denied?: Map<string, ConflictReason> };

/**
 * Disjoint groups that grow by union, unless a union is forbidden. The smaller group joins the larger, so that
 * n unions move at most n log n members.
 */
export const growingGroups = (members: readonly Member[], maxPerCustomer: (kind: string) => number) => {
  const groupOf = new Map<string, Group>(
    members.map(({ id, kind }) => [id, { members: [id], perKind: new Map([[kind, 1]]) }]),
  );

  const deny = (x: string, y: string, reason: ConflictReason): void => {
    note(groupOf.get(x), y, reason);
    note(groupOf.get(y), x, reason);
  };

  const refusal = (small: Group, large: Group, binds: Binds): ConflictReason | undefined => {
    const [fewer, other] = deniedTo(small) <= deniedTo(large) ? [small, large] : [large, small];
    let denied: ConflictReason | undefined;
    for (const [id, reason] of fewer.denied ?? []) {
      if (groupOf.get(id) !== other) continue;
      if (reason === 'not-same') return reason;
      denied = reason;
    }
    if (denied !== undefined) return denied;
    for (const [kind, count] of small.perKind) {
      if (!binds(kind)) continue;
      const there = large.perKind.get(kind) ?? 0;
      // A group that is over the limit already, because somebody said so, may still gain what is not over another.
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
    for (const [id, reason] of small.denied ?? []) note(large, id, reason);
  };

  /** Makes the groups of both one; answers why not, if it must not be. `binds` says which limits count. */
  const unite = (x: string, y: string, binds: Binds): ConflictReason | undefined => {
    const [one, two] = [groupOf.get(x), groupOf.get(y)];
    if (one === undefined || two === undefined || one === two) return undefined;
    const [small, large] = one.members.length <= two.members.length ? [one, two] : [two, one];
    const refused = refusal(small, large, binds);
    if (refused === undefined) absorb(small, large);
    return refused;
  };

  const areOne = (ids: readonly string[]): boolean => new Set(ids.map((id) => groupOf.get(id))).size === 1;

  return { deny, unite, areOne, groups: () => [...new Set(groupOf.values())].map((group) => group.members) };
};

const deniedTo = ({ denied }: Group): number => denied?.size ?? 0;

/** Of two reasons the same one is kept, whichever came first. */
const note = (group: Group | undefined, id: string, reason: ConflictReason): void => {
  if (group === undefined || group.denied?.get(id) === 'not-same') return;
  group.denied ??= new Map();
  group.denied.set(id, reason);
};
