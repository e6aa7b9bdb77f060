import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isStorable, toStorable } from './storable.ts';

it('makes of any text one that a table can hold, and leaves one as it is that is', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  const units = fc.array(fc.constantFrom('a', '\0', '\u{d83d}', '\u{de00}', 'é'), { maxLength: 12 });
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        units.map((all) => all.join('')),
      ),
      fc.nat(12),
      (posted, most) => {
        const stored = toStorable(posted, most);
        expect(isStorable(stored)).toBe(true);
        expect(stored.length).toBeLessThanOrEqual(most);
        if (isStorable(posted) && posted.length <= most) expect(stored).toBe(posted);
      },
    ),
  );
});
