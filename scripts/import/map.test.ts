import { Interaction } from '@hilo/contracts';
import { expect, it } from 'vitest';
import { columnsOf, guessMap, ImportMap, interactionOfRow } from './map.ts';

const writtenAt = '2026-02-01T00:00:00Z';
const row = {
  'Customer No': 'C-1',
  email: ' ana@example.org ',
  Mobile: '600 000 001',
  Home: '',
  city: 'Madrid',
  ok: 'yes',
};

it('reads a customer base without a map: kinds of identifiers by the names of the columns, all else as traits', () => {
  const map = guessMap(['Customer Number', 'E-Mail', 'email', 'city'], ['customer_number', 'email']);
  expect(map.identifiers).toEqual({ customer_number: ['Customer Number'], email: ['E-Mail', 'email'] });
  expect(map.traits).toEqual({ city: 'city' });
});

it('makes an interaction that the contract allows, of the columns that the map names', () => {
  const map = ImportMap.parse({
    occurredAt: 'at',
    timeZone: 'Europe/Madrid',
    channel: { value: 'store' },
    touchpoint: { value: 'desk' },
    identifiers: { customer_number: 'Customer No', email: 'email', phone: ['Mobile', 'Home'] },
    traits: { city: 'city' },
    answers: [{ question: 'satisfaction', scale: 'csat', column: 'stars' }],
    consents: [{ purpose: 'feedback', column: 'ok', granted: ['yes'], withdrawn: ['no'] }],
  });
  const interaction = interactionOfRow(map, { ...row, at: '2026-01-10', stars: '4' }, writtenAt);
  expect(Interaction.parse(interaction)).toMatchObject({
    occurredAt: '2026-01-09T23:00:00Z',
    channel: 'store',
    identifiers: [
      { kind: 'customer_number', value: 'C-1' },
      { kind: 'email', value: 'ana@example.org' },
      { kind: 'phone', value: '600 000 001' },
    ],
    traits: { city: 'Madrid' },
    answers: [{ scale: 'csat', value: 4 }],
    consents: [{ purpose: 'feedback', state: 'granted' }],
  });
  expect(columnsOf(map)).toEqual(['at', 'Customer No', 'email', 'Mobile', 'Home', 'city', 'stars', 'ok']);
});

it('gives the same row the same id at every import, and a changed row another', () => {
  const map = guessMap(Object.keys(row), ['email']);
  const { id } = interactionOfRow(map, row, writtenAt);
  expect(interactionOfRow(map, { ...row }, writtenAt).id).toBe(id);
  expect(interactionOfRow(map, { ...row, city: 'Bilbao' }, writtenAt).id).not.toBe(id);
});

it.each([
  ['2026-07-01 10:00:00+00', '2026-07-01T10:00:00Z'],
  ['2026-07-01 10:00:00+05', '2026-07-01T05:00:00Z'],
  ['2026-07-01T10:00:00+0530', '2026-07-01T04:30:00Z'],
  ['2026-07-01T10:00:00+05:30[Asia/Kolkata]', '2026-07-01T04:30:00Z'],
  ['2026-07-01 10:00:00-03', '2026-07-01T13:00:00Z'],
  ['2026-07-01 10:00:00+02:00', '2026-07-01 10:00:00+02:00'],
  ['2026-07-01 10:00:00', '2026-07-01T08:00:00Z'],
  ['2026-07-01 10:00:00.5', '2026-07-01T08:00:00.5Z'],
  ['2026-07-01 10:00:00.123450', '2026-07-01T08:00:00.12345Z'],
  ['2026-01-01', '2025-12-31T23:00:00Z'],
])('reads %s as what its offset says, or where it says none, as a time of the zone of the map', (at, instant) => {
  const map = ImportMap.parse({ occurredAt: 'at', timeZone: 'Europe/Madrid', identifiers: { email: 'email' } });
  expect(interactionOfRow(map, { ...row, at }, writtenAt).occurredAt).toBe(instant);
  expect(Interaction.shape.occurredAt.safeParse(instant).success).toBe(true);
});

it('refuses a map whose time zone there is not, and says so', () => {
  const map = ImportMap.safeParse({ timeZone: 'Europe/Madird', identifiers: { email: 'email' } });
  expect(map.error?.issues).toMatchObject([
    { path: ['timeZone'], message: 'Europe/Madird is no time zone, such as Europe/Madrid' },
  ]);
});

it('leaves a time that it cannot read to Hilo, which names the field', () => {
  const map = ImportMap.parse({ occurredAt: 'at', identifiers: { email: 'email' } });
  expect(interactionOfRow(map, { ...row, at: 'yesterday' }, writtenAt).occurredAt).toBe('yesterday');
  expect(interactionOfRow(map, { ...row, at: '2026-01-10T10:00:00+01:00' }, writtenAt).occurredAt).toBe(
    '2026-01-10T10:00:00+01:00',
  );
});
