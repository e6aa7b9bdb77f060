import { UnstyledButton } from '@mantine/core';
import classes from './dots.module.css';

/** A value with its interval on a scale, how it is written, and what opens where it is pressed. */
export type Dot = {
  name: string;
  value: number;
  low: number;
  high: number;
  text: string;
  shape: 'circle' | 'square' | 'diamond';
  open(): void;
};

type Props = { dots: readonly Dot[]; from: number; to: number };

/** One row for each: a dot, and its interval as a line. Told apart by shape as well as by place. */
export const Dots = ({ dots, from, to }: Props) => {
  const at = (value: number): string =>
    `${((100 * (Math.min(Math.max(value, from), to) - from)) / (to - from)).toFixed(2)}%`;
  return (
    <dl className={classes.rows}>
      {dots.map(({ name, value, low, high, text, shape, open }) => (
        <div key={name} className={classes.row}>
          <dt>{name}</dt>
          <dd>
            <span className={classes.scale} aria-hidden>
              <span className={classes.zero} style={{ left: at(0) }} />
              <span className={classes.interval} style={{ left: at(low), right: `calc(100% - ${at(high)})` }} />
              <span className={classes.dot} data-shape={shape} style={{ left: at(value) }} />
            </span>
            <UnstyledButton className={classes.text} onClick={open} aria-label={`${name}: ${text}`} data-dot={name}>
              {text}
            </UnstyledButton>
          </dd>
        </div>
      ))}
    </dl>
  );
};
