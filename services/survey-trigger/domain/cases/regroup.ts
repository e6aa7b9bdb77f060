import { type Case, isActive, type Stepped } from './case.ts';
import type { CompiledRules } from './compiled-rules.ts';
import { join, separate } from './steps.ts';

/**
 * Brings the cases of customers to what is true of them now, each with the customer of today: of a customer there is one in hand about the
 * same. The one that was opened first stays, the others join it; what had joined one that is another's now, or is gone, goes on.
 */
export const regroup = (cases: readonly Case[], rules: CompiledRules, at: number): Stepped[] => {
  const all = new Map(cases.map((one) => [one.id, one]));
  const groups = Map.groupBy(
    cases.filter((one) => isActive(one) || one.state === 'joined'),
    ({ customer, about }) => JSON.stringify([customer, about]),
  );
  return [...groups.values()].flatMap((group) => regroupOne(group.toSorted(inOrder), all, { rules, at }));
};

const inOrder = (one: Case, other: Case): number =>
  one.openedAt - other.openedAt || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

const regroupOne = (
  group: readonly Case[],
  all: ReadonlyMap<string, Case>,
  { rules, at }: { rules: CompiledRules; at: number },
): Stepped[] => {
  const isLeft = (one: Case): boolean => {
    const host = one.joinedTo === undefined ? undefined : all.get(one.joinedTo);
    // Whose host is resolved has ended with it.
    return host === undefined || host.customer !== one.customer || !(isActive(host) || host.state === 'resolved');
  };
  const host = group.find(isActive) ?? group.find((one) => one.state === 'joined' && isLeft(one));
  if (host === undefined) return [];
  return group.flatMap((one): Stepped[] => {
    if (one.id === host.id) return isActive(one) ? [] : [separate(one, rules, at)];
    if (isActive(one)) return [join(one, host.id, at)];
    const old = one.joinedTo === undefined ? undefined : all.get(one.joinedTo);
    const isElsewhere = one.joinedTo !== host.id && (isLeft(one) || (old !== undefined && isActive(old)));
    return isElsewhere ? [join(one, host.id, at)] : [];
  });
};
