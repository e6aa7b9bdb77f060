/**
 * Gives steps to interactions, one each: of which bit of which mask. By augmenting paths (H. W. Kuhn, "The Hungarian Method for the
 * Assignment Problem", Naval Research Logistics Quarterly 2, 1955), so that a step that is added never takes one away from another.
 */
export const openMatching = (masks: readonly number[]) => {
  /** By the place of an interaction the step that it is; −1 is none. */
  const stepOf = masks.map(() => -1);
  const augment = (step: number, tried: Set<number>): boolean => {
    for (const [place, mask] of masks.entries()) {
      if ((mask & (1 << step)) === 0 || tried.has(place)) continue;
      tried.add(place);
      const other = stepOf[place] ?? -1;
      if (other >= 0 && !augment(other, tried)) continue;
      stepOf[place] = step;
      return true;
    }
    return false;
  };
  return {
    stepOf,
    /** Whether there is an interaction left for this step too. */
    add: (step: number): boolean => augment(step, new Set()),
  };
};
