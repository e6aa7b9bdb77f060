/** A function of many numbers: its value, and its slope, which is written into `slope`. */
export type Slope = (at: Float64Array, slope: Float64Array) => number;

const remembered = 8;
/** Armijo: a step has to bring so much of what the slope promises; else it is halved. */
const leastGain = 1e-4;
const mostHalvings = 30;
const flatEnough = 1e-6;

/** Where a smooth function is least, from 0 on: L-BFGS (Nocedal, 1980). The same for the same function, to the last bit. */
export const minimise = (size: number, measure: Slope, mostSteps = 100): Float64Array => {
  let [at, slope]: [Float64Array, Float64Array] = [new Float64Array(size), new Float64Array(size)];
  let value = measure(at, slope);
  const moves: Move[] = [];
  for (let step = 0; step < mostSteps && Math.sqrt(dot(slope, slope)) > flatEnough * size; step += 1) {
    const way = direction(slope, moves);
    const found = stepAlong(
      { at, slope, value, way },
      measure,
      moves.length === 0 ? 1 / Math.sqrt(dot(slope, slope)) : 1,
    );
    if (found === undefined) break;
    const by = found.at.map((one, n) => one - (at[n] ?? 0));
    const turned = found.slope.map((one, n) => one - (slope[n] ?? 0));
    const curve = dot(by, turned);
    if (curve > 0) moves.push({ by, turned, curve });
    if (moves.length > remembered) moves.shift();
    ({ at, slope, value } = found);
  }
  return at;
};

/** A step that was made, how the slope turned by it, and the product of both. */
type Move = { by: Float64Array; turned: Float64Array; curve: number };
type Place = { at: Float64Array; slope: Float64Array; value: number };

/** Down, with what is remembered of how it curves. */
const direction = (slope: Float64Array, moves: readonly Move[]): Float64Array => {
  const way = slope.map((one) => -one);
  const shares = moves.toReversed().map((move) => {
    const share = dot(move.by, way) / move.curve;
    add(way, move.turned, -share);
    return share;
  });
  const last = moves.at(-1);
  if (last !== undefined) scale(way, last.curve / dot(last.turned, last.turned));
  for (const [n, move] of moves.entries()) {
    const share = shares[moves.length - 1 - n] ?? 0;
    add(way, move.by, share - dot(move.turned, way) / move.curve);
  }
  return way;
};

const stepAlong = (
  { at, slope, value, way }: Place & { way: Float64Array },
  measure: Slope,
  first: number,
): Place | undefined => {
  const promised = dot(slope, way);
  for (let halving = 0, length = first; halving < mostHalvings; halving += 1, length /= 2) {
    const there = at.map((one, n) => one + length * (way[n] ?? 0));
    const slopeThere = new Float64Array(at.length);
    const valueThere = measure(there, slopeThere);
    if (valueThere <= value + leastGain * length * promised) return { at: there, slope: slopeThere, value: valueThere };
  }
  return undefined;
};

const dot = (one: Float64Array, other: Float64Array): number => {
  let sum = 0;
  for (let n = 0; n < one.length; n += 1) sum += (one[n] ?? 0) * (other[n] ?? 0);
  return sum;
};
const add = (to: Float64Array, what: Float64Array, times: number): void => {
  for (let n = 0; n < to.length; n += 1) to[n] = (to[n] ?? 0) + times * (what[n] ?? 0);
};
const scale = (what: Float64Array, by: number): void => {
  for (let n = 0; n < what.length; n += 1) what[n] = (what[n] ?? 0) * by;
};
