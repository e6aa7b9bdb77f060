/** A group by its number, or all that are not shown by themselves. */
export type ShownGroup = number | 'other';

/** The groups that are shown by themselves: so many at the most, the largest first, of those of whom `begun` is not 0. */
export const shownGroups = (begun: Uint8Array | Uint32Array, group: Uint32Array, most: number): ReadonlySet<number> => {
  const counts = new Map<number, number>();
  for (let customer = 0; customer < begun.length; customer++)
    if (begun[customer] !== 0) counts.set(group[customer] ?? 0, (counts.get(group[customer] ?? 0) ?? 0) + 1);
  const ordered = [...counts].sort(([a, n], [b, m]) => m - n || a - b);
  return new Set(ordered.slice(0, most).map(([one]) => one));
};

export const shownAs = (shown: ReadonlySet<number>, group: number): ShownGroup => (shown.has(group) ? group : 'other');
