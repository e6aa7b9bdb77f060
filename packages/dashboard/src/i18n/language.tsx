import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { en, type Words } from './en.ts';
import { es } from './es.ts';
import { type Formats, formatsOf } from './formats.ts';

const languages: Readonly<Record<string, Words>> = { en, es };
const kept = 'hilo-language';

type Spoken = { language: string; words: Words; formats: Formats; speak(language: string): void };
const Language = createContext<Spoken | undefined>(undefined);

/** Says everything below it in the language that was chosen, else in that of the browser, else in English. */
export const SpeakLanguage = ({ children }: { children: ReactNode }) => {
  const [language, setLanguage] = useState(chosen);
  const spoken = useMemo(
    () => ({
      language,
      words: languages[language] ?? en,
      formats: formatsOf(language),
      speak: (next: string) => {
        localStorage.setItem(kept, next);
        setLanguage(next);
      },
    }),
    [language],
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return <Language value={spoken}>{children}</Language>;
};

/** What is said, in the language of who reads. */
export const useLanguage = (): Spoken => {
  const spoken = use(Language);
  if (spoken === undefined) throw new Error('nobody chose a language');
  return spoken;
};

/**
 * What a page says, in the language of who reads. The words of a page stand beside it, one object for each language, and come with it: what
 * is opened first carries no words of pages that nobody opened.
 */
export const useWords = <T,>(said: Readonly<Record<'en' | 'es', T>>): T => {
  const { language } = useLanguage();
  return language === 'es' ? said.es : said.en;
};

const chosen = (): string => {
  const wanted = [localStorage.getItem(kept), ...navigator.languages.map((one) => one.slice(0, 2))];
  return wanted.find((one) => one !== null && Object.hasOwn(languages, one)) ?? 'en';
};
