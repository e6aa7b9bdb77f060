import type { Fact } from './fact.ts';
import type { Node } from './node.ts';

export type Attribution = { rule: 'strongest-identifier' | 'all-shared'; node: Node };

/** Whose a fact is: its strongest identifier's that is not shared. If all are shared, Hilo does not guess. */
export const attribute = (
  { candidates }: Pick<Fact, 'candidates'>,
  isShared: (node: string) => boolean,
): Attribution => {
  const own = candidates.find((node) => !isShared(node.id));
  return own === undefined ? { rule: 'all-shared', node: candidates[0] } : { rule: 'strongest-identifier', node: own };
};
