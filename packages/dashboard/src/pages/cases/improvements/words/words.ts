import { useWords } from '../../../../i18n/language.tsx';
import { en } from './en.ts';
import { es } from './es.ts';

/** What is said of improvements, in the language of who reads. */
export const useImprovementWords = () => useWords({ en, es });
