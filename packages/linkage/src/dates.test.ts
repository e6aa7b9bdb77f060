import { describe, expect, it } from 'vitest';
import { dateHabits, readDate } from './dates.ts';

const read = (text: string, among: readonly string[] = []): string | undefined =>
  readDate(text, dateHabits([text, ...among]))?.text;

describe('dates as people write them', () => {
  it.each([
    ['1956-04-09', '19560409'],
    ['19560409', '19560409'],
    ['1956/04/09 00:00:00', '19560409'],
    ['1956-04-09T00:00:00Z', '19560409'],
    ['25/04/1956', '19560425'],
    ['04/25/1956', '19560425'],
    ['25.04.56', '19560425'],
    ['25-04-05', '20050425'],
    ['25041956', '19560425'],
    ['9 April 1956', '19560409'],
    ['9 de abril de 1956', '19560409'],
    ['Apr 9, 1956', '19560409'],
    ['1956', '1956'],
    ['04/1956', '1956'],
    ['1956-00-00', '1956'],
    ['0904/1956', '1956'],
  ])('reads %s as %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it.each(['', 'unknown', 'n/a', '0000-00-00', '1900-01-01', '9999-12-31'])('takes %j for no date', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('lets the other dates of the column say whether the day or the month comes first', () => {
    expect(read('03/04/1980', ['13/04/1981', '25/12/1990'])).toBe('19800403');
    expect(read('03/04/1980', ['04/13/1981', '12/25/1990'])).toBe('19800304');
  });

  it('takes 1 January for an unknown day only where too many are born on it', () => {
    const days = Array.from({ length: 100 }, (_, at) => `19${10 + (at % 80)}-05-${10 + (at % 18)}`);
    expect(read('1970-01-01', days)).toBe('19700101');
    expect(read('1970-01-01', [...days, ...Array.from({ length: 20 }, () => '1980-01-01')])).toBe('1970');
  });
});
