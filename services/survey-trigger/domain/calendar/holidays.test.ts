import { describe, expect, it } from 'vitest';
import { holidayTables } from './holiday-tables.ts';
import { calendarOf, epochDay, isClosed, listHolidays, type OwnHoliday } from './holidays.ts';

const closedOn = (place: string, date: string, own: OwnHoliday[] = []): boolean => {
  const [country = '', ...regions] = place.split('-');
  const calendar = calendarOf({ country, regions }, 'regional', own);
  return calendar !== undefined && isClosed(calendar, epochDay(date));
};

describe('case 24 (zammad#390): only days of type public count', () => {
  it.each([
    ['DE-NW', '2026-11-11', false, 'St. Martin is no holiday'],
    ['DE-HE', '2026-11-15', false, 'nor is Volkstrauertag'],
    ['DE-BY', '2026-11-01', true, 'All Saints is one in Bavaria'],
    ['DE-BE', '2026-11-01', false, 'and none in Berlin'],
    ['ES-MD', '2026-11-09', false, 'the Almudena is an observance, which a town may add'],
    ['FR-67', '2026-12-26', true, 'St. Stephen closes Alsace'],
    ['FR-RE', '2026-12-20', true, 'the abolition of slavery closes Réunion'],
    ['FR-RE', '2026-12-26', false, 'where St. Stephen closes nothing'],
    ['GB-SCT', '2026-01-02', true, 'the second of January closes Scotland'],
    ['GB-ENG', '2026-01-02', false, 'and not England'],
    ['CO', '2026-01-12', true, 'the Epiphany of Colombia is moved to Monday'],
    ['US-TX', '2026-11-26', true, 'Thanksgiving'],
  ])('%s on %s: %s, since %s', (place, date, isHoliday) => {
    expect(closedOn(place, date)).toBe(isHoliday);
  });

  it('lists the days with their names and where they are known from', () => {
    expect(listHolidays({ country: 'ES', regions: ['MD'] }, [])).toContainEqual({
      date: '2026-05-02',
      name: 'Día de la Comunidad de Madrid',
      source: 'date-holidays 3.37.0 (data: CC BY-SA 3.0), days of type public',
    });
  });
});

describe('case 26 (date-holidays ES/MD): a substitute day closes the regions that have it, and no other', () => {
  it.each(['2026-11-02', '2026-12-07'])('%s closes Madrid, and not Catalonia', (date) => {
    expect(closedOn('ES-MD', date)).toBe(true);
    expect(closedOn('ES-CT', date)).toBe(false);
    expect(listHolidays({ country: 'ES', regions: ['MD'] }, [])).toContainEqual(
      expect.objectContaining({ date, name: expect.stringContaining('día sustituto') }),
    );
  });

  it('one that Madrid alone has closes MD, and leaves AN open', () => {
    const own = [{ place: 'ES-MD', date: '2026-11-03', name: 'día sustituto' }];
    expect(closedOn('ES-MD', '2026-11-03', own)).toBe(true);
    expect(closedOn('ES-AN', '2026-11-03', own)).toBe(false);
  });

  it('closes Spain where nobody knows the region', () => {
    expect(closedOn('ES', '2026-11-02')).toBe(true);
    expect(closedOn('ES-XX', '2026-11-02')).toBe(true);
    expect(closedOn('ES-MD-CT', '2026-11-02')).toBe(true);
  });
});

describe('the days of the operator', () => {
  const own = [{ place: 'ES-MD', date: '2026-11-09', name: 'Nuestra Señora de la Almudena' }];

  it('close their region alone, and are listed as the operator’s', () => {
    expect(closedOn('ES-MD', '2026-11-09', own)).toBe(true);
    expect(closedOn('ES-CT', '2026-11-09', own)).toBe(false);
    expect(listHolidays({ country: 'ES', regions: ['MD'] }, own)).toContainEqual({
      date: '2026-11-09',
      name: 'Nuestra Señora de la Almudena',
      source: 'the operator',
    });
  });

  it('are all that is known of a country without a table', () => {
    expect(closedOn('JP', '2026-11-03')).toBe(false);
    const culture = [{ place: 'JP', date: '2026-11-03', name: '文化の日' }];
    expect(closedOn('JP', '2026-11-03', culture)).toBe(true);
    expect(closedOn('JP', '2099-11-04', culture)).toBe(false);
  });
});

it('heeds national holidays alone where a rule says so', () => {
  const calendar = calendarOf({ country: 'ES', regions: ['MD'] }, 'national', []);
  expect(calendar && isClosed(calendar, epochDay('2026-11-02'))).toBe(false);
  expect(calendar && isClosed(calendar, epochDay('2026-12-25'))).toBe(true);
});

it('is closed in years of which the tables know nothing', () => {
  expect(closedOn('ES-MD', '2028-12-29')).toBe(false);
  expect(closedOn('ES-MD', '2029-01-02')).toBe(true);
  expect(closedOn('ES-MD', '2023-12-29')).toBe(true);
});

it('knows the eleven countries, five years of each', () => {
  expect([...holidayTables.keys()]).toEqual(['AR', 'BR', 'CL', 'CO', 'DE', 'ES', 'FR', 'GB', 'MX', 'PE', 'US']);
  for (const { years, national } of holidayTables.values()) {
    expect(years).toEqual([2024, 2028]);
    for (const year of [2024, 2025, 2026, 2027, 2028]) expect(national).toHaveProperty([`${year}-01-01`]);
  }
});
