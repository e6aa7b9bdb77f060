import { expect, it } from 'vitest';
import { mondayOf, pressureShownIn } from './shown.ts';

it('takes from an address what can be shown, and nothing that nobody understands', () => {
  const asked = { split: 'classes', place: 'es-md', on: 'sms', class: 'survey', week: '2026-11-12' };
  expect(pressureShownIn(asked)).toEqual({ ...asked, place: 'ES-MD', week: '2026-11-09' });
  const strange = { split: 'moods', place: '<script>', on: 'pigeon', class: 7, week: '2026-99-99' };
  expect(pressureShownIn(strange)).toEqual({});
  expect(pressureShownIn({ split: 'sources', on: 'call_centre', class: 'commercial' })).toEqual({});
});

it('begins a week on a Monday', () => {
  expect(['2026-11-09', '2026-11-15', '2026-11-16'].map(mondayOf)).toEqual(['2026-11-09', '2026-11-09', '2026-11-16']);
});
