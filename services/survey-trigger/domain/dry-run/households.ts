/** Somebody, with the numbers of her contact points. */
type Member = { customer: string; places: readonly number[] };

/**
 * Parts customers so that nobody shares a contact point with somebody of another part: what happens to one of these changes nothing for those
 * of another.
 */
export const openHouseholds = () => {
  const parents: number[] = [];
  const numbers = new Map<string, number>();
  const firstAt = new Map<number, number>();
  const rootOf = (of: number): number => {
    let one = of;
    for (let parent = parents[one] ?? one; parent !== one; parent = parents[one] ?? one) {
      parents[one] = parents[parent] ?? parent;
      one = parent;
    }
    return one;
  };
  return {
    add: ({ customer, places }: Member): void => {
      const own = numbers.get(customer) ?? parents.push(parents.length) - 1;
      numbers.set(customer, own);
      for (const place of places) {
        const other = firstAt.get(place);
        if (other === undefined) firstAt.set(place, own);
        else parents[Math.max(rootOf(other), rootOf(own))] = Math.min(rootOf(other), rootOf(own));
      }
    },
    /** Whole households together, about so many customers in each part, in an order that depends on nothing else. */
    parts: (about: number): string[][] => {
      const households = Map.groupBy(numbers.keys(), (customer) => rootOf(numbers.get(customer) ?? 0));
      const parts: string[][] = [];
      let part: string[] = [];
      for (const household of households.values()) {
        part.push(...household);
        if (part.length < about) continue;
        parts.push(part);
        part = [];
      }
      return part.length === 0 ? parts : [...parts, part];
    },
  };
};
