/**
 * Jaro–Winkler: 1 for equal texts, 0 for texts with nothing in common. Jaro (1989) with Winkler's (1990) bonus of 0.1
 * for each letter of the common beginning, up to four. Jaro's matching depends on the direction: the
 * smaller text goes first, so that the result does not.
 */
export const jaroWinkler = (a: string, b: string): number => {
  if (a === b) return 1;
  const jaro = a < b ? jaroSimilarity(a, b) : jaroSimilarity(b, a);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
};

/** Letters beyond these are not looked at, so that those that were matched fit into the bits of a number. */
const longest = 31;

const jaroSimilarity = (one: string, other: string): number => {
  const [a, b] = [one.slice(0, longest), other.slice(0, longest)];
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  let [takenOfA, takenOfB, common] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    const [letter, last] = [a.charCodeAt(i), Math.min(b.length - 1, i + reach)];
    for (let j = Math.max(0, i - reach); j <= last; j += 1) {
      if (letter !== b.charCodeAt(j) || (takenOfB & (1 << j)) !== 0) continue;
      takenOfA |= 1 << i;
      takenOfB |= 1 << j;
      common += 1;
      break;
    }
  }
  if (common === 0) return 0;
  const halves = outOfOrder(a, takenOfA, b, takenOfB) / 2;
  return (common / a.length + common / b.length + (common - halves) / common) / 3;
};

/** How many of the letters that were matched stand in another order. */
const outOfOrder = (a: string, takenOfA: number, b: string, takenOfB: number): number => {
  let [j, count] = [0, 0];
  for (let i = 0; i < a.length; i += 1) {
    if ((takenOfA & (1 << i)) === 0) continue;
    while ((takenOfB & (1 << j)) === 0) j += 1;
    if (a.charCodeAt(i) !== b.charCodeAt(j)) count += 1;
    j += 1;
  }
  return count;
};

/**
 * How many letters must be inserted, deleted, replaced or swapped with their neighbour to make `b` of `a` (Damerau 1964,
 * in the restricted form called optimal string alignment); anything over `most` is answered as `most + 1`.
 */
export const editDistance = (a: string, b: string, most: number): number => {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > most) return most + 1;
  const start = commonStart(a, b);
  const [x, y] = withoutCommonEnd(a.slice(start), b.slice(start));
  if (x.length === 0 || y.length === 0) return Math.min(x.length + y.length, most + 1);
  return most === 1 ? (isOneEdit(x, y) ? 1 : 2) : fullDistance(x, y, most);
};

const commonStart = (a: string, b: string): number => {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return at;
};

const withoutCommonEnd = (a: string, b: string): [string, string] => {
  let [i, j] = [a.length, b.length];
  while (i > 0 && j > 0 && a.charCodeAt(i - 1) === b.charCodeAt(j - 1)) [i, j] = [i - 1, j - 1];
  return [a.slice(0, i), b.slice(0, j)];
};

/** Of two texts that begin and end differently. */
const isOneEdit = (a: string, b: string): boolean =>
  (a.length === 1 && b.length === 1) || (a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0]);

const fullDistance = (a: string, b: string, most: number): number => {
  let [beforeLast, last, row]: [number[], number[], number[]] = [[], [], []];
  for (let j = 0; j <= b.length; j += 1) last.push(j);
  for (let i = 1; i <= a.length; i += 1) {
    row[0] = i;
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      ) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    [beforeLast, last, row] = [last, row, beforeLast];
  }
  return Math.min(last[b.length] ?? most + 1, most + 1);
};

/**
 * How like two words are: one slip of the fingers apart, having much in common as after several slips, or neither. Of
 * short words, any two are a slip apart, so that these are never like.
 */
export const likeness = (a: string, b: string): 'near' | 'alike' | 'different' => {
  const shorter = Math.min(a.length, b.length);
  if (shorter < 3) return 'different';
  if (!mayBeLike(a, b)) return 'different';
  if (editDistance(a, b, 1) <= 1) return 'near';
  const similarity = jaroWinkler(a, b);
  if (similarity >= 0.92) return 'near';
  return shorter >= 4 && (similarity >= 0.82 || editDistance(a, b, 2) <= 2) ? 'alike' : 'different';
};

/** Whether enough letters of each stand in the other at all: most pairs of words fail this, at little cost. */
const mayBeLike = (a: string, b: string): boolean => {
  const common = Math.min(lettersIn(a, b), lettersIn(b, a));
  return common >= Math.max(a.length, b.length) - 2 || common / a.length + common / b.length >= 1.1;
};

/** How many letters of the first are among those of the second; letters that are 32 apart count as the same. */
const lettersIn = (a: string, b: string): number => {
  let [letters, count] = [0, 0];
  for (let at = 0; at < b.length; at += 1) letters |= 1 << (b.charCodeAt(at) & 31);
  for (let at = 0; at < a.length; at += 1) if ((letters & (1 << (a.charCodeAt(at) & 31))) !== 0) count += 1;
  return count;
};
