import { Text, UnstyledButton } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import classes from './points.module.css';

/** A point of a line over time: how it is told, and what happens where it is pressed. */
type PressedPoint = { key: string; said: string; open(): void };

type Props = { points: readonly PressedPoint[]; label: string; hint: string; children: ReactNode };

/** A line of which each point can be pressed: one stop for the keyboard, within it the arrows go from point to point. What is pointed at is said below. */
export const Points = ({ points, label, hint, children }: Props) => {
  const buttons = useRef<HTMLDivElement>(null);
  const [reached, reach] = useState(points.length - 1);
  const [said, say] = useState<string>();
  const current = Math.min(reached, points.length - 1);
  const go = (event: KeyboardEvent): void => {
    const next = nextOf(event.key, current, points.length);
    if (next === undefined) return;
    event.preventDefault();
    reach(next);
    const button = buttons.current?.children[next];
    if (button instanceof HTMLElement) button.focus();
  };
  // The first point is at the left edge and the last one at the right: those are in the middle of what is pressed.
  const beyond = points.length > 1 ? `calc((100% - 8px) / ${-2 * (points.length - 1)} + 4px)` : '0';
  return (
    <>
      <div className={classes.frame}>
        {children}
        {/* biome-ignore lint/a11y/useSemanticElements: it is no form whose fields belong together */}
        <div
          ref={buttons}
          role="group"
          aria-label={label}
          className={classes.points}
          style={{ left: beyond, right: beyond }}
          onKeyDown={go}
          onMouseLeave={() => say(undefined)}
        >
          {points.map(({ key, said: text, open }, n) => (
            <UnstyledButton
              key={key}
              className={classes.point}
              tabIndex={n === current ? 0 : -1}
              aria-label={text}
              data-point={key}
              onMouseEnter={() => say(text)}
              onFocus={() => say(text)}
              onBlur={() => say(undefined)}
              onClick={() => {
                reach(n);
                open();
              }}
            />
          ))}
        </div>
      </div>
      <Text size="xs" c="dimmed" className={classes.said}>
        {said ?? hint}
      </Text>
    </>
  );
};

const nextOf = (key: string, current: number, count: number): number | undefined => {
  const places: Readonly<Record<string, number>> = {
    ArrowLeft: Math.max(0, current - 1),
    ArrowRight: Math.min(count - 1, current + 1),
    Home: 0,
    End: count - 1,
  };
  return places[key];
};
