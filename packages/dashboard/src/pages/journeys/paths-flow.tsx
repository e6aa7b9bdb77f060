import type { KeyboardEvent } from 'react';
import type { PathsAnswer, PathsNode } from '../../api/journeys.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { type FlowLink, type FlowNode, flowOf } from './flow.ts';
import classes from './journeys.module.css';
import type { PathsPlace } from './paths-place.ts';
import { useJourneyWords } from './words/words.ts';

const width = 960;
/** A box lower than that has no place for its name. */
const lowest = 10;
/** How wide a letter is, and what stands beside a name. */
const letter = 7;
const besideName = 60;

type Props = { answer: PathsAnswer; nameOf(node: PathsNode): string; open(place: PathsPlace): void };

/** Paths as a flow from place to place; each box and each band opens who is in it. */
export const PathsFlow = ({ answer, nameOf, open }: Props) => {
  const text = useJourneyWords();
  const { formats } = useLanguage();
  const { nodes, links, height } = flowOf(answer, width);
  const columns = new Set(nodes.map(({ x }) => x)).size;
  const longest = Math.floor((width / Math.max(1, columns - 1) - besideName) / letter);
  const press = (place: PathsPlace, name: string, n: number) => ({
    role: 'button',
    tabIndex: 0,
    'aria-label': text.seeWho(name, formats.number(n, 0)),
    onClick: () => open(place),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      open(place);
    },
  });
  const placeOfNode = ({ place, step }: FlowNode): PathsPlace => ({ place, step });
  const placeOfLink = ({ place, from, to }: FlowLink): PathsPlace => ({ place, step: from, next: to });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than a telephone is scrolled by the keyboard, too
    <section className={classes.flow} aria-label={text.paths.flow} tabIndex={0}>
      <svg viewBox={`-2 0 ${width + 4} ${height}`} aria-hidden={false}>
        <title>{text.paths.flow}</title>
        {links.map((link) => (
          <path
            key={`${link.place} ${nameOf(link.from)} ${nameOf(link.to)}`}
            className={classes.band}
            d={link.path}
            strokeWidth={Math.max(1, link.width)}
            {...press(placeOfLink(link), `${nameOf(link.from)} → ${nameOf(link.to)}`, link.n)}
          />
        ))}
        {nodes.map((node) => (
          <FlowBox key={`${node.place} ${nameOf(node.step)}`} node={node} name={shortened(nameOf(node.step), longest)}>
            <rect
              className={classes.box}
              data-kind={typeof node.step === 'string' ? node.step : 'step'}
              {...{ x: node.x, y: node.y, width: node.width, height: Math.max(2, node.height) }}
              {...press(placeOfNode(node), nameOf(node.step), node.n)}
            />
          </FlowBox>
        ))}
      </svg>
    </section>
  );
};

const shortened = (name: string, most: number): string =>
  name.length > most ? `${name.slice(0, Math.max(1, most - 1))}…` : name;

const FlowBox = ({ node, name, children }: { node: FlowNode; name: string; children: React.ReactNode }) => {
  const { formats } = useLanguage();
  const isLast = node.x + node.width > width - 1;
  return (
    <g>
      {children}
      {node.height >= lowest && (
        <text
          aria-hidden
          className={classes.boxName}
          x={isLast ? node.x - 6 : node.x + node.width + 6}
          y={node.y + node.height / 2}
          textAnchor={isLast ? 'end' : 'start'}
        >
          {name} <tspan className={classes.boxCount}>{formats.number(node.n, 0)}</tspan>
        </text>
      )}
    </g>
  );
};
