import { fillText } from '../texts/worded.ts';
import type { MailContent } from './mail-content.ts';

/** For who reads no HTML: the same in the same order, with one link to answer by. */
export const mailText = (content: MailContent): string => {
  const { texts, ends, links } = content;
  const paragraphs = [
    content.reminder,
    content.intro,
    content.question.text,
    ends &&
      scaleOf(
        content.taps.map(({ label }) => label),
        ends,
      ),
    `${texts.mail.answer}:\n${links.survey}`,
    content.until,
    [`${texts.mail.why}:`, ...content.why].join('\n'),
    `${texts.mail.refuse}:\n${links.refuse}`,
    `${texts.mail.notMe}:\n${links.notMe}`,
    content.company,
  ];
  return `${paragraphs.filter((one) => one !== undefined).join('\n\n')}\n`;
};

const scaleOf = (labels: readonly string[], ends: { lowest: string; highest: string }): string =>
  fillText('{first} = {lowest}, {last} = {highest}', { first: labels[0] ?? '', last: labels.at(-1) ?? '', ...ends });
