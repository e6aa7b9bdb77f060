import { expect, it } from 'vitest';
import { type PolarityHead, polarities, shippedHead } from '../src/head.ts';
import { packedInput, unpackedInput } from '../src/learning/example.ts';
import { macroF1Difference, macroF1Figure } from '../src/learning/macro-f1.ts';
import { minimise } from '../src/learning/minimise.ts';
import { drawnBelow } from '../src/learning/random.ts';
import { type Champion, leastExamples, type NotedExample, type Trial, tryChallenger } from '../src/learning/trial.ts';
import { tryInThread } from '../src/thread/learning.ts';

const inputs = shippedHead.W.length;

type Law = (kind: number, below: (count: number) => number) => number;
/** What a company's customers write: of three kinds, each near a place of its own; the law says with which score. */
const written = (count: number, law: Law, seed = 7): NotedExample[] => {
  const below = drawnBelow(seed);
  const chance = () => below(2 ** 20) / 2 ** 20 - 0.5;
  const places = polarities.map(() => Float32Array.from({ length: inputs }, () => chance() / 8));
  return Array.from({ length: count }, (_, n) => {
    const kind = below(3);
    const input = Float32Array.from({ length: inputs }, (_, at) => (places[kind]?.[at] ?? 0) + chance() / 8);
    return { id: String(n).padStart(6, '0'), at: n, isLearnt: false, input, label: law(kind, below) };
  });
};

/** Words of a trade: each kind is always scored alike, but for a tenth of the scores, which say something else. */
const ofTheTrade: Law = (kind, below) => (below(10) === 0 ? below(3) : kind);
const byChance: Law = (_, below) => below(3);

const noted = (examples: readonly NotedExample[], { replacement }: Trial): NotedExample[] => {
  const learnt = new Set(replacement?.examples);
  return examples.map((one) => ({ ...one, isLearnt: learnt.has(one.id) }));
};
const championOf = ({ replacement, learntFrom }: Trial): Champion | undefined =>
  replacement && { head: replacement.head, learntFrom };
const replacing = (trial: Trial): Champion => {
  const champion = championOf(trial);
  if (champion === undefined) throw new Error(`nothing was replaced: ${trial.outcome}`);
  return champion;
};
const total = (counts: Trial['learntFrom']): number => Object.values(counts).reduce((sum, one) => sum + one, 0);

it('a challenger replaces the shipped head where customers of a trade write what that gets wrong, always the same one', () => {
  const examples = written(400, ofTheTrade);
  const trial = tryChallenger(examples, undefined);
  expect(trial.outcome).toBe('replaced');
  expect(trial.figures?.challenger.low).toBeGreaterThan(trial.figures?.shipped.high ?? 1);
  expect(trial.figures?.champion).toEqual(trial.figures?.shipped);
  expect(total(trial.learntFrom)).toBe(320);
  expect(total(trial.triedOn)).toBe(80);
  expect(tryChallenger(examples.toReversed(), undefined)).toEqual(trial);
});

it('none does where scores have nothing to do with what is written', () => {
  for (const seed of [1, 2, 3]) {
    const trial = tryChallenger(written(400, byChance, seed), undefined);
    expect(trial).toMatchObject({ outcome: 'not-better', figures: { difference: {} } });
    expect(trial.replacement).toBeUndefined();
  }
});

it('none is learnt of too few, or of too few of one kind', () => {
  const some = written(400, ofTheTrade);
  expect(tryChallenger(some.slice(0, leastExamples.all - 1), undefined).outcome).toBe('too-few');
  const few = some.map((one, n) => ({ ...one, label: n % 40 === 0 ? 2 : n % 2 }));
  expect(tryChallenger(few, undefined)).toMatchObject({ outcome: 'too-few', learntFrom: { positive: 8 } });
  expect(tryChallenger([], undefined)).toMatchObject({ outcome: 'too-few' });
});

it('is tried on nothing that was learnt: not what the champion has learnt, and no words that were said before as well', () => {
  const examples = written(400, ofTheTrade);
  // The newest say what the oldest said, to the letter.
  const echoed = examples.map((one, n) => (n < 360 ? one : { ...one, input: examples[n - 360]?.input ?? one.input }));
  const trial = tryChallenger(echoed, undefined);
  expect(total(trial.learntFrom)).toBe(280);
  expect(trial.replacement?.examples).not.toContain(examples[0]?.id);
  const all = examples.map((one) => ({ ...one, isLearnt: one.at >= 340 }));
  const champion = { head: shippedHead, learntFrom: { negative: 20, neutral: 20, positive: 20 } };
  expect(total(tryChallenger(all, champion).triedOn)).toBe(20);
});

it('a champion stays where nothing better comes, and is learnt anew without what was erased of what it had learnt', () => {
  const examples = written(400, ofTheTrade);
  const first = tryChallenger(examples, undefined);
  const champion = replacing(first);
  const more = noted(written(440, ofTheTrade), first);
  const next = tryChallenger(more, champion);
  expect(next).toMatchObject({ outcome: 'not-better' });
  expect(next.lessened).toBeUndefined();
  const without = more.filter(({ at }) => at !== 5);
  const after = tryChallenger(without, champion);
  expect(total(after.lessened?.champion?.learntFrom ?? first.learntFrom)).toBe(319);
  expect(after.lessened?.champion?.head).not.toEqual(champion.head);
  // Nothing of what is gone is in it: it is what would have been learnt without.
  expect(after.lessened?.champion?.head).toEqual(
    tryChallenger(
      without.map((one) => ({ ...one, at: one.isLearnt ? one.at - 1e6 : one.at })),
      champion,
    ).lessened?.champion?.head,
  );
  const left = more.filter(({ isLearnt, at }) => !isLearnt || at < 30);
  expect(tryChallenger(left, champion)).toMatchObject({ lessened: { champion: undefined } });
});

it('learns in a thread what it would learn here, and neither a head nor what is told of it has a place for a word', async () => {
  const examples = written(330, ofTheTrade);
  const trial = await tryInThread(examples, undefined);
  expect(trial).toEqual(tryChallenger(examples, undefined));
  const { W, b, lexiconScale, classes }: PolarityHead = replacing(trial).head;
  for (const weights of [...W, b, lexiconScale]) for (const one of weights) expect(one).toEqual(expect.any(Number));
  expect(classes).toEqual(polarities);
  const texts = JSON.stringify({ ...trial, replacement: { head: trial.replacement?.head } }).match(/[a-z]+/gi) ?? [];
  const known =
    'outcome replaced learntFrom triedOn figures challenger champion shipped difference value low high replacement head classes lexiconScale W b e';
  expect([...new Set(texts)].filter((word) => !`${known} ${polarities.join(' ')}`.split(' ').includes(word))).toEqual(
    [],
  );
});

it('a figure is what its definition says, and its interval holds it', () => {
  const right = [0, 0, 0, 1, 1, 2, 2, 2, 2, 2];
  const found = [0, 0, 1, 1, 2, 2, 2, 2, 0, 2];
  const figure = macroF1Figure(right, found);
  expect(figure.value).toBeCloseTo((2 / 3 + 1 / 2 + 4 / 5) / 3, 10);
  expect(figure.low).toBeLessThan(figure.value);
  expect(figure.high).toBeGreaterThan(figure.value);
  expect(macroF1Difference(right, found, found)).toEqual({ value: 0, low: 0, high: 0 });
  expect(macroF1Figure([0, 1, 2], [0, 1, 2]).value).toBe(1);
});

it('finds where a function is least, flat as it may be in one direction', () => {
  const steep = Array.from({ length: 20 }, (_, n) => 10 ** (n / 10));
  const found = minimise(20, (at, slope) =>
    at.reduce((sum, one, n) => {
      const away = one - n;
      slope[n] = 2 * (steep[n] ?? 0) * away;
      return sum + (steep[n] ?? 0) * away ** 2;
    }, 0),
  );
  for (const [n, one] of found.entries()) expect(one).toBeCloseTo(n, 3);
});

it('what the head saw is kept in half the room, as exactly as it needs', () => {
  const input = [0.0441, -0.1, 0.6, 0, 1.8];
  const packed = packedInput(input);
  // As a database gives it: a piece of a larger memory.
  const within = Buffer.concat([Buffer.alloc(6), packed, Buffer.alloc(6)]).subarray(6, 6 + packed.length);
  for (const given of [packed, within]) {
    const back = unpackedInput(given);
    expect(back).toHaveLength(input.length);
    for (const [n, one] of input.entries()) expect(back[n]).toBeCloseTo(one, 3);
  }
});
