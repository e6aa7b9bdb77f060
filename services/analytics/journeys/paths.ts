import type { Pool } from 'pg';
import { z } from 'zod';
import type { AboutPeople } from '../columns/about-people.ts';
import { journeyNumbers, refusedJourney } from '../columns/asked-numbers.ts';
import type { PathsQuestion } from '../columns/paths.ts';
import type { PathsFigures, PathsNode, PathsPlace } from '../columns/paths-figures.ts';
import type { PathsAsked } from '../domain/journey-question.ts';
import { lengthInWords } from '../domain/length-words.ts';
import { head, type JourneyAsking, journeyHead, ShareWithin, shareWithin } from './journey-answer.ts';
import { peopleAsked } from './journey-people.ts';

const Node = z
  .object({ channel: z.string(), touchpoint: z.string(), kind: z.string() })
  .or(z.enum(['end', 'open', 'start', 'other']))
  .describe(
    'A step; end: nothing more happened; open: that is not known yet; start: nothing before; other: a step that is not among the first.',
  );

export const PathsAnswer = z.object({
  metric: z.literal('paths'),
  ...head,
  rules: z.object({ unit: z.string(), gap: z.string(), steps: z.string() }),
  n: z.int().describe('How many paths there are: each place sums to it.'),
  rows: z
    .array(z.object({ path: z.array(Node), ...ShareWithin.shape, count: z.int() }))
    .describe('The most frequent ones, whole.'),
  others: z.int().describe('How many are none of these.'),
  places: z.array(z.object({ place: z.int(), nodes: z.array(z.object({ step: Node, n: z.int() })) })),
  links: z.array(
    z.object({ place: z.int().describe('From this place to the next.'), from: Node, to: Node, n: z.int() }),
  ),
});
export type PathsAnswer = z.infer<typeof PathsAnswer>;

/** Answers what customers do after a step, or before it. */
export const answerPaths = async (pool: Pool, asking: JourneyAsking, asked: PathsAsked): Promise<PathsAnswer> => {
  const { paths, nameOf, about } = await pathsQuestion(pool, asking, asked);
  const { answer: figures, rebuilding } = await asking.ask<'paths'>({ kind: 'paths', paths, most: asked.top }, about);
  return {
    metric: 'paths',
    ...journeyHead(asking, { rebuilding }),
    unit: asked.unit,
    additive: true,
    rules: {
      unit:
        asked.unit === 'customers'
          ? 'the first path of each customer in the range'
          : 'every path; a customer may have several, also such as overlap',
      gap: `a path is over after ${lengthInWords(asked.gap)} without an interaction`,
      steps: asked.collapse ? 'the same step several times in a row is one' : 'every interaction is a step',
    },
    n: figures.passages,
    rows: rowsOf(figures, nameOf),
    others: figures.others,
    places: figures.places.map(({ place, nodes }) => ({
      place: place + 1,
      nodes: nodes.map(({ step, n }) => ({ step: nameOf(step), n })),
    })),
    links: figures.links.map(({ place, from, to, n }) => ({ place: place + 1, from: nameOf(from), to: nameOf(to), n })),
  };
};

type NameOf = (node: PathsNode) => z.infer<typeof Node>;

const rowsOf = ({ sequences, passages }: PathsFigures, nameOf: NameOf) =>
  sequences.map(({ steps, n }) => ({ path: steps.map(nameOf), ...shareWithin(n, passages), count: n }));

const pathsQuestion = async (
  pool: Pool,
  { properties, range, asOf }: Pick<JourneyAsking, 'properties' | 'range' | 'asOf'>,
  { anchor, direction, length, gap, unit, collapse, filters }: PathsAsked,
): Promise<{ paths: PathsQuestion; nameOf: NameOf; about: AboutPeople }> => {
  const numbers = await journeyNumbers(pool, properties, [anchor, filters]);
  const nameOf = (node: PathsNode): z.infer<typeof Node> => {
    if (typeof node === 'number') {
      const { channel, touchpoint, kind } = numbers.stepOf(node);
      return { channel, touchpoint, kind };
    }
    return node === 'end' && direction === 'to' ? 'start' : node;
  };
  const paths = {
    from: Date.parse(range.from),
    to: Date.parse(range.to),
    now: asOf,
    anchor: numbers.selectionOf(anchor, ['anchor']),
    direction,
    length,
    gap,
    unit,
    collapse,
    filter: numbers.selectionOf(filters, ['filters']),
  };
  return { paths, nameOf, about: await peopleAsked(pool, { asOf }, { filters }) };
};

/** Whose paths are asked for. */
export const PathsListed = z.strictObject({
  path: z
    .array(Node)
    .optional()
    .describe('Those whose whole path is so, as a row of the answer has it; `others` are those of none of the rows.'),
  others: z.boolean().optional(),
  place: z.int().min(1).max(8).optional().describe('Those who have `step` at this place.'),
  step: Node.optional(),
  next: Node.optional().describe('And this one at the next place.'),
});
type PathsListed = z.infer<typeof PathsListed>;

/** The numbers of the customers behind a figure of paths. */
export const listPaths = async (
  pool: Pool,
  asking: JourneyAsking,
  { asked, listed, ...page }: { asked: PathsAsked; listed: PathsListed; after: number; limit: number },
): Promise<number[]> => {
  if (asked.unit !== 'customers')
    throw refusedJourney(['unit'], 'has to be customers: of passages there may be several of one customer');
  const { paths, nameOf, about } = await pathsQuestion(pool, asking, asked);
  const { answer: figures } = await asking.ask<'paths'>({ kind: 'paths', paths, most: asked.top }, about);
  const place = placeIn(figures, listed, nameOf);
  if (place === undefined) return [];
  const { answer } = await asking.ask<'paths-customers'>(
    { kind: 'paths-customers', paths, most: asked.top, place, ...page },
    about,
  );
  return answer.customers;
};

const placeIn = (
  figures: PathsFigures,
  { path, others, place, step, next }: PathsListed,
  nameOf: NameOf,
): PathsPlace | undefined => {
  const isNode = (node: PathsNode, named: z.infer<typeof Node> | undefined): boolean =>
    JSON.stringify(nameOf(node)) === JSON.stringify(ordered(named));
  if (others === true) return { kind: 'others' };
  if (path !== undefined) {
    const found = figures.sequences.find(
      ({ steps }) => steps.length === path.length && steps.every((node, at) => isNode(node, path[at])),
    );
    return found && { kind: 'sequence', steps: found.steps };
  }
  if (place === undefined || step === undefined) return { kind: 'all' };
  const at = place - 1;
  if (next !== undefined) {
    const link = figures.links.find((one) => one.place === at && isNode(one.from, step) && isNode(one.to, next));
    return link && { kind: 'link', place: at, from: link.from, to: link.to };
  }
  const node = figures.places[at]?.nodes.find((one) => isNode(one.step, step));
  return node && { kind: 'node', place: at, step: node.step };
};

/** With its names in the order in which answers have them. */
const ordered = (named: z.infer<typeof Node> | undefined) =>
  typeof named === 'object' ? { channel: named.channel, touchpoint: named.touchpoint, kind: named.kind } : named;
