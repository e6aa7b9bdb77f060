import { useWords } from '../../../i18n/language.tsx';
import { en } from './en.ts';
import { es } from './es.ts';

/** What the page of cases says, in the language of who reads. */
export const useCaseWords = () => useWords({ en, es });
