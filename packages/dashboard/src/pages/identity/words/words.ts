import { useWords } from '../../../i18n/language.tsx';
import { en } from './en.ts';
import { es } from './es.ts';

/** What the page of a customer's identity says, in the language of who reads. */
export const useIdentityWords = () => useWords({ en, es });
