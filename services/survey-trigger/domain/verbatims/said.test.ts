import { ResolvedInteraction } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { saidIn } from './said.ts';

const told = (interaction: object, withdrawn = false) =>
  ResolvedInteraction.parse({
    interaction: {
      ...{ id: 'i', source: 's', channel: 'web', touchpoint: 't', kind: 'answered' },
      ...{ occurredAt: '2026-03-02T10:00:00Z', receivedAt: '2026-03-02T10:00:00Z' },
      identifiers: [{ kind: 'email', value: 'ana@example.org' }],
      ...interaction,
    },
    ...{ subject: '00000000-0000-8000-8000-000000000001', customer: '00000000-0000-8000-8000-000000000001' },
    ...{ version: 1, recordVersion: 1, withdrawn },
    why: {
      rule: 'strongest-identifier',
      identifier: { kind: 'email', value: 'ana@example.org' },
      registryVersion: 1,
    },
  });

const answers = [
  { question: 'recommend', scale: 'nps', value: 3 },
  { question: 'why', scale: 'text', value: 'Too late.' },
  { question: 'which', scale: 'choice', value: 'seat' },
  { question: 'else', scale: 'drawing', value: 'a line' },
];

it('takes the text and every answer in words, each under an id of its own that is the same whenever it is heard of', () => {
  const [text, answer, ...more] = saidIn(told({ text: 'Well.', answers, locale: 'en-GB' }));
  expect(more).toEqual([]);
  expect(text).toMatchObject({ part: 0, text: 'Well.', locale: 'en-GB' });
  expect(answer).toMatchObject({ part: 2, question: 'why', text: 'Too late.' });
  expect(saidIn(told({ text: 'Well.', answers })).map(({ id }) => id)).toEqual([text?.id, answer?.id]);
  expect(text?.id).not.toBe(answer?.id);
});

it.each([
  ['is withdrawn', told({ text: 'Well.' }, true)],
  ['is by an employee', told({ text: 'Well.', actor: 'employee' })],
  ['is of an actor that a later version knows', told({ text: 'Well.', actor: 'robot' })],
  ['goes out', told({ text: 'Well.', direction: 'outbound' })],
  ['nobody knows whether a person wrote', told({ text: 'Well.', properties: { leftOut: 'suspect-automation' } })],
  ['says nothing', told({ text: ' \n' })],
])('takes nothing of what %s', (_, one) => {
  expect(saidIn(one)).toEqual([]);
});
