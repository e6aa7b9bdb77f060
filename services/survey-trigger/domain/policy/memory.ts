import { lawPacks } from '../law/packs.ts';
import type { Programme } from '../programme.ts';
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

/** A contact until this moment no rule counts, whether now or when the first of these could have been asked about. */
export const rememberedFrom = (
  due: readonly { occurredAt: Date }[],
  programmes: readonly Pick<Programme, 'restDays'>[],
  policy: CompiledPolicy | undefined,
  now: number,
): number => {
  const rests = programmes.map(({ restDays }) => restDays * dayMs);
  const memory = Math.max(policy ? memoryOf(policy) : 0, ...rests);
  return Math.min(now, ...due.map(({ occurredAt }) => occurredAt.getTime())) - memory;
};
