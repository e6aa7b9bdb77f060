import { expect, it, vi } from 'vitest';

// Which words were told of, a process knows for as long as it runs, whichever test met them.
vi.resetModules();
const { topics } = await import('@hilo/contracts');
const { parseRecords } = await import('./dead-letter.ts');
const { tellUnknownWords } = await import('./unknown-words.ts');

const key = (...scopes: string[]) => ({
  offset: 0,
  key: 'k',
  value: JSON.stringify({ id: '0'.repeat(16), hash: 'h', source: 's', scopes, createdAt: '2026-01-01T00:00:00Z' }),
  headers: {},
  appendedAt: 0,
});

const linesAfter = (...scopes: string[]): unknown[] => {
  const lines: unknown[] = [];
  const { deadLetters } = parseRecords(topics.apiKeys.schema, [key(...scopes)]);
  expect(deadLetters).toEqual([]);
  tellUnknownWords({ warn: (line: unknown) => void lines.push(line) });
  return lines;
};

it('tells of a word that nobody knows once, wherever in a list it stands', () => {
  const line = { topic: topics.apiKeys.name, place: 'scopes/*', word: 'dreams:read' };
  expect(linesAfter('customers:read', 'dreams:read')).toEqual([line]);
  expect(linesAfter('dreams:read')).toEqual([]);
  expect(linesAfter('customers:read')).toEqual([]);
});

it('tells of a hundred at most, whatever a writer makes up', () => {
  const made = Array.from({ length: 300 }, (_, n) => `made:up-${n}`);
  expect(linesAfter(...made).length).toBeLessThanOrEqual(100);
  expect(linesAfter('made:up-later')).toEqual([]);
});

it('says where in a union something is wrong, by the words that are known', () => {
  const value = JSON.stringify({
    id: '00000000-0000-8000-8000-000000000001',
    state: 'withheld',
    programme: 'p',
    programmeVersion: 1,
    subject: '00000000-0000-8000-8000-000000000001',
    customer: '00000000-0000-8000-8000-000000000001',
    interaction: { source: 's', id: 'i' },
    touchpoint: 't',
    at: '2026-01-01T00:00:00Z',
    reason: 7,
  });
  const { deadLetters } = parseRecords(topics.surveys.schema, [{ ...key(), value }]);
  expect(deadLetters.map(({ reason }) => reason)).toEqual(['contract: reason']);
});
