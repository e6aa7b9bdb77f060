import { useWords } from '../../../../i18n/language.tsx';
import { en } from './en.ts';
import { es } from './es.ts';

/** What is said of what closing the loop achieved, in the language of who reads. */
export const useRecoveryWords = () => useWords({ en, es });
