import type { SurveyQuestion } from '@hilo/contracts';
import { type Html, html } from '@hilo/runtime/html';
import { longestText } from '../../domain/answers/answer-in.ts';
import type { PostedFault } from '../../domain/page/posted-answer.ts';
import type { SurveyStep } from '../../domain/page/step.ts';
import type { AnswerValue } from '../../domain/questions/next-question.ts';
import { possibleAnswers } from '../../domain/questions/question.ts';
import type { Texts } from '../../domain/texts/texts.ts';
import { fillIn } from '../../domain/texts/worded.ts';
import { hrefOf } from './href.ts';

/** What is shown of a question. */
export type ShownQuestion = {
  step: SurveyStep;
  texts: Texts;
  /** The language of the programme's own words, which may be one that the texts around it do not have. */
  language: string;
  wording(text: Readonly<Record<string, string>>): string;
  /** What is marked: what was answered, what the link in the mail said, or what was posted and is wrong. */
  marked: AnswerValue | undefined;
  fault: PostedFault | undefined;
};

export const questionTitle = ({ step, texts, wording }: ShownQuestion): string => {
  const { number, about, question } = step;
  // A title is no place for the marks that keep directions apart.
  const text = wording(question.text);
  return about > 1 ? fillIn({ direction: 'ltr' }, texts.page.question, { number, about, question: text }) : text;
};

/** The form of one question. It works without a script, and so by keyboard alone. */
export const questionHtml = (shown: ShownQuestion): Html => {
  const { step, texts, language, fault } = shown;
  const { question, number, about, back } = step;
  const isWritten = question.scale === 'text';
  // Of one question alone there is no way to be told of.
  const progress =
    about > 1 &&
    html`<p class="quiet" id="progress">${fillIn(texts, texts.page.progress, { number, about })}</p>
`;
  return html`${fault && faultHtml(texts, fault)}${progress}<form method="post" novalidate>
<input type="hidden" name="act" value="answer"><input type="hidden" name="question" value="${question.question}"><input type="hidden" name="lang" value="${language}">
${isWritten ? fieldHtml(shown) : choicesHtml(shown)}
<div class="buttons"><button>${texts.page.next}</button>${!isWritten && html`<button class="plain" name="skip" value="1">${texts.page.skip}</button>`}</div>
</form>
${back && html`<p><a href="${hrefOf({ q: back.question, lang: language })}">${texts.page.back}</a></p>\n`}`;
};

const saidOf = (texts: Texts, fault: PostedFault): string =>
  fault === 'tooLong' ? fillIn(texts, texts.page.tooLong, { most: longestText }) : texts.page[fault];

/** With a link to the field; what opens the page reads it first. */
const faultHtml = (texts: Texts, fault: PostedFault): Html =>
  html`<div class="fault" role="alert" tabindex="-1" autofocus><h2>${texts.page.wrong}</h2>
<p><a href="#value-0">${saidOf(texts, fault)}</a></p></div>
`;

const wrongHtml = ({ texts, fault }: ShownQuestion): Html | undefined =>
  fault && html`<p class="wrong" id="wrong">${saidOf(texts, fault)}</p>\n`;

const headingOf = ({ step, language, wording }: ShownQuestion): Html =>
  html`<span lang="${tagOf(language)}" dir="auto">${wording(step.question.text)}</span>`;

const tagOf = (language: string): string => language.replaceAll('_', '-');

const fieldHtml = (shown: ShownQuestion): Html => {
  const { texts, marked, fault } = shown;
  const described = fault ? 'wrong hint' : 'hint';
  return html`<h1><label for="value-0">${headingOf(shown)}</label></h1>
${wrongHtml(shown)}<textarea id="value-0" name="value" rows="5" dir="auto" maxlength="${longestText}" aria-describedby="${described}"${fault && html` aria-invalid="true"`}>
${typeof marked === 'string' && marked}</textarea>
<p class="quiet" id="hint">${fillIn(texts, texts.page.optional, { most: longestText })}</p>`;
};

const choicesHtml = (shown: ShownQuestion): Html => {
  const { step, texts, fault } = shown;
  const isSeveral = step.question.scale === 'choice' && step.question.several === true;
  return html`<fieldset${fault && html` aria-describedby="wrong"`}><legend><h1>${headingOf(shown)}</h1></legend>
${isSeveral && html`<p class="quiet">${texts.page.several}</p>\n`}${wrongHtml(shown)}${
  step.question.scale === 'choice' ? listHtml(shown, step.question) : scaleHtml(shown)
}</fieldset>`;
};

/** A text of an answer is of the programme's language, and a number of none. */
const listHtml = (
  { language, wording, marked }: ShownQuestion,
  question: Extract<SurveyQuestion, { scale: 'choice' }>,
): Html => {
  const type = question.several === true ? 'checkbox' : 'radio';
  return html`<div class="list">${question.choices.map(
    ({ code, text }, n) =>
      html`<label lang="${tagOf(language)}" dir="auto"><input type="${type}" name="value" value="${code}" id="value-${n}"${isMarked(marked, code) && html` checked`}>${wording(text)}</label>\n`,
  )}</div>`;
};

const scaleHtml = ({ step, texts, marked }: ShownQuestion): Html => {
  const { scale } = step.question;
  if (scale === 'choice' || scale === 'text') return html``;
  const values = possibleAnswers(step.question) ?? [];
  const highest = values.at(-1) ?? 0;
  const ends = texts.scales[scale];
  return html`<p class="ends quiet"><span>${values[0]} = ${ends.lowest}</span><span>${highest} = ${ends.highest}</span></p>
<div class="scale c${values.length}">${values.map(
    (value, n) =>
      html`<label><input type="radio" name="value" value="${value}" id="value-${n}"${isMarked(marked, value) && html` checked`}>${
        scale === 'stars'
          ? html`<span class="star" aria-hidden="true">★</span><span class="hidden">${fillIn(texts, texts.page.score, { value, highest })}</span><span aria-hidden="true">${value}</span>`
          : value
      }</label>\n`,
  )}</div>`;
};

const isMarked = (marked: ShownQuestion['marked'], value: string | number): boolean =>
  Array.isArray(marked) ? marked.includes(String(value)) : marked !== undefined && String(marked) === String(value);
