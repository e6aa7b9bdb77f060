import { useWords } from '../../../i18n/language.tsx';
import { en } from './en.ts';
import { es } from './es.ts';

/** What the pages of surveys say, in the language of who reads. */
export const useSurveyWords = () => useWords({ en, es });
