import { z } from 'zod';

const Scalar = z.union([z.string().min(1).max(1000), z.number(), z.boolean()], {
  error: 'is no text, number, true or false',
});
export const IsoTime = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

const operators =
  'equals not-equals in not-in greater at-least less at-most contains not-contains starts-with exists'.split(' ');

/** A comparison with what is found at what the other fields name: nothing, one, or several. */
export const comparing = <About extends z.ZodRawShape>(about: About) =>
  z.discriminatedUnion(
    'operator',
    [
      z.strictObject({ ...about, operator: z.enum(['equals', 'not-equals']), value: Scalar }),
      z.strictObject({ ...about, operator: z.enum(['in', 'not-in']), value: z.array(Scalar).min(1).max(1000) }),
      z.strictObject({
        ...about,
        operator: z.enum(['greater', 'at-least', 'less', 'at-most']),
        value: z
          .union([z.number(), IsoTime], { error: 'is no number, and no day or instant such as 2026-03-01' })
          .describe('A number; or a day or an instant as ISO 8601 writes it.'),
      }),
      z.strictObject({
        ...about,
        operator: z.enum(['contains', 'not-contains', 'starts-with']),
        value: Scalar.describe('Part of a text, or an element of a list.'),
      }),
      z.strictObject({
        ...about,
        operator: z.literal('exists'),
        value: z.boolean().describe('Whether there is to be something.'),
      }),
    ],
    { error: `has no operator of ${operators.join(', ')}` },
  );

const AnyComparison = comparing({});
/** The operator and the value, whatever it is that is compared. */
export type ValueComparison = z.infer<typeof AnyComparison>;
