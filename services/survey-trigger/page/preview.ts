import type { Programme } from '../domain/programme.ts';
import { languageLike, languagesOf, wordingIn } from '../domain/questions/languages.ts';
import { type Texts, textsIn } from '../domain/texts/texts.ts';
import { type Frame, framedBody } from './framing.ts';
import { questionHtml, questionTitle } from './html/question.ts';
import { thanks } from './html/steps.ts';

/** A page as somebody will see it who is asked: a question, or the end. */
export type PreviewedPage = { question: string | undefined; html: string };
export type Preview = {
  language: string;
  languages: string[];
  direction: Texts['direction'];
  style: string;
  pages: PreviewedPage[];
};

/**
 * Every page of a programme in one of its languages, as they are shown to who is asked: each question as if all were shown, then the thanks. Nobody
 * is asked, so that no page says why.
 */
export const previewOf = (programme: Programme, frame: Frame, wanted: string | undefined): Preview => {
  const { languages, fallback = 'en' } = languagesOf(programme);
  const language = languageLike(languages, wanted) ?? fallback;
  const texts = textsIn(frame.brand.texts, [language, fallback]);
  const wording = { texts, language, languages };
  const about = programme.questions.length;
  const pages = programme.questions.map((question, index) => {
    const step = { question, number: index + 1, about, back: programme.questions[index - 1] };
    const content = {
      step,
      texts,
      language,
      wording: (text: Readonly<Record<string, string>>) => wordingIn(text, [language], fallback) ?? '',
      marked: undefined,
      fault: undefined,
    };
    const parts = { title: questionTitle(content), main: questionHtml(content) };
    return { question: question.question, html: framedBody(frame, wording, parts) };
  });
  const end = { question: undefined, html: framedBody(frame, wording, thanks(texts, frame.brand)) };
  return { language, languages, direction: texts.direction, style: frame.layout.style, pages: [...pages, end] };
};
