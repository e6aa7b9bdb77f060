import { beforeAll, describe, expect, it } from 'vitest';
import { type Encode, openEncoder } from '../src/encoder/encoder.ts';
import { type Judgement, judgeByEncoder, judgeByWords, type Verbatim } from '../src/judgement.ts';

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

const pieces = [
  ...[
    '\u0000',
    '\ud800',
    '\udfff',
    '\u202e',
    '\u200d',
    '\ufeff',
    '\u0301'.repeat(300),
    '👩‍👩‍👧‍👦',
    '🇪🇸',
    'ﬃ',
    '①',
    '日本語',
    'ʼn',
    'İ',
    'ſ',
    'ẞ',
    '؀',
  ],
  ...[
    '<script>alert(1)</script>',
    '&amp;amp;#x1F600;',
    '&#xD800;',
    '&#99999999;',
    '&notin',
    '<!--',
    ']]>',
    '%00',
    '\\u0000',
  ],
  ...[
    '@',
    '#',
    '@a',
    '#CamelCase9Tag',
    'RT @x:',
    'https://',
    'www.',
    ' ',
    '\n',
    '\t',
    '!!!!????',
    ':(',
    '<3',
    "n't",
    'not very very bad but',
    'aaaaaa',
  ],
  ...['gracias por nada ', 'no me ', 'thank you for ', '1 2 3 hours ', 'what’s up with', 'won’t x '],
];

/** By the number of the text: the same whenever the tests run. */
const hostile = (seed: number): string => {
  let state = seed * 2_654_435_761 + 1;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
  const some = Array.from({ length: 1 + next(40) }, () => pieces[next(pieces.length)]).join(next(2) === 0 ? '' : ' ');
  return next(5) === 0 ? some.repeat(1 + Math.floor(100_000 / some.length)) : some;
};
