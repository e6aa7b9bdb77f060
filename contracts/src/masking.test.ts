import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskPeople, maskText, seesPeopleBy } from './masking.ts';
import { scopesOfRole } from './roles.ts';

it.each([
  [
    { kind: 'email', value: 'jose@example.org' },
    { kind: 'email', value: 'j•••@example.org' },
  ],
  [
    { kind: 'phone', value: '+34 600 111 678' },
    { kind: 'phone', value: '•••678' },
  ],
  [
    { kind: 'customer_number', value: 'C-17' },
    { kind: 'customer_number', value: 'C•••' },
  ],
  // A figure of that name is none.
  [
    { kind: 'fell', value: 'tier' },
    { kind: 'fell', value: 'tier' },
  ],
  [{ traits: { givenName: 'Ñandú', tier: 'gold' } }, { traits: { givenName: 'Ñ•••', tier: 'gold' } }],
  [{ verbatim: 'Never again!' }, { verbatim: '•••' }],
  [
    { question: 'why', scale: 'text', value: 'Never again!' },
    { question: 'why', scale: 'text', value: '•••' },
  ],
  [
    {
      answers: [
        { scale: 'nps', value: 9 },
        { scale: 'choice', value: 'seat' },
        { scale: 'choices', value: ['seat'] },
      ],
    },
    {
      answers: [
        { scale: 'nps', value: 9 },
        { scale: 'choice', value: 'seat' },
        { scale: 'choices', value: ['seat'] },
      ],
    },
  ],
  [{ detail: 'There is no ana@example.org.' }, { detail: 'There is no a•••@example.org.' }],
  [{ 'ana@example.org': [1, null, 'call +34600111678 now'] }, { 'a•••@example.org': [1, null, 'call •••678 now'] }],
  [
    { at: '2026-11-30T10:00:00+01:00', href: '/v1/kpis?a=1+2' },
    { at: '2026-11-30T10:00:00+01:00', href: '/v1/kpis?a=1+2' },
  ],
])('shows %j as %j', (value, shown) => {
  expect(maskPeople(value)).toEqual(shown);
});

it('shows analysts and operators nobody as they are, and those who work with customers everybody', () => {
  const masked = Object.entries(scopesOfRole).flatMap(([role, scopes]) =>
    scopes.some((scope) => scope === '*' || seesPeopleBy.includes(scope)) ? [] : [role],
  );
  expect(masked).toEqual(['analyst', 'operator']);
});

it('leaves no address in any text, and is done once', () => {
  const address = fc.stringMatching(/^[a-z][a-z0-9.]{1,20}@[a-z]{1,10}\.(org|com)$/);
  fc.assert(
    fc.property(fc.string(), address, fc.string(), (before, whole, after) => {
      const shown = maskText(`${before} ${whole} ${after}`);
      expect(shown).not.toContain(whole);
      expect(maskText(shown)).toBe(shown);
    }),
  );
});

it('takes no longer than a text is long', () => {
  for (const text of [
    'a@'.repeat(50_000),
    `${'a'.repeat(100_000)}@`,
    `${'+1'.repeat(50_000)}`,
    `a@${'b.'.repeat(50_000)}`,
  ])
    expect(maskText(text).length).toBeGreaterThan(0);
});
