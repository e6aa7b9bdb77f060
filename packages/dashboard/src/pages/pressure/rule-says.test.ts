import { expect, it } from 'vitest';
import type { ContactRule } from '../../api/pressure.ts';
import { ruleSays } from './rule-says.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';

const rule: ContactRule = {
  ...{ id: 'office', jurisdiction: 'ES', channels: ['call_centre'], classes: ['commercial'], zone: 'recipient' },
  ...{ source: 'this test', readOn: '2026-01-01', confidence: 'high', holidays: 'regional' },
  hours: [
    { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '21:00' },
    { days: ['sat', 'mon'], from: '10:00', to: '14:00' },
  ],
  caps: [{ max: 2, windowHours: 168, of: 'contacts' }],
  rest: { afterRefusal: 180 },
  needs: 'consent',
};

it('says a rule in words, in both languages', () => {
  expect(ruleSays(rule, { says: en.says, language: 'en' })).toEqual([
    'Permitted Mon–Fri 09:00–21:00, Mon, Sat 10:00–14:00',
    'Not on national and regional holidays',
    'At most 2 contacts in 7 days',
    'None for 180 days after a refusal',
    'Needs consent',
  ]);
  const said = ruleSays(rule, { says: es.says, language: 'es' });
  expect(said).toHaveLength(5);
  expect(said[0]).toContain('lun–vie 09:00–21:00');
});
