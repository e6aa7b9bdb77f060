import type { Programme } from '../programme.ts';
import { wordingIn } from '../questions/languages.ts';

/** What an agent says first, where a programme has no words of its own. */
const script = {
  en: 'Good day. We would like to know how your last visit or contact with us went. May I ask you a few questions? You can stop at any time.',
  es: 'Buenos días. Nos gustaría saber cómo fue su última visita o gestión con nosotros. ¿Me permite unas preguntas? Puede parar cuando quiera.',
};

export const scriptOf = (programme: Pick<Programme, 'script' | 'defaultLanguage'>, wanted: readonly string[]): string =>
  wordingIn(programme.script ?? script, [...wanted, programme.defaultLanguage ?? 'en'], 'en') ??
  Object.values(programme.script ?? script)[0] ??
  script.en;
