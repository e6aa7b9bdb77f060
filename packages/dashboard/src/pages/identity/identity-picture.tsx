import { Badge, Checkbox, Text } from '@mantine/core';
import { type KeyboardEvent, useId, useRef } from 'react';
import classes from './identity.module.css';
import {
  arcOf,
  arcsWidth,
  namesIn,
  type Picture,
  type PictureEdge,
  type PictureNode,
  type Place,
  rowHeight,
  walk,
} from './picture.ts';
import { useIdentityWords } from './words/words.ts';

type Props = {
  picture: Picture;
  place: Place;
  go(place: Place): void;
  marked: ReadonlySet<string>;
  /** Missing where nothing can be split off. */
  mark?: ((key: string) => void) | undefined;
};

const nameOf = ({ node, edge }: Place): string => (edge === undefined ? `node ${node}` : `edge ${edge}`);

/** Identifiers as rows, and arcs for what links them or would: one stop of the keyboard, walked by arrows from there. */
export const IdentityPicture = ({ picture, place, go, marked, mark }: Props) => {
  const text = useIdentityWords();
  const hint = useId();
  const whole = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent): void => {
    const next = event.metaKey || event.ctrlKey || event.altKey ? undefined : walk(picture, place, event.key);
    if (next === undefined) return;
    event.preventDefault();
    go(next);
    whole.current?.querySelector<HTMLElement>(`[data-place="${nameOf(next)}"]`)?.focus();
  };
  const { nodes, edges } = picture;
  return (
    <>
      <Text size="xs" c="dimmed" id={hint} mb="xs">
        {text.walk}
      </Text>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is in it has the focus, and the arrows go from one to the next */}
      <div ref={whole} className={classes.picture} onKeyDown={press}>
        {/* biome-ignore lint/a11y/useSemanticElements: no fieldset is drawn */}
        <svg
          width={arcsWidth}
          height={nodes.length * rowHeight}
          className={classes.arcs}
          role="group"
          aria-label={text.picture}
        >
          {edges.map((edge, n) => (
            <Arc key={edge.key} {...{ edge, n, rows: nodes.length, place, go }} />
          ))}
        </svg>
        <ul className={classes.rows} aria-label={text.picture} aria-describedby={hint}>
          {nodes.map((node, n) => (
            <Row key={node.key} {...{ node, n, place, go, isMarked: marked.has(node.key), mark }} />
          ))}
        </ul>
      </div>
    </>
  );
};

type ArcProps = { edge: PictureEdge; n: number; rows: number; place: Place; go(place: Place): void };

const Arc = ({ edge, n, rows, place, go }: ArcProps) => {
  const text = useIdentityWords();
  const { path, middle } = arcOf(edge.ends, rows);
  const isRefused = 'refused' in edge;
  const names = namesIn(('link' in edge ? edge.link : edge.refused).between);
  const [from] = edge.ends;
  const isHere = place.edge === n;
  return (
    // biome-ignore lint/a11y/useSemanticElements: it is drawn, and a button is not
    <g
      role="button"
      tabIndex={isHere ? 0 : -1}
      aria-label={(isRefused ? text.refusedOf : text.linkOf)(...names)}
      aria-pressed={isHere}
      className={classes.arc}
      data-place={`edge ${n}`}
      data-is={isRefused ? 'refused' : 'link'}
      data-near={edge.ends.includes(place.node)}
      onClick={() => go({ node: edge.ends.includes(place.node) ? place.node : from, edge: n })}
      onFocus={() => {
        if (!isHere) go({ node: edge.ends.includes(place.node) ? place.node : from, edge: n });
      }}
    >
      <path d={path} className={classes.reach} />
      <path d={path} className={classes.line} />
      <circle cx={middle.x} cy={middle.y} r="8" className={classes.knot} />
      <path
        d={
          isRefused
            ? `M${middle.x - 3} ${middle.y - 3}l6 6m0-6l-6 6`
            : `M${middle.x - 4} ${middle.y}h8${'link' in edge && edge.link.decided ? 'm-4-4v8' : ''}`
        }
        className={classes.sign}
      />
    </g>
  );
};

type RowProps = {
  node: PictureNode;
  n: number;
  place: Place;
  go(place: Place): void;
  isMarked: boolean;
  mark: Props['mark'];
};

const Row = ({ node: { key, identifier, held }, n, place, go, isMarked, mark }: RowProps) => {
  const text = useIdentityWords();
  const isHere = place.node === n && place.edge === undefined;
  return (
    <li className={classes.row}>
      <button
        type="button"
        tabIndex={isHere ? 0 : -1}
        aria-pressed={isHere}
        className={classes.node}
        data-place={`node ${n}`}
        data-theirs={held !== undefined}
        onClick={() => go({ node: n })}
        onFocus={() => {
          if (!isHere) go({ node: n });
        }}
      >
        <span className={classes.dot} aria-hidden />
        <span className={classes.kind}>
          {identifier.kind}
          {held === undefined && ` · ${text.others}`}
          {held?.status === 'shared' && (
            <Badge size="xs" ml={6} color="orange" variant="light" tt="none" c="var(--warn)">
              {text.sharedMark}
            </Badge>
          )}
        </span>
        <span className={classes.value} title={identifier.value}>
          {identifier.value}
        </span>
      </button>
      {held && mark && (
        <Checkbox
          size="sm"
          aria-label={text.mark(identifier.value)}
          checked={isMarked}
          onChange={() => mark(key)}
          className={classes.mark}
        />
      )}
    </li>
  );
};
