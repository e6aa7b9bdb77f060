import { noStep, notYet, type PathsOutcome, type PathsQuestion } from './paths.ts';

/** What stands at a place of a passage: the number of a step, no further one, or one that is not known yet. */
export type PathsNode = number | 'end' | 'open' | 'other';

/** How many passages are so, by place: each place sums to all of them. */
export type PathsFigures = {
  passages: number;
  sequences: { steps: PathsNode[]; n: number }[];
  /** All that are not among the first sequences. */
  others: number;
  places: { place: number; nodes: { step: PathsNode; n: number }[] }[];
  links: { place: number; from: PathsNode; to: PathsNode; n: number }[];
};

/** Whose passage is meant: which steps it has at which place; or `sequence`, all of them; or one that is not among the first. */
export type PathsPlace =
  | { kind: 'node'; place: number; step: PathsNode }
  | { kind: 'link'; place: number; from: PathsNode; to: PathsNode }
  | { kind: 'sequence'; steps: PathsNode[] }
  | { kind: 'others' }
  | { kind: 'all' };

/** The figures of paths: the first sequences, and at each place the first steps, with all others as one. */
export const pathsFigures = (outcome: PathsOutcome, question: PathsQuestion, most: number): PathsFigures => {
  const ordered = inOrder(outcome);
  const shown = shownSteps(outcome, question, most);
  const passages = ordered.reduce((sum, { n }) => sum + n, 0);
  const first = ordered.slice(0, most);
  const places = Array.from({ length: question.length }, (_, place) => ({
    place,
    nodes: counted(ordered, ({ steps }) => nodeAt(steps, place, shown)).map(([step, n]) => ({ step, n })),
  }));
  const links = Array.from({ length: question.length - 1 }, (_, place) =>
    [...linksAt(ordered, place, shown).values()].map((link) => ({ place, ...link })),
  ).flat();
  return {
    passages,
    sequences: first.map(({ steps, n }) => ({ steps: nodesOf(steps, question), n })),
    others: passages - first.reduce((sum, { n }) => sum + n, 0),
    places,
    links,
  };
};

type Sequence = PathsOutcome['sequences'][number];

const inOrder = ({ sequences }: PathsOutcome): Sequence[] =>
  sequences.toSorted((a, b) => b.n - a.n || compareSteps(a.steps, b.steps));

const compareSteps = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((step, place) => step !== b[place]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};

/** At each place the steps that are shown by themselves, the most frequent ones. */
const shownSteps = (outcome: PathsOutcome, { length }: PathsQuestion, most: number): ReadonlySet<number>[] =>
  Array.from({ length }, (_, place) => {
    const steps = counted(outcome.sequences, ({ steps: all }) => all[place] ?? noStep);
    return new Set(
      steps
        .filter(([step]) => step !== noStep && step !== notYet)
        .slice(0, most)
        .map(([step]) => step),
    );
  });

const counted = <Key extends number | string>(
  sequences: readonly Sequence[],
  keyOf: (sequence: Sequence) => Key,
): [Key, number][] => {
  const counts = new Map<Key, number>();
  for (const one of sequences) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + one.n);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
};

const nodeOf = (step: number): PathsNode => (step === noStep ? 'end' : step === notYet ? 'open' : step);

const nodeAt = (steps: readonly number[], place: number, shown: readonly ReadonlySet<number>[]): PathsNode => {
  const node = nodeOf(steps[place] ?? noStep);
  return typeof node === 'number' && !(shown[place]?.has(node) ?? false) ? 'other' : node;
};

/** Without what follows an end, which is none either. */
const nodesOf = (steps: readonly number[], { direction }: PathsQuestion): PathsNode[] => {
  const nodes = steps.map(nodeOf);
  const firstEnd = nodes.findIndex((node) => node === 'end' || node === 'open');
  return direction === 'from' && firstEnd >= 0 ? nodes.slice(0, firstEnd + 1) : nodes;
};

const linksAt = (sequences: readonly Sequence[], place: number, shown: readonly ReadonlySet<number>[]) => {
  const links = new Map<string, { from: PathsNode; to: PathsNode; n: number }>();
  for (const { steps, n } of sequences) {
    const [from, to] = [nodeAt(steps, place, shown), nodeAt(steps, place + 1, shown)];
    const known = links.get(`${from} ${to}`) ?? { from, to, n: 0 };
    known.n += n;
    links.set(`${from} ${to}`, known);
  }
  return links;
};

/** The customers whose passage is so, in order of their numbers: those after one, so many of them. */
export const pathsCustomers = (
  outcome: PathsOutcome,
  question: PathsQuestion,
  { place, most, after, limit }: { place: PathsPlace; most: number; after: number; limit: number },
): number[] => {
  const isMeant = outcome.sequences.map(meantBy(outcome, question, place, most));
  const found: number[] = [];
  for (let customer = after + 1; customer < outcome.sequenceOf.length && found.length < limit; customer++)
    if (isMeant[outcome.sequenceOf[customer] ?? -1] === true) found.push(customer);
  return found;
};

const meantBy = (
  outcome: PathsOutcome,
  question: PathsQuestion,
  place: PathsPlace,
  most: number,
): ((sequence: Sequence) => boolean) => {
  const shown = shownSteps(outcome, question, most);
  const first = new Set(inOrder(outcome).slice(0, most));
  if (place.kind === 'node') return ({ steps }) => nodeAt(steps, place.place, shown) === place.step;
  if (place.kind === 'link')
    return ({ steps }) =>
      nodeAt(steps, place.place, shown) === place.from && nodeAt(steps, place.place + 1, shown) === place.to;
  if (place.kind === 'sequence') return ({ steps }) => nodesOf(steps, question).join() === place.steps.join();
  return place.kind === 'all' ? () => true : (sequence) => !first.has(sequence);
};
