import { type Traits, traitValues, valuesAt } from '@hilo/segments';
import { languageLike } from '../questions/languages.ts';
import type { TemplateMessage, TemplateText } from './template.ts';
import { nameOfVariable, partsOf, saidOf, type TemplateVariable, variablesIn } from './variables.ts';

/** What a message says, in which language; or what is missing, so that it is not to be sent. */
export type ToldText = { language: string; subject: string; text: string } | { missing: string[] };

/** By what a text is filled in: what was said of what happened, by name, and the traits of the customer. */
export type ToldOf = {
  values: Readonly<Record<string, string>>;
  traits: Traits | undefined;
  language: string | undefined;
};

type Languages = { languages?: readonly string[] | undefined; defaultLanguage?: string | undefined };

/** The message in the language of the customer, with everything in it that is known; with a hole in it, it is none. */
export const tell = ({ texts }: TemplateMessage, { defaultLanguage }: Languages, known: ToldOf): ToldText => {
  const language = languageLike(Object.keys(texts), known.language) ?? defaultLanguage;
  const written = language === undefined ? undefined : texts[language];
  if (language === undefined || written === undefined) return { missing: ['languages'] };
  const [subject, text] = [filled(written.subject ?? '', known), filled(written.text, known)];
  const missing = [...new Set([...subject.missing, ...text.missing])].map((one) => `${language}.${one}`);
  return missing.length > 0 ? { missing } : { language, subject: subject.said, text: text.said };
};

const filled = (text: string, known: ToldOf): { said: string; missing: string[] } => {
  const missing: string[] = [];
  const said = partsOf(text).map((part) => {
    if (typeof part === 'string') return part;
    if ('wrong' in part) missing.push('texts');
    else return valueFor(part, known) ?? part.fallback ?? missing.push(nameOfVariable(part));
    return '';
  });
  return { said: said.join(''), missing };
};

const valueFor = (one: TemplateVariable, { values, traits }: ToldOf): string | undefined => {
  if (one.of === 'traits') return saidOf(traitValues(traits ?? {}, one.path));
  const name = nameOfVariable(one);
  return Object.hasOwn(values, name) ? values[name] : undefined;
};

/** Of what happened, all that some text names: no more of it is kept until the message is sent. */
export const valuesFor = ({ texts }: TemplateMessage, properties: unknown): Record<string, string> => {
  const named = Object.values(texts).flatMap(({ subject = '', text }: TemplateText) =>
    variablesIn(`${subject}\n${text}`),
  );
  return Object.fromEntries(
    named.flatMap((one) => {
      const said = one.of === 'properties' ? saidOf(valuesAt(properties, one.path)) : undefined;
      return said === undefined ? [] : [[nameOfVariable(one), said]];
    }),
  );
};
