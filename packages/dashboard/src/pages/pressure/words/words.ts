import { useWords } from '../../../i18n/language.tsx';
import { en } from './en.ts';
import { es } from './es.ts';

/** What the page about contact pressure says, in the language of who reads. */
export const usePressureWords = () => useWords({ en, es });
