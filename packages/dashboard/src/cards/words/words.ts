import { useWords } from '../../i18n/language.tsx';
import { en } from './en.ts';
import { es } from './es.ts';

/** What every chart says, in the language of who reads. */
export const useChartWords = () => useWords({ en, es });
