import type { SurveyQuestion } from '@hilo/contracts';
import type { OutgoingMessage } from '../delivery/message.ts';
import { languagesOf, wordingIn } from '../questions/languages.ts';
import { templateIdOf } from '../templates/as-programme.ts';

type Asked = {
  question: string;
  scale: SurveyQuestion['scale'];
  text: string;
  choices?: { code: string; text: string }[];
};

/** A message to somebody, as a provider or an app is given it: who, on which channel, in which words, and where to answer. */
export const messageBody = (message: OutgoingMessage, text: string, at: number) => ({
  type: 'hilo.message',
  timestamp: new Date(at).toISOString(),
  data: {
    message: message.id,
    invitation: message.invitation,
    kind: message.told === undefined ? message.kind : ('message' as const),
    channel: message.channel,
    to: message.contactPoint,
    language: message.language,
    text,
    ...(message.told === undefined
      ? {
          ...{ links: message.links, questions: questionsIn(message) },
          ...{ programme: message.programme.id, programmeVersion: message.programmeVersion },
        }
      : {
          ...(message.told.subject !== '' && { subject: message.told.subject }),
          ...{ links: { unsubscribe: message.links.unsubscribe }, template: templateIdOf(message.programme.id) },
          templateVersion: message.programmeVersion,
        }),
    touchpoint: message.touchpoint,
    occurredAt: new Date(message.occurredAt).toISOString(),
    deadline: new Date(message.deadline).toISOString(),
    ...(message.consent && { consent: message.consent }),
    attempt: message.attempt,
  },
});

const questionsIn = ({ programme, language }: OutgoingMessage): Asked[] => {
  const { fallback = language } = languagesOf(programme);
  const worded = (text: SurveyQuestion['text']): string =>
    wordingIn(text, [language], fallback) ?? Object.values(text)[0] ?? '';
  return programme.questions.map((one) => ({
    question: one.question,
    scale: one.scale,
    text: worded(one.text),
    ...(one.scale === 'choice' && { choices: one.choices.map(({ code, text }) => ({ code, text: worded(text) })) }),
  }));
};

const mostText = 480;

/** The words of a message that has room for few: who asks what, where to answer, and where to refuse. */
export const shortText = (message: OutgoingMessage, company: string): string => {
  const { links, told } = message;
  // Nobody cuts what somebody has written to be told.
  if (told !== undefined) return `${told.text}\n✗ ${links.unsubscribe}`;
  const [first] = questionsIn(message);
  const ends = `${links.survey} ${links.unsubscribe}`;
  const room = mostText - ends.length - company.length - 3;
  const question = first?.text ?? '';
  const cut = question.length <= room ? question : `${[...question].slice(0, room - 1).join('')}…`;
  return `${company}: ${cut}\n${links.survey}\n✗ ${links.unsubscribe}`;
};
