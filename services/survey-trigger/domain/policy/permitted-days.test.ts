import { expect, it } from 'vitest';
import { policyOf, ruleOf } from '../../test/asking.ts';
import { epochDay } from '../calendar/holidays.ts';
import { permittedDays } from './permitted-days.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'];
const daysOf = (rules: object[], from: string, more: object = {}) =>
  permittedDays(
    policyOf({ packs: [], rules: rules.map(ruleOf), ...more }).boundsOf({
      ...{ channel: 'call_centre', class: 'survey', places: [{ country: 'ES', regions: ['MD'] }] },
    }),
    epochDay(from),
    7,
  );

it('shows of each day what every rule permits, and which of them closes something', () => {
  const days = daysOf(
    [
      { id: 'office', hours: [{ days: weekdays, from: '09:00', to: '21:00' }] },
      { id: 'lunch', quiet: [{ days: ['mon'], from: '14:00', to: '16:00' }] },
    ],
    '2026-11-16',
  );
  expect(days[0]).toEqual({
    day: epochDay('2026-11-16'),
    open: [
      [540, 840],
      [960, 1260],
    ],
    closedBy: [
      { rule: 'office', by: 'hours' },
      { rule: 'lunch', by: 'hours' },
    ],
  });
  expect(days[1]).toMatchObject({ open: [[540, 1260]], closedBy: [{ rule: 'office' }] });
  expect(days[6]).toMatchObject({ open: [], closedBy: [{ rule: 'office', by: 'hours' }] });
});

it('closes a holiday of the place, also one that the company adds', () => {
  const holidays = [{ place: 'ES-MD', date: '2026-11-09', name: 'Almudena' }];
  const days = daysOf([{ id: 'holidays', holidays: 'municipal' }], '2026-11-02', { holidays });
  expect(days.map(({ open }) => open.length)).toEqual([0, 1, 1, 1, 1, 1, 1]);
  expect(days[0]?.closedBy).toEqual([{ rule: 'holidays', by: 'holiday' }]);
  expect(daysOf([{ id: 'holidays', holidays: 'municipal' }], '2026-11-09', { holidays })[0]?.open).toEqual([]);
});

it('heeds a rule only while it is in force, and permits everything where none says anything', () => {
  const never = { id: 'never', quiet: [{ days: [...weekdays, 'sat', 'sun'], from: '00:00', to: '24:00' }] };
  const days = daysOf([{ ...never, inForceFrom: '2026-11-18', inForceUntil: '2026-11-20' }], '2026-11-16');
  expect(days.map(({ open }) => open.length)).toEqual([1, 1, 0, 0, 1, 1, 1]);
  expect(days[0]).toMatchObject({ open: [[0, 1440]], closedBy: [] });
});
