import { z } from 'zod';

const placeholder = /\{(\w+)\}/g;

/** A text with what stands in braces in it: each of the names at least once, and no other. */
export const worded = (...names: readonly string[]) =>
  z
    .string({ error: ({ input }) => (input === undefined ? 'is missing' : 'is no text') })
    .min(1, 'says nothing')
    .max(1000)
    .superRefine((text, context) => {
      const said = [...text.matchAll(placeholder)].map(([, name = '']) => name);
      for (const name of names.filter((one) => !said.includes(one)))
        context.addIssue({ code: 'custom', message: `does not say {${name}}` });
      for (const name of said.filter((one) => !names.includes(one)))
        context.addIssue({ code: 'custom', message: `says {${name}}, which is nothing here` });
    });

/** The text with the values in it. */
export const fillText = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(placeholder, (whole, name: string) => String(values[name] ?? whole));

/** As `fillText`; what comes from elsewhere keeps to itself in a text that is written from right to left. */
export const fillIn = (
  { direction }: { direction: 'ltr' | 'rtl' },
  text: string,
  values: Readonly<Record<string, string | number>>,
): string =>
  direction === 'ltr'
    ? fillText(text, values)
    : fillText(text, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `\u2068${value}\u2069`])));
