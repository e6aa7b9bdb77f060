/** A programme with several questions, as the document of the API shows it. */
export const exampleProgramme = {
  title: 'How was the lounge?',
  when: {
    touchpoints: ['airport.lounge'],
    kinds: ['left'],
    properties: [{ path: 'minutes', operator: 'at-least', value: 15 }],
    traits: [{ path: 'tier', operator: 'in', value: ['gold', 'platinum'] }],
  },
  questions: [
    {
      question: 'lounge_satisfaction',
      scale: 'csat',
      text: { en: 'How satisfied were you with the lounge?', es: '¿Qué le ha parecido la sala VIP?' },
    },
    {
      question: 'lounge_reason',
      scale: 'choice',
      text: { en: 'What was it most?', es: '¿Por qué sobre todo?' },
      choices: [
        { code: 'crowded', text: { en: 'Too many people', es: 'Demasiada gente' } },
        { code: 'food', text: { en: 'The food', es: 'La comida' } },
      ],
      showIf: { question: 'lounge_satisfaction', operator: 'at-most', value: 3 },
    },
  ],
  languages: ['en', 'es'],
  defaultLanguage: 'en',
  purpose: 'feedback',
  contacts: [{ channel: 'email', kind: 'email' }],
  askAfterMinutes: 30,
  askWithinHours: 24,
  restDays: 30,
};
