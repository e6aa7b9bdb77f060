import {
  type Encode,
  type Heads,
  judgeByEncoder,
  type Language,
  learnHead,
  polarities,
  unpackedInput,
} from '@hilo/sentiment';
import { createRandom } from '../simulate/random.ts';
import type { LabelledVerbatim } from './verbatims.ts';

/** So many scores say something else than the words beside them. */
const wrongScores = 10;

/** A head that was learnt of so many of these, as if their labels were scores of which a tenth are wrong; and all the others, on which it is tried. */
export const learnOf = (
  encode: Encode,
  all: readonly LabelledVerbatim[],
  { language, count, seed = 1 }: { language: Language; count: number; seed?: number },
): { heads: Heads; others: LabelledVerbatim[] } => {
  const { below } = createRandom(seed);
  const shuffled = all.map((one) => ({ one, by: below(2 ** 31) })).sort((a, b) => a.by - b.by);
  const [learnt, others] = [shuffled.slice(0, count), shuffled.slice(count)].map((some) => some.map(({ one }) => one));
  const texts = new Set((learnt ?? []).map(({ text }) => text));
  const examples = (learnt ?? []).map(({ text, label }) => {
    const right = polarities.indexOf(label);
    const wrong = below(wrongScores) === 0 ? 1 + below(polarities.length - 1) : 0;
    const { input } = judgeByEncoder(encode, { text, language, isExample: true });
    return { input: unpackedInput(input ?? new Uint8Array()), label: (right + wrong) % polarities.length };
  });
  const head = learnHead(examples);
  return {
    heads: { [language]: { version: 'learnt', head } },
    others: (others ?? []).filter(({ text }) => !texts.has(text)),
  };
};
