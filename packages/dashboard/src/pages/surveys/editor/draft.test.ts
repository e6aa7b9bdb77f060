import { expect, it } from 'vitest';
import { changedAt, isWithin, languagesIn, movedUp, pathOf, valueAt } from './draft.ts';

const draft = {
  when: { touchpoints: ['lounge'] },
  reminders: { atMost: 1 },
  questions: [{ question: 'a', text: { en: 'A?' } }, { question: 'b' }],
};

it('changes what stands at a place, and nothing else', () => {
  expect(changedAt(draft, ['questions', 0, 'text', 'es'], '¿A?')).toEqual({
    ...draft,
    questions: [{ question: 'a', text: { en: 'A?', es: '¿A?' } }, { question: 'b' }],
  });
  expect(changedAt(draft, ['questions', 2], { question: 'c' }).questions).toHaveLength(3);
  expect(changedAt({}, ['reminders', 'atMost'], 2)).toEqual({ reminders: { atMost: 2 } });
});

it('leaves nothing that says nothing, where something is taken away', () => {
  expect(changedAt(draft, ['reminders', 'atMost'], undefined)).not.toHaveProperty('reminders');
  expect(changedAt(draft, ['questions', 0], undefined).questions).toEqual([{ question: 'b' }]);
  expect(changedAt(draft, ['questions', 1, 'question'], undefined).questions).toEqual([draft.questions[0], {}]);
  expect(draft.questions).toHaveLength(2);
});

it('names places as the API does', () => {
  expect(pathOf(['questions', 0, 'text', 'en'])).toBe('questions[0].text.en');
  expect(isWithin('when.touchpoints[0]', ['when', 'touchpoints'])).toBe(true);
  expect(isWithin('when.touchpointsOfOthers', ['when', 'touchpoints'])).toBe(false);
  expect(valueAt(draft, ['questions', 1, 'text', 'en'])).toBeUndefined();
});

it('is in the languages that it names, else in those of its texts', () => {
  expect(languagesIn({ ...draft, languages: ['es', 'pt'] })).toEqual(['es', 'pt']);
  expect(languagesIn(draft)).toEqual(['en']);
  expect(languagesIn({})).toEqual(['en']);
});

it('moves what is asked up, and the first nowhere', () => {
  expect(movedUp(['a', 'b', 'c'], 2)).toEqual(['a', 'c', 'b']);
  expect(movedUp(['a', 'b'], 0)).toEqual(['a', 'b']);
});
