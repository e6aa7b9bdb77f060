import { useWords } from '../../../../i18n/language.tsx';
import { en } from './en.ts';
import { es } from './es.ts';

/** What the editor of programmes says, in the language of who writes. */
export const useEditorWords = () => useWords({ en, es });
