/** Sequences of steps, all of one length, and how often each was counted. */
export type CountedSequences = {
  /** The next one is written here. */
  steps: Int32Array;
  /** Counts the one that was written; gives its place among all, which stays. */
  count(): number;
  /** All, in the order in which they came first. */
  all(): { steps: number[]; n: number }[];
};

/** Counts sequences in a table of numbers: there may be many, and most come often. */
export const openSequences = (length: number): CountedSequences => {
  const steps = new Int32Array(length);
  let kept = new Int32Array(1024 * length);
  let counts = new Int32Array(1024);
  /** Where each sequence may be, and one: 0 is nothing there. Half of it stays empty. */
  let table = new Int32Array(4096);
  let n = 0;

  const hashOf = (from: Int32Array, begin: number): number => {
    let hash = 0;
    for (let at = 0; at < length; at++) hash = Math.imul(hash ^ (from[begin + at] ?? 0), 0x9e3779b1) ^ (hash >>> 15);
    return hash >>> 0;
  };
  const isAt = (place: number): boolean => {
    for (let at = 0; at < length; at++) if (kept[place * length + at] !== steps[at]) return false;
    return true;
  };
  const grow = (): void => {
    kept = widened(kept, new Int32Array(2 * kept.length));
    counts = widened(counts, new Int32Array(2 * counts.length));
    table = new Int32Array(4 * table.length);
    for (let place = 0; place < n; place++) {
      let at = hashOf(kept, place * length) & (table.length - 1);
      while (table[at] !== 0) at = (at + 1) & (table.length - 1);
      table[at] = place + 1;
    }
  };
  return {
    steps,
    count: () => {
      let at = hashOf(steps, 0) & (table.length - 1);
      for (let found = table[at] ?? 0; found !== 0; found = table[at] ?? 0) {
        if (isAt(found - 1)) {
          counts[found - 1] = (counts[found - 1] ?? 0) + 1;
          return found - 1;
        }
        at = (at + 1) & (table.length - 1);
      }
      table[at] = n + 1;
      kept.set(steps, n * length);
      counts[n++] = 1;
      if (n === counts.length) grow();
      return n - 1;
    },
    all: () =>
      Array.from({ length: n }, (_, place) => ({
        steps: Array.from(kept.subarray(place * length, (place + 1) * length)),
        n: counts[place] ?? 0,
      })),
  };
};

const widened = (from: Int32Array<ArrayBuffer>, into: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
  into.set(from);
  return into;
};
