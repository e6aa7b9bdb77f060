import type { ContactPolicy, ContactRule } from '@hilo/contracts';
import { lawPacks } from '../law/packs.ts';
import type { Programme } from '../programme.ts';
import type { CompiledPolicy } from './compiled.ts';

const [hourMs, dayMs] = [3_600_000, 86_400_000];

/** For how long the policy, with the law that it heeds, remembers a contact: the longest window of a cap, the longest rest. */
const memoryMsOf = ({ packs, rules }: Pick<ContactPolicy, 'packs' | 'rules'>): number =>
  Math.max(0, ...[...packs.flatMap((id) => lawPacks.get(id)?.rules ?? []), ...rules].flatMap(memoriesOf));

const memoriesOf = ({ caps = [], rest = {} }: ContactRule): number[] => [
  ...caps.map(({ windowHours }) => windowHours * hourMs),
  ...Object.values(rest).map((days) => (days ?? 0) * dayMs),
];

/** A contact until this moment no rule counts, whether now or when the first of these could have been asked about. */
export const rememberedFrom = (
  due: readonly { occurredAt: Date }[],
  programmes: readonly Pick<Programme, 'restDays'>[],
  policy: CompiledPolicy | undefined,
  now: number,
): number => {
  const rests = programmes.map(({ restDays }) => restDays * dayMs);
  const memory = Math.max(policy ? memoryMsOf(policy.policy) : 0, ...rests);
  return Math.min(now, ...due.map(({ occurredAt }) => occurredAt.getTime())) - memory;
};
