import { expect, it } from 'vitest';
import { reasonsFor } from './explain-risk.ts';
import { featuresOf } from './features.ts';

it('says the three that weigh most, whichever way they go, in words with what is usual', () => {
  const features = featuresOf([]).slice(0, 4);
  const model = { intercept: 0, weights: [1, 0.5, -2, 0], means: [1, 1, 1, 1], scales: [1, 0.5, 2, 1] };
  const reasons = (language: 'en' | 'es') => reasonsFor(model, features, [Math.log1p(43), 1, 3, 9], language);
  expect(reasons('en')).toEqual([
    { feature: 'silent-days', effect: 2.784, text: 'silent for: 43 days, usually 1.7 days' },
    { feature: 'silence-in-gaps', effect: -2, text: 'silent for 3 times the own usual gap, usually 1 times' },
  ]);
  expect(reasons('es').map(({ text }) => text)).toEqual([
    'sin contacto desde hace: 43 días, lo normal 1,7 días',
    'sin contacto desde hace 3 veces su intervalo habitual, lo normal 1',
  ]);
});
