import { z } from 'zod';
import { contrast, leastContrast } from './contrast.ts';
import type { TextsByLanguage } from './texts/texts.ts';

const Colour = z
  .stringFormat('colour', /^#[0-9a-f]{6}$/i, 'is no colour such as #0b57b8')
  .transform((text) => text.toLowerCase());
const paper = '#ffffff';

/** Who asks, as an operator writes it into the file of HILO_BRAND. */
export const WrittenBrand = z
  .strictObject({
    name: z.string().trim().min(1).max(100).describe('What customers call the company.'),
    colour: Colour.default('#0b57b8').describe('Of buttons, on white.'),
    onColour: Colour.optional().describe('Of what is written on it; without it, black or white, as is read better.'),
    logo: z.string().optional().describe('A PNG, JPEG, GIF or SVG file of at most 4 KB, beside this one.'),
    from: z.email().optional().describe('The sender of mails; without it, surveys@ the host of HILO_PUBLIC_URL.'),
    replyTo: z.email().optional().describe('Where replies go, if not to the sender.'),
    bounces: z
      .email()
      .optional()
      .describe('Where what cannot be delivered goes back: bounces@… takes bounces+anything@… as well.'),
    unsubscribe: z.email().optional().describe('Where a mail is a refusal: stop@… takes stop+anything@… as well.'),
    timeZone: z.string().refine(isTimeZone, 'is no time zone such as Europe/Madrid').default('UTC'),
  })
  .transform(({ onColour, ...brand }) => ({ ...brand, onColour: onColour ?? better(brand.colour) }))
  .superRefine(({ colour, onColour }, context) => {
    for (const [path, message] of tooLittle(colour, onColour))
      context.addIssue({ code: 'custom', path: [path], message });
  });
export type WrittenBrand = z.infer<typeof WrittenBrand>;

/** A picture, as a page has it (`data:…`) or a mail (attached). */
export type Logo = { type: string; base64: string };

/** What is known of who asks, wherever he does. */
export type Brand = Omit<WrittenBrand, 'logo' | 'from'> & {
  from: string;
  logo: Logo | undefined;
  texts: TextsByLanguage;
};

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

const better = (colour: string): string =>
  contrast('#ffffff', colour) >= contrast('#000000', colour) ? '#ffffff' : '#000000';

type Pair = { path: 'colour' | 'onColour'; pair: readonly [string, string]; least: number; rule: string };

const tooLittle = (colour: string, onColour: string): [string, string][] => {
  const pairs: Pair[] = [
    { path: 'colour', pair: [colour, paper], least: leastContrast.shape, rule: 'WCAG 1.4.11' },
    { path: 'onColour', pair: [onColour, colour], least: leastContrast.text, rule: 'WCAG 1.4.3' },
  ];
  return pairs.flatMap(({ path, pair: [one, other], least, rule }): [string, string][] => {
    const ratio = contrast(one, other);
    if (ratio >= least) return [];
    const said = (Math.floor(ratio * 100) / 100).toFixed(2);
    return [[path, `is hardly seen on ${other}: the contrast is ${said}:1, and it takes ${least}:1 (${rule})`]];
  });
};
