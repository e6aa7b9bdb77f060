import type { Answer, Channel, Identifier, Interaction, SurveyQuestion } from '@hilo/contracts';
import type { Circumstances } from '../candidate.ts';
import type { Programme } from '../programme.ts';
import type { AnswerValue } from '../questions/next-question.ts';
import { voiceAsked } from '../voices.ts';
import type { ResponseState } from './taking.ts';

export type AnsweredSoFar = {
  invitation: string;
  programme: Programme;
  /** What it is about. */
  about: { source: string; id: string };
  touchpoint: string;
  journey: Circumstances['journey'];
  channel: Channel;
  identifier: Identifier;
  language?: string | undefined;
  revision: number;
  state: ResponseState;
  counted: ReadonlyMap<string, AnswerValue>;
  late: boolean;
  leftOut?: string | undefined;
  /** In milliseconds since the epoch. */
  at: number;
};

/**
 * What was answered so far, as it stands on the customer's thread: all answers that count, at the touchpoint that they are about. A
 * later revision of the same invitation takes its place: what was corrected, or is asked no more, stands on the thread and counts nowhere.
 */
export const answeredInteraction = (answered: AnsweredSoFar): Interaction & { id: string } => {
  const { invitation, programme, revision, identifier, journey, language, at } = answered;
  const answers = programme.questions.flatMap((asked) => answerTo(asked, answered.counted.get(asked.question) ?? null));
  return {
    id: answeredId(invitation, revision),
    occurredAt: new Date(at).toISOString(),
    channel: answered.channel,
    touchpoint: answered.touchpoint,
    kind: 'answered',
    direction: 'inbound',
    // Whoever answers speaks as what she was asked as, whatever else she is.
    actor: voiceAsked(programme),
    identifiers: [identifier],
    answers,
    properties: {
      response: invitation,
      revision,
      programme: programme.id,
      programmeVersion: programme.version,
      about: answered.about,
      complete: answered.state === 'completed',
      ...(answered.late && { late: true }),
      ...(answered.leftOut !== undefined && { leftOut: answered.leftOut }),
    },
    ...(language !== undefined && { locale: language }),
    ...(journey && { journey }),
  };
};

/** The id on the thread of what was answered so far: one for each revision. */
export const answeredId = (invitation: string, revision: number): string => `answered:${invitation}:${revision}`;

const answerTo = (asked: SurveyQuestion, value: AnswerValue): Answer[] => {
  const { question, scale } = asked;
  if (typeof value === 'number' && scale !== 'choice' && scale !== 'text') return [{ question, scale, value }];
  if (typeof value === 'string' && (scale === 'choice' || scale === 'text')) return [{ question, scale, value }];
  return Array.isArray(value) ? [{ question, scale: 'choices', value: [...value] }] : [];
};
