import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { evaluateSentiment } from './sentiment.ts';

const folder = mkdtempSync(join(tmpdir(), 'hilo-verbatims-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (content: string): string => {
  const file = join(folder, 'verbatims.csv');
  writeFileSync(file, content);
  return file;
};

it('texts that people labelled are judged by Hilo and by two libraries, in the language that they are in', async () => {
  const file = fileOf(
    [
      'id;tweet;airline_sentiment',
      '1;Gracias por todo, el personal es encantador;positive',
      '2;Pésimo servicio, no me devuelven el dinero;NEG',
      '3;¿A qué hora sale el vuelo de Madrid?;neutral',
      '4;¿?;undecided',
    ].join('\n'),
  );
  const found = await evaluateSentiment(file, {});
  expect(found).toMatchObject({ texts: 3, leftOut: 1, language: 'es' });
  expect(found.judged.map(({ name }) => name)).toEqual([
    'Hilo',
    'Hilo, lists of words alone',
    '@nlpjs/sentiment 4.26.1',
    'multilang-sentiment 2.0.0',
  ]);
  expect(found.judged[0]?.macroF1).toBe(1);
});

it('a column that is not there, and a language that is not measured, are said', async () => {
  const file = fileOf('id,words,sentiment\n1,merci,positive');
  await expect(evaluateSentiment(file, {})).rejects.toThrow('Say --text and --label');
  await expect(evaluateSentiment(file, { text: 'words', lang: 'fr' })).rejects.toThrow('not measured in fr');
});
