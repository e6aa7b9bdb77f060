import { useWords } from '../../../i18n/language.tsx';
import { en } from './en.ts';
import { es } from './es.ts';

/** What the page of journeys says, in the language of who reads. */
export const useJourneyWords = () => useWords({ en, es });
