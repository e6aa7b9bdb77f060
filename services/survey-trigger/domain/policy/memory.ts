import { lawPacks } from '../law/packs.ts';
import type { CompiledPolicy } from './compiled.ts';

const [hourMs, dayMs] = [3_600_000, 86_400_000];

const remembered = new WeakMap<CompiledPolicy, number>();

/** For how long, in milliseconds, a contact counts by any rule of the policy: what is longer ago says nothing. */
export const memoryOf = (policy: CompiledPolicy): number => {
  const known = remembered.get(policy);
  if (known !== undefined) return known;
  const rules = [...policy.policy.packs.flatMap((id) => lawPacks.get(id)?.rules ?? []), ...policy.policy.rules];
  const spans = rules.flatMap(({ caps = [], rest = {} }) => [
    ...caps.map(({ windowHours }) => windowHours * hourMs),
    (rest.afterInvitation ?? 0) * dayMs,
    (rest.afterAnswer ?? 0) * dayMs,
  ]);
  const longest = Math.max(0, ...spans);
  remembered.set(policy, longest);
  return longest;
};
