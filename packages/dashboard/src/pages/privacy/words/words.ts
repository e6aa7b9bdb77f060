import { useWords } from '../../../i18n/language.tsx';
import { en } from './en.ts';
import { es } from './es.ts';

/** What is said of exporting and erasing somebody, in the language of who reads. */
export const usePrivacyWords = () => useWords({ en, es });
