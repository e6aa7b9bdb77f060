import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tell, valuesFor } from './tell.ts';
import { nameOfVariable, partsOf, saidOf } from './variables.ts';

const words = fc.stringMatching(/^[a-z]{1,6}$/);
const variable = fc.record({
  of: fc.constantFrom('traits' as const, 'properties' as const),
  path: words,
  fallback: fc.option(fc.stringMatching(/^[^{}|]{0,8}$/), { nil: undefined }),
});
const literal = fc.stringMatching(/^[^{}]{0,12}$/);
const text = fc.array(fc.oneof(literal, variable), { maxLength: 8 });
const anything = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.constantFrom(null, true, '', '{{traits.x}}', [], {}),
);
const known = fc.dictionary(words, anything, { maxKeys: 6 });

const written = (parts: readonly (string | { of: string; path: string; fallback: string | undefined })[]): string =>
  parts
    .map((one) =>
      typeof one === 'string'
        ? one
        : `{{${one.of}.${one.path}${one.fallback === undefined ? '' : `|${one.fallback}`}}}`,
    )
    .join('');

it('says each value where it stands and everything else as it is written, or is no message: a hole is never sent', () => {
  fc.assert(
    fc.property(text, known, known, (parts, traits, properties) => {
      const message = { class: 'service' as const, texts: { en: { subject: 's', text: written(parts) } } };
      const all = Object.fromEntries(Object.entries(traits).map(([name, value]) => [name, { value }]));
      const values = valuesFor(message, properties);
      const told = tell(message, {}, { values, traits: all as never, language: 'en' });
      const valueFor = (one: { of: string; path: string }): string | undefined => {
        const from = one.of === 'traits' ? traits : properties;
        return Object.hasOwn(from, one.path) ? saidOf([from[one.path]]) : undefined;
      };
      const said = parts.map((one) => (typeof one === 'string' ? one : (valueFor(one) ?? one.fallback)));
      if (said.some((one) => one === undefined)) expect(told).toHaveProperty('missing');
      else expect(told).toMatchObject({ text: said.join('') });
      for (const value of Object.values(values)) expect(value).toMatch(/^\S(?:[^\n\r\t]*\S)?$/u);
    }),
  );
});

it('reads back every variable that was written', () => {
  fc.assert(
    fc.property(text, (parts) => {
      const read = partsOf(written(parts)).flatMap((one) =>
        typeof one === 'string' || 'wrong' in one ? [] : nameOfVariable(one),
      );
      expect(read).toEqual(parts.flatMap((one) => (typeof one === 'string' ? [] : `${one.of}.${one.path}`)));
    }),
  );
});
