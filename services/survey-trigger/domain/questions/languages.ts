import type { Note, SurveyQuestion, Wording } from '@hilo/contracts';
import type { Fault } from './faults.ts';

type Worded = {
  questions: readonly SurveyQuestion[];
  languages?: readonly string[] | undefined;
  defaultLanguage?: string | undefined;
};

/** In which languages it is asked, and in which where somebody speaks none of them. Not said, it is what its texts have in common. */
export const languagesOf = (programme: Worded): { languages: string[]; fallback: string | undefined } => {
  const texts = textsOf(programme).map(({ text }) => Object.keys(text));
  const common = [...new Set(texts.flat())].filter((one) => texts.every((all) => all.includes(one))).toSorted();
  const languages = programme.languages ?? [...new Set(texts.flat())].toSorted();
  const fallback = programme.defaultLanguage ?? ['en', ...languages].find((one) => common.includes(one));
  return { languages: [...languages], fallback };
};

/** The text in the first of the languages that there is, or a language that is nearly the same; otherwise in the one for everybody. */
export const wordingIn = (text: Wording, wanted: readonly string[], fallback: string): string | undefined => {
  const written = Object.keys(text);
  const plain = (language: string): string => language.toLowerCase().replaceAll('_', '-');
  const root = (language: string): string | undefined => plain(language).split('-')[0];
  const found = wanted
    .flatMap((one) => [
      written.find((language) => plain(language) === plain(one)),
      written.find((language) => plain(language) === root(one)),
      written.find((language) => root(language) === root(one)),
    ])
    .find((language) => language !== undefined);
  return text[found ?? fallback];
};

/** Of these languages the one that is wanted, or one of the same root (es for es-MX); nothing where none is like it. */
export const languageLike = (languages: readonly string[], wanted: string | undefined): string | undefined => {
  if (wanted === undefined) return undefined;
  const plain = (language: string): string => language.toLowerCase().replaceAll('_', '-');
  const rootOf = (language: string): string => plain(language).split('-')[0] ?? '';
  return (
    languages.find((one) => plain(one) === plain(wanted)) ??
    languages.find((one) => plain(one) === rootOf(wanted)) ??
    languages.find((one) => rootOf(one) === rootOf(wanted))
  );
};

/** Texts for which there would be nothing to fall back on. */
export const faultsOfLanguages = (programme: Worded): Fault[] => {
  const { languages, fallback } = languagesOf(programme);
  if (fallback === undefined)
    return [
      { path: ['languages'], message: 'no language has all texts; say which is to be complete in defaultLanguage' },
    ];
  const isRepeated = languages.find((one, index) => languages.indexOf(one) < index);
  return [
    ...(isRepeated === undefined ? [] : [{ path: ['languages'], message: `${isRepeated} is named twice` }]),
    ...(languages.includes(fallback)
      ? []
      : [{ path: ['defaultLanguage'], message: `${fallback} is none of the languages` }]),
    ...textsOf(programme)
      .filter(({ text }) => text[fallback] === undefined)
      .map(({ path }) => ({
        path,
        message: `has no text in ${fallback}, in which it is asked where no other is known`,
      })),
  ];
};

/** Texts that are missing in a language, where another is shown; and those that are never shown. */
export const notesOnLanguages = (programme: Worded): Note[] => {
  const { languages, fallback } = languagesOf(programme);
  return textsOf(programme).flatMap(({ path, text }) => [
    ...languages
      .filter((one) => text[one] === undefined)
      .map((one) => ({
        path: written([...path, one]),
        reason: 'text-missing',
        message: `There is no text in ${one}: who speaks it reads ${fallback}.`,
      })),
    ...Object.keys(text)
      .filter((one) => !languages.includes(one))
      .map((one) => ({
        path: written([...path, one]),
        reason: 'language-undeclared',
        message: `${one} is none of the languages, so that nobody is asked in it.`,
      })),
  ]);
};

const textsOf = ({ questions }: Worded): { path: PropertyKey[]; text: Wording }[] =>
  questions.flatMap((question, index) => [
    { path: ['questions', index, 'text'], text: question.text },
    ...(question.scale === 'choice' ? question.choices : []).map(({ text }, place) => ({
      path: ['questions', index, 'choices', place, 'text'],
      text,
    })),
  ]);

const written = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text === '' ? '' : '.'}${String(part)}`),
    '',
  );
