import { useElementSize } from '@mantine/hooks';
import { drawLine, type Point } from './line.ts';
import classes from './sparkline.module.css';

/** A small line over time: the band is the interval, dashed is what is not over yet. Its numbers are in the table behind it. */
export const Sparkline = ({
  points,
  label,
  height = 44,
}: {
  points: readonly Point[];
  label: string;
  height?: number;
}) => {
  const { ref, width } = useElementSize();
  const drawn = drawLine(points, { width, height });
  return (
    <div ref={ref} className={classes.frame} style={{ height }}>
      {width > 0 && (
        <svg role="img" aria-label={label} width={width} height={height}>
          {drawn.zero !== undefined && (
            <line className={classes.zero} x1={0} x2={width} y1={drawn.zero} y2={drawn.zero} />
          )}
          <path className={classes.band} d={drawn.band} />
          <path className={classes.line} d={drawn.line} />
          <path className={classes.running} d={drawn.running} />
          {drawn.last && <circle className={classes.last} cx={drawn.last.x} cy={drawn.last.y} r={3} />}
        </svg>
      )}
    </div>
  );
};
