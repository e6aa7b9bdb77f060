import type { Policy } from '../../api/pressure.ts';

export const writtenPolicy = (policy: Policy): string => JSON.stringify(policy, null, 2);

/** What somebody has written, if it can be read as a policy at all; whether it is a good one, the API says. */
export const readDraft = (written: string): Policy | undefined => {
  try {
    const policy: Policy = JSON.parse(written);
    const isPolicy = typeof policy === 'object' && policy !== null && Array.isArray(policy.packs);
    return isPolicy ? policy : undefined;
  } catch {
    return undefined;
  }
};

/** The same with a pack of rules, or without it. */
export const withPack = (policy: Policy, pack: string, isHeeded: boolean): Policy => ({
  ...policy,
  packs: isHeeded ? [...policy.packs, pack] : policy.packs.filter((one) => one !== pack),
});

/** Whether both say the same, in whatever order packs are named. */
export const isSamePolicy = (one: Policy, other: Policy): boolean => {
  const plain = (policy: Policy): string => JSON.stringify({ ...policy, packs: policy.packs.toSorted() });
  return plain(one) === plain(other);
};
