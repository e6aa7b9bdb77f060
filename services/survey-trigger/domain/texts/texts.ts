import { Locale, Word } from '@hilo/contracts';
import { z } from 'zod';
import { MailTexts } from './mail-texts.ts';
import { PageTexts } from './page-texts.ts';
import { VoiceTexts } from './voice-texts.ts';
import { worded } from './worded.ts';

const ends = z.strictObject({ lowest: worded(), highest: worded() }, { error: 'is missing' });
const names = z.record(Word, z.string().min(1).max(200)).default({});

/** All that people read of Hilo in one language, beside the questions. */
export const Texts = z.strictObject({
  name: worded().describe('What the language is called in itself.'),
  direction: z.enum(['ltr', 'rtl'], { error: 'is neither ltr nor rtl' }),
  scales: z.strictObject({ nps: ends, csat: ends, ces: ends, stars: ends }, { error: 'is missing' }),
  touchpoints: names.describe(
    'What touchpoints are called, where their own words say too little: {"flight.arrival": "your flight"}.',
  ),
  purposes: names.describe('What purposes are called.'),
  voices: z
    .strictObject({ employee: worded('company'), manager: worded('company'), auditor: worded('company') })
    .optional()
    .describe('As what somebody is asked who is not asked as a customer; without it, in English.'),
  mail: MailTexts,
  page: PageTexts,
  voice: VoiceTexts,
});
export type Texts = z.infer<typeof Texts> & { language: string };

/** By the tag of the language, in small letters; English is among them. */
export type TextsByLanguage = ReadonlyMap<string, Texts>;

type Written = Readonly<Record<string, unknown>>;
type TextFault = { path: readonly PropertyKey[]; message: string };

/** What is shipped, with what an operator has written instead or beside it; or what is missing in it. */
export const composeTexts = (shipped: Written, own: Written): { texts: TextsByLanguage } | { faults: TextFault[] } => {
  const all = [...new Set([...Object.keys(shipped), ...Object.keys(own)])].map((language) => ({
    language,
    read: z
      .strictObject({ language: Locale.refine(isTag, 'is no tag of a language'), texts: Texts })
      .safeParse({ language, texts: over(shipped[language], own[language]) }),
  }));
  const faults = all.flatMap(({ language, read }) =>
    (read.error?.issues ?? []).map(({ path, message }) => ({ path: [language, ...path.slice(1)], message })),
  );
  if (faults.length > 0) return { faults };
  const texts = all.flatMap(({ read }) =>
    read.data
      ? [[read.data.language.toLowerCase(), { ...read.data.texts, language: read.data.language }] as const]
      : [],
  );
  return { texts: new Map(texts) };
};

const isTag = (text: string): boolean => {
  try {
    return Intl.getCanonicalLocales(text).length > 0;
  } catch {
    return false;
  }
};

const isWritten = (value: unknown): value is Written =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const over = (under: unknown, upper: unknown): unknown => {
  if (upper === undefined) return under;
  if (!isWritten(under) || !isWritten(upper)) return upper;
  const keys = [...new Set([...Object.keys(under), ...Object.keys(upper)])];
  return Object.fromEntries(keys.map((key) => [key, over(under[key], upper[key])]));
};

/** The texts in the first of these languages that there is, or nearly is; else in English. */
export const textsIn = (all: TextsByLanguage, wanted: readonly string[]): Texts => {
  const found = wanted
    .map((one) => one.toLowerCase().replaceAll('_', '-'))
    .flatMap((tag) => all.get(tag) ?? all.get(tag.split('-')[0] ?? '') ?? [])[0];
  const texts = found ?? all.get('en');
  if (texts === undefined) throw new Error('there are no texts in English');
  return texts;
};
