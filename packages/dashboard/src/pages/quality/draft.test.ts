import { expect, it } from 'vitest';
import { draftOf, messageText } from './draft.ts';

const message = (value: string | null) => ({ message: { key: 'k', value, headers: {} } });

it('begins a fix with what was posted, without what Hilo gave it', () => {
  const value = '{"id":"a","source":"shop","receivedAt":"2026-01-01T00:00:00Z","kind":"bought"}';
  expect(JSON.parse(draftOf(message(value)))).toEqual({ id: 'a', kind: 'bought' });
});

it('keeps what is no JSON as it is, also where it is nested as deep as it likes', () => {
  expect(draftOf(message('{"id":'))).toBe('{"id":');
  expect(draftOf(message(null))).toBe('');
  const deep = '['.repeat(100_000);
  expect(draftOf(message(deep))).toBe(deep);
  expect(messageText(message('{"id":').message)).toBe('{"id":');
});
