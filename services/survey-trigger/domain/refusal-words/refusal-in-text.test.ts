import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { refusalInText } from './refusal-in-text.ts';

const messages = readFileSync(join(import.meta.dirname, '..', '..', 'test', 'refusal-messages.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => {
    const [kind = '', language = '', ...text] = line.split(' | ');
    return { kind, language, text: text.join(' | ').replaceAll('\\n', '\n') };
  });
const those = (kind: string) => messages.filter((one) => one.kind === kind);

it('tells what is a refusal, and what only has its words, in four hundred messages', () => {
  expect([those('refusal').length, those('other').length]).toEqual([207, 199]);
  expect(those('refusal').filter(({ text }) => !refusalInText(text).isRefusal)).toEqual([]);
  expect(those('other').filter(({ text }) => refusalInText(text).isRefusal)).toEqual([]);
});

it('says in which words, and takes the same in any spelling', () => {
  expect(refusalInText('Hola, ¡NO ME LLAMÉIS MÁS, por favor!').words).toEqual(['no me llameis']);
  for (const text of [
    'Stop',
    ' STOP ',
    'ＳＴＯＰ',
    'sto\u200dp',
    'S\u0301TOP',
    '«stop»',
    'Stop 🛑',
    'please STOP, thanks',
  ])
    expect(refusalInText(text), text).toMatchObject({ isRefusal: true, words: ['stop'] });
});

it('does not read what is quoted, or a signature', () => {
  const quoted = 'All well.\r\n\r\nEl lun, 30 nov 2026 a las 9:00, Hilo <a@hilo.example> escribió:\r\n> BAJA\r\n';
  expect(refusalInText(quoted).isRefusal).toBe(false);
  expect(refusalInText(`BAJA\r\n\r\n${quoted}`).isRefusal).toBe(true);
  expect(refusalInText('> STOP').isRefusal).toBe(false);
  expect(refusalInText('Fine\n-- \nSTOP').isRefusal).toBe(false);
});

it('takes START and ALTA for the wish that they are, which grants nothing', () => {
  expect(refusalInText('START')).toEqual({ isRefusal: false, words: [], isResuming: true });
  expect(refusalInText('alta, por favor')).toMatchObject({ isRefusal: false, isResuming: true });
  expect(refusalInText('start or stop, whatever')).toMatchObject({ isResuming: false });
});

it('is quick with what is long, and with what is made to be slow', () => {
  const texts = [
    'no me '.repeat(20_000),
    'i object to '.repeat(10_000),
    `on ${'a '.repeat(50_000)}`,
    'stop '.repeat(20_000),
  ];
  const begun = process.cpuUsage();
  for (const text of [...texts, '"'.repeat(50_000), '\n'.repeat(50_000), '-'.repeat(50_000)]) refusalInText(text);
  expect(process.cpuUsage(begun).user).toBeLessThan(3_000_000);
});
