import type { OutgoingMessage } from '../../domain/delivery/message.ts';
import type { WrittenMail } from './compose.ts';

/** The least that a mail says: what is asked, where, and how to have no more of it. */
export const plainMail = ({ programme, language, links, told }: OutgoingMessage): WrittenMail => {
  const question = told?.subject ?? programme.questions[0]?.text[language] ?? programme.title;
  return {
    subject: question,
    text: `${told?.text ?? question}\n\n${links.survey}\n\n${links.unsubscribe}\n`,
    headers: {
      'List-Unsubscribe': `<${links.unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  };
};
