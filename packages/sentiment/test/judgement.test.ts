import { beforeAll, describe, expect, it } from 'vitest';
import { type Encode, openEncoder } from '../src/encoder/encoder.ts';
import { type Judgement, judgeByEncoder, judgeByWords, type Verbatim } from '../src/judgement.ts';
import { hostile } from './hostile-texts.ts';

let encode: Encode;
beforeAll(async () => {
  encode = await openEncoder();
});

describe('a verbatim is judged', () => {
  it.each([
    ['en', 'My bag never arrived and nobody at the desk could tell me where it is.', 'negative', ['baggage']],
    ['en', 'Thank you @brand, the crew was wonderful! https://t.co/abc', 'positive', ['staff']],
    ['en', 'Can you tell me how to change my reservation?', 'neutral', ['booking']],
    ['es', 'Pésimo 😡 nunca más, tres horas de retraso', 'negative', ['delay']],
    ['es', '¡¡Muchísimas GRACIAS!! 👏👏 El personal, encantador', 'positive', ['staff']],
    ['es', '¿Me podéis decir cómo cambiar mi reserva?', 'neutral', ['booking']],
  ] as const)('%s: %s', (language, text, polarity, topics) => {
    expect(judgeByEncoder(encode, { text, language })).toMatchObject({ polarity, topics, by: 'encoder' });
    expect(judgeByWords({ text, language })).toMatchObject({ topics, by: 'word-lists' });
  });

  it('by the words that decided, the strongest first', () => {
    const judged = judgeByEncoder(encode, { text: 'The staff were lovely and so very helpful', language: 'en' });
    expect(judged.words.map(({ word }) => word)).toContain('helpful');
    expect(judgeByWords({ text: 'gracias por nada', language: 'es' })).toMatchObject({
      polarity: 'negative',
      words: [{ word: 'gracias por nada', weight: 1.2 }],
    });
  });

  it('by the same words where the text is long or written in capitals', () => {
    const long = `${'We flew from Madrid to Lima. '.repeat(40)} The worst flight ever, rude crew, filthy seats!`;
    expect(judgeByEncoder(encode, { text: long, language: 'en' }).polarity).toBe('negative');
    expect(judgeByWords({ text: 'TERRIBLE SERVICE', language: 'en' }).polarity).toBe('negative');
  });
});

/** Ten thousand by HILO_TEST_FULL=1. */
const hostileTexts = process.env.HILO_TEST_FULL === '1' ? 10_000 : 150;

it('whatever is written is judged, and costs no more than a long text', () => {
  const started = process.cpuUsage();
  for (let at = 0; at < hostileTexts; at += 1) {
    const verbatim: Verbatim = { text: hostile(at), language: at % 2 === 0 ? 'en' : 'es' };
    for (const judged of [judgeByEncoder(encode, verbatim), judgeByWords(verbatim)]) expectJudgement(judged);
  }
  const { user, system } = process.cpuUsage(started);
  // What a text of any length may cost at the most, three times over: other tests run beside this one.
  expect((user + system) / 1000 / hostileTexts).toBeLessThan(150);
});

const expectJudgement = ({ confidence, words, polarity }: Judgement): void => {
  expect(['negative', 'neutral', 'positive']).toContain(polarity);
  expect(confidence).toBeGreaterThanOrEqual(0);
  expect(confidence).toBeLessThanOrEqual(1);
  for (const { weight } of words) expect(weight).toBeGreaterThan(0);
};
