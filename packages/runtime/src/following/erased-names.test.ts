import { expect, it } from 'vitest';
import { nameHashes } from './erased-names.ts';

const { ofIdentifier, ofInteraction } = nameHashes('a secret of the tests');
const phone = (value: string): string => ofIdentifier({ kind: 'phone', value });
const email = (value: string): string => ofIdentifier({ kind: 'email', value });

it('knows an identifier however its letters, spaces and separators are written', () => {
  expect(new Set(['+34600123456', ' +34 600-123-456', '+34 (600) 12.34/56'].map(phone)).size).toBe(1);
  expect(email(' Ana@Example.org')).toBe(email('ana@example.org'));
});

it('takes nobody for somebody else', () => {
  const all = [
    email('ana.b@example.org'),
    email('anab@example.org'),
    email('ana-b@example.org'),
    phone('600123456'),
    ofIdentifier({ kind: 'whatsapp', value: '600123456' }),
    ofInteraction('a', 'b/c'),
    ofInteraction('a/b', 'c'),
    nameHashes('another secret of the tests').ofInteraction('a', 'b/c'),
  ];
  expect(new Set(all).size).toBe(all.length);
  for (const hash of all) expect(hash).toMatch(/^[0-9a-f]{32}$/);
});
