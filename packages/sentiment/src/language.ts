import { plain } from './normalise.ts';
import type { Language } from './words/lists.ts';

/** Words that nearly every sentence has, and that the others have not. */
const commonWords: Record<Language | 'other', string> = {
  en: 'the and to of you my is it for i this was your that have not with are me be on but so at just we can what they will from thanks flight',
  es: 'el la los las de que y en un una no me mi por con para es se lo al del su te les muy pero como esta este ha he hay gracias vuelo',
  other:
    'le les des et est je vous pas pour dans une sur avec ne mon ce der die das und ich nicht ist ein eine mit auf sie il che di non sono per nao uma voce com meu voo obrigado da em het een niet ik van els amb una molt vol',
};
const sets = Object.entries(commonWords).map(([language, words]) => ({ language, words: new Set(words.split(' ')) }));

/** The language of a text: what was said of it, as `es-MX`; else what its commonest words say; nothing where neither does. */
export const verbatimLanguage = (text: string, said?: string): Language | undefined => {
  if (said !== undefined && said !== '') return languageNamed(said);
  const words = plain(text.slice(0, 1000)).match(/[a-z]+/g) ?? [];
  const counts = sets
    .map(({ language, words: common }) => ({ language, count: words.filter((word) => common.has(word)).length }))
    .sort((a, b) => b.count - a.count);
  const [first, second] = counts;
  return first && second && first.count > second.count ? languageNamed(first.language) : undefined;
};

const languageNamed = (tag: string): Language | undefined => {
  const language = tag.toLowerCase().split(/[-_]/)[0];
  return language === 'en' || language === 'es' ? language : undefined;
};
