import { useWords } from '../../../i18n/language.tsx';
import { en } from './en.ts';
import { es } from './es.ts';

/** What the pages of customers say, in the language of who reads. */
export const useCustomerWords = () => useWords({ en, es });
