/** A point of a line over time; without a value, nothing was there to count. */
export type Point = { value: number | null; low: number | null; high: number | null; running: boolean };

export type Box = { width: number; height: number };

/** Lines and the band of a sparkline, as paths of SVG within this box: where nothing was, a line breaks off. */
export type Drawn = {
  line: string;
  /** From the last bucket that is over to the one that runs: it may still change. */
  running: string;
  band: string;
  last: { x: number; y: number } | undefined;
  zero: number | undefined;
};

const margin = 4;

export const drawLine = (points: readonly Point[], { width, height }: Box): Drawn => {
  const scale = scaleOf(points, height);
  const step = points.length > 1 ? (width - 2 * margin) / (points.length - 1) : 0;
  const at = points.map(({ value, low, high, running }, n) => ({
    x: points.length > 1 ? margin + n * step : width / 2,
    y: value === null ? undefined : scale(value),
    low: low === null ? undefined : scale(low),
    high: high === null ? undefined : scale(high),
    running,
  }));
  const settled = at.filter(({ running }) => !running);
  const ended = at.slice(-2);
  const last = at.findLast(({ y }) => y !== undefined);
  return {
    line: joined(settled),
    running: ended.at(-1)?.running ? joined(ended) : '',
    band: bandOf(settled),
    last: last?.y === undefined ? undefined : { x: last.x, y: last.y },
    zero: isAround(points) ? scale(0) : undefined,
  };
};

type Placed = { x: number; y: number | undefined; low: number | undefined; high: number | undefined };

/** From values to heights: the highest at the top; what never changes is in the middle. */
const scaleOf = (points: readonly Point[], height: number): ((value: number) => number) => {
  const values = points.flatMap(({ value }) => value ?? []);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const inside = height - 2 * margin;
  return (value) => (high === low ? height / 2 : clamp(margin + (inside * (high - value)) / (high - low), height));
};

/** A band may be much wider than the line: it is cut off at the edges. */
const clamp = (y: number, height: number): number => Math.min(Math.max(y, 1), height - 1);

const isAround = (points: readonly Point[]): boolean =>
  points.some(({ value }) => (value ?? 0) < 0) && points.some(({ value }) => (value ?? 0) > 0);

const written = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;

const joined = (points: readonly Placed[]): string => {
  let isDown = false;
  return points
    .flatMap(({ x, y }) => {
      if (y === undefined) {
        isDown = false;
        return [];
      }
      const command = isDown ? 'L' : 'M';
      isDown = true;
      return [`${command}${written(x, y)}`];
    })
    .join('');
};

const bandOf = (points: readonly Placed[]): string => {
  const sure = points.flatMap(({ x, low, high }) =>
    low === undefined || high === undefined ? [] : [{ x, low, high }],
  );
  if (sure.length < 2) return '';
  const there = sure.map(({ x, high }) => written(x, high)).join('L');
  const back = sure.toReversed().map(({ x, low }) => written(x, low));
  return `M${there}L${back.join('L')}Z`;
};
