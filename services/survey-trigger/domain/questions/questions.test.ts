import { SurveyQuestion } from '@hilo/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { notesOn, Programme } from '../programme.ts';
import { faultsOfQuestions } from './faults.ts';
import { wordingIn } from './languages.ts';
import { type AnswerValue, countedAnswers, nextQuestion, shownQuestions } from './next-question.ts';

const text = { en: 'How?', es: '¿Cómo?' };
const nps = { question: 'likelihood_to_recommend', scale: 'nps', text };
const choices = [
  { code: 'food', text: { en: 'Food', es: 'Comida' } },
  { code: 'staff', text: { en: 'Staff', es: 'Personal' } },
];
const why = {
  question: 'why',
  scale: 'choice',
  text,
  choices,
  showIf: { question: 'likelihood_to_recommend', operator: 'at-most', value: 6 },
};
const which = {
  question: 'which_dish',
  scale: 'text',
  text,
  showIf: { question: 'why', operator: 'equals', value: 'food' },
};
const stars = { question: 'cabin', scale: 'stars', text };

const written = (fields: object = {}) => ({
  id: 'after-the-flight',
  version: 1,
  title: 'How was the flight?',
  when: { touchpoints: ['flight.arrival'] },
  questions: [nps, why, which, stars],
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  askAfterMinutes: 0,
  restDays: 0,
  ...fields,
});
const programme = Programme.parse(written());
const answers = (given: Record<string, AnswerValue>) => new Map(Object.entries(given));
const next = (given: Record<string, AnswerValue>, one = programme) => nextQuestion(one, answers(given))?.question;
const shown = (given: Record<string, AnswerValue>, one = programme) =>
  shownQuestions(one, answers(given)).map(({ question }) => question);

describe('which question comes next', () => {
  it('is the first that is shown and not answered, to the end', () => {
    expect(next({})).toBe('likelihood_to_recommend');
    expect(next({ likelihood_to_recommend: 9 })).toBe('cabin');
    expect(next({ likelihood_to_recommend: 3 })).toBe('why');
    expect(next({ likelihood_to_recommend: 3, why: 'food' })).toBe('which_dish');
    expect(next({ likelihood_to_recommend: 3, why: 'staff' })).toBe('cabin');
    expect(next({ likelihood_to_recommend: 3, why: 'staff', cabin: 1 })).toBeUndefined();
  });

  it('case 71 (Tangerine#254): who goes back and answers otherwise has what followed kept, and counted nowhere', () => {
    const given = { likelihood_to_recommend: 9, why: 'food', which_dish: 'soup', cabin: 4 };
    expect(shown(given)).toEqual(['likelihood_to_recommend', 'cabin']);
    expect([...countedAnswers(programme, answers(given))]).toEqual([
      ['likelihood_to_recommend', 9],
      ['cabin', 4],
    ]);
    // And back again: nothing was lost.
    expect(next({ ...given, likelihood_to_recommend: 3 })).toBeUndefined();
    expect(countedAnswers(programme, answers({ ...given, likelihood_to_recommend: 3 })).get('which_dish')).toBe('soup');
  });

  it('case 81 (formbricks#321): the condition of the last question is heeded', () => {
    const last = Programme.parse(written({ questions: [nps, why] }));
    expect(next({ likelihood_to_recommend: 10 }, last)).toBeUndefined();
    expect(next({ likelihood_to_recommend: 0 }, last)).toBe('why');
  });

  it('case 89: what was passed over is no zero, and no answer', () => {
    expect(next({ likelihood_to_recommend: null })).toBe('cabin');
    const passed = { ...why, showIf: { question: 'likelihood_to_recommend', operator: 'exists', value: false } };
    const one = Programme.parse(written({ questions: [nps, passed] }));
    expect(next({ likelihood_to_recommend: null }, one)).toBe('why');
    expect(next({ likelihood_to_recommend: 0 }, one)).toBeUndefined();
  });

  it('all conditions have to hold, or any', () => {
    const conditions = [
      { question: 'likelihood_to_recommend', operator: 'at-most', value: 6 },
      { question: 'cabin', operator: 'less', value: 3 },
    ];
    const asked = (showIf: object) =>
      Programme.parse(written({ questions: [nps, stars, { question: 'more', scale: 'text', text, showIf }] }));
    expect(shown({ likelihood_to_recommend: 5, cabin: 5 }, asked({ any: conditions }))).toContain('more');
    expect(shown({ likelihood_to_recommend: 5, cabin: 5 }, asked({ all: conditions }))).not.toContain('more');
    expect(shown({ likelihood_to_recommend: 5, cabin: 2 }, asked({ all: conditions }))).toContain('more');
  });
});

describe('refused when it is published', () => {
  const faults = (...questions: object[]) => faultsOfQuestions(z.array(SurveyQuestion).parse(questions));
  const showing = (showIf: object, fields: object = {}) => ({ ...stars, question: 'last', showIf, ...fields });
  it.each<[string, object[], PropertyKey[], RegExp]>([
    [
      'case 80 (surveda#414): a question that does not exist',
      [nps, showing({ question: 'gone', operator: 'exists', value: true })],
      [1, 'showIf', 'question'],
      /gone is no question/,
    ],
    [
      'case 80: a question that comes later',
      [showing({ question: 'cabin', operator: 'exists', value: true }), stars],
      [0, 'showIf', 'question'],
      /comes later/,
    ],
    [
      'case 80 (iogt#505): a circle',
      [
        { ...stars, question: 'a', showIf: { question: 'b', operator: 'exists', value: true } },
        { ...stars, question: 'b', showIf: { question: 'a', operator: 'exists', value: true } },
      ],
      [0, 'showIf', 'question'],
      /circle/,
    ],
    [
      'case 80: its own answer',
      [showing({ question: 'last', operator: 'exists', value: true })],
      [0, 'showIf', 'question'],
      /its own answer/,
    ],
    [
      'an answer that the scale does not have',
      [nps, showing({ question: 'likelihood_to_recommend', operator: 'equals', value: 11 })],
      [1, 'showIf', 'value'],
      /11 is no answer .* 0 to 10/,
    ],
    [
      'an answer of another type',
      [nps, showing({ question: 'likelihood_to_recommend', operator: 'equals', value: '5' })],
      [1, 'showIf', 'value'],
      /"5" is no answer/,
    ],
    [
      'a code that is none of the choices',
      [{ ...why, showIf: undefined }, showing({ question: 'why', operator: 'in', value: ['food', 'pilot'] })],
      [1, 'showIf', 'value'],
      /"pilot" is no answer .* food, staff/,
    ],
    [
      'a range that the scale does not reach',
      [stars, showing({ question: 'cabin', operator: 'greater', value: 5 })],
      [1, 'showIf', 'value'],
      /never holds: cabin is answered with 1 to 5/,
    ],
    [
      'an order of choices',
      [{ ...why, showIf: undefined }, showing({ question: 'why', operator: 'greater', value: 5 })],
      [1, 'showIf', 'operator'],
      /says nothing/,
    ],
    [
      'part of a number',
      [nps, showing({ question: 'likelihood_to_recommend', operator: 'contains', value: '1' })],
      [1, 'showIf', 'operator'],
      /says nothing/,
    ],
    [
      'conditions that never hold together',
      [
        nps,
        showing({
          all: [
            { question: 'likelihood_to_recommend', operator: 'less', value: 3 },
            { question: 'likelihood_to_recommend', operator: 'greater', value: 8 },
          ],
        }),
      ],
      [1, 'showIf'],
      /never holds/,
    ],
    [
      'the second of several conditions',
      [
        nps,
        showing({
          any: [
            { question: 'likelihood_to_recommend', operator: 'less', value: 3 },
            { question: 'x', operator: 'exists', value: true },
          ],
        }),
      ],
      [1, 'showIf', 'any', 1, 'question'],
      /no question/,
    ],
    ['two questions of one name', [nps, nps], [1, 'question'], /name of another question/],
    [
      'case 79: two choices of one code',
      [{ ...why, showIf: undefined, choices: [...choices, choices[0]] }],
      [0, 'choices', 2, 'code'],
      /code of another choice/,
    ],
  ])('%s', (_name, questions, path, message) => {
    const found = faults(...questions);
    expect(found[0]).toMatchObject({ path });
    expect(found[0]?.message).toMatch(message);
  });

  it.each<[string, object]>([
    ['a choice without choices', { questions: [{ ...why, choices: undefined, showIf: undefined }] }],
    ['choices of a rating', { questions: [{ ...nps, choices }] }],
    ['a scale that there is not', { questions: [{ ...nps, scale: 'smileys' }] }],
    ['no questions', { questions: [] }],
    ['both a question and questions', { question: nps }],
    ['neither', { questions: undefined }],
    ['no text in the default language', { defaultLanguage: 'fr' }],
    ['a default language that is none of the languages', { languages: ['es'], defaultLanguage: 'en' }],
    [
      'texts that have no language in common',
      {
        questions: [
          { ...nps, text: { en: 'How?' } },
          { ...stars, text: { es: '¿Cómo?' } },
        ],
      },
    ],
    ['a language that is none', { questions: [{ ...nps, text: { 'the english': 'How?' } }] }],
  ])('%s', (_name, fields) => {
    expect(Programme.safeParse(written(fields)).success).toBe(false);
  });
});

describe('languages', () => {
  it('case 79 (formbricks#8614): what is missing is told with its place, and the default is shown', () => {
    const partly = written({ questions: [nps, { ...stars, text: { en: 'Cabin?' } }], languages: ['en', 'es'] });
    expect(notesOn(Programme.parse(partly))).toMatchObject([{ path: 'questions[1].text.es', reason: 'text-missing' }]);
    const undeclared = written({
      questions: [{ ...nps, text: { ...text, fr: 'Comment ?' } }],
      languages: ['en', 'es'],
    });
    expect(notesOn(Programme.parse(undeclared))).toMatchObject([
      { path: 'questions[0].text.fr', reason: 'language-undeclared' },
    ]);
    const choice = { ...why, showIf: undefined, choices: [{ code: 'a', text: { en: 'A' } }, choices[1]] };
    expect(notesOn(Programme.parse(written({ questions: [choice] })))).toMatchObject([
      { path: 'questions[0].choices[0].text.es', reason: 'text-missing' },
    ]);
    expect(notesOn(programme)).toEqual([]);
  });

  it('a text is shown in the language that is nearest, and otherwise in the default', () => {
    const wording = { en: 'en', es: 'es', 'pt-BR': 'pt-BR' };
    const first = (...wanted: string[]) => wordingIn(wording, wanted, 'en');
    expect([
      first('es'),
      first('es-MX'),
      first('ES_mx'),
      first('pt'),
      first('pt-PT'),
      first('fr'),
      first('fr', 'es'),
    ]).toEqual(['es', 'es', 'es', 'pt-BR', 'pt-BR', 'en', 'es']);
  });

  it('case 88 (PostHog#19500): an NPS of what is no recommendation is told', () => {
    const other = Programme.parse(written({ questions: [{ ...nps, question: 'tidiness' }] }));
    expect(notesOn(other)).toMatchObject([{ path: 'questions[0].scale', reason: 'not-a-recommendation' }]);
  });

  it('one question is a list of one, however it is written', () => {
    const { questions: _, ...others } = written();
    const one = Programme.parse({ ...others, question: nps });
    expect(one).toEqual(Programme.parse(written({ questions: [nps] })));
    expect(Programme.parse(one)).toEqual(one);
  });
});
