import {
  Channel,
  IdentifierKind,
  Locale,
  type Note,
  Purpose,
  SurveyQuestion,
  Trigger,
  Voice,
  Word,
  Wording,
} from '@hilo/contracts';
import { z } from 'zod';
import { faultsOfQuotas, screeningFields } from './answers/screening.ts';
import { faultsOfFollowing, followingFields, notesOnFollowing } from './following/programme-following.ts';
import { type Fault, faultsOfQuestions } from './questions/faults.ts';
import { faultsOfLanguages, notesOnLanguages } from './questions/languages.ts';
import { Quota } from './quota.ts';
import { TemplateMessage } from './templates/template.ts';
import { neverMatched } from './trigger.ts';
import { faultsOfVoice } from './voices.ts';

/** The experience is measured while it is remembered: nobody is asked later than this after the touchpoint. */
const longestDeadlineHours = 48;

/** As somebody writes it. */
const WrittenProgramme = z
  .strictObject({
    id: Word,
    version: z.int().min(1),
    title: z.string().min(1).max(200),
    when: Trigger,
    voice: Voice.optional().describe(
      'Whose voice it asks; without it, the customer’s. It asks after what is said in this voice alone, by a purpose of its own (`employee.feedback`), and its contacts use up nothing of another voice.',
    ),
    question: SurveyQuestion.optional().describe('The one question of a programme that has no `questions`.'),
    questions: z
      .array(SurveyQuestion)
      .min(1)
      .max(50)
      .optional()
      .describe('In the order in which they are asked; the first is what it is about.'),
    languages: z
      .array(Locale)
      .min(1)
      .max(50)
      .optional()
      .describe('In which languages it is asked; without it, in those of its texts. What is not there is told.'),
    defaultLanguage: Locale.optional().describe(
      'The language of those who speak none of the others, which has to be complete; without it, English or the first that is.',
    ),
    purpose: Purpose.describe('The purpose for which consent is needed.'),
    contacts: z
      .array(z.strictObject({ channel: Channel, kind: IdentifierKind }))
      .min(1)
      .describe('Where to ask, best first: a channel, and the kind of identifier that leads there.'),
    askAfterMinutes: z.int().min(0).describe('Not before so long after the touchpoint.'),
    askWithinHours: z.number().positive().max(longestDeadlineHours).default(longestDeadlineHours),
    answerDays: z
      .int()
      .min(0)
      .max(365)
      .optional()
      .describe(
        'So many days after the deadline links take answers, which are marked late; then they expire. Without it, 14.',
      ),
    restDays: z.number().min(0).describe('Not again within so many days, whichever programme asked.'),
    againAfterDays: z
      .number()
      .min(0)
      .max(3660)
      .default(0)
      .describe(
        'Not again by this programme within so many days; how often it is due, where several want to ask one customer.',
      ),
    priority: z
      .int()
      .min(0)
      .max(1000)
      .default(0)
      .describe(
        'Where several want to ask one customer and there is room for one: the higher. A moment of truth is above it.',
      ),
    script: Wording.optional().describe(
      'What an agent says first who calls, by language; without it, what Hilo has for that.',
    ),
    quota: Quota.optional().describe('How many it asks at most.'),
    ...followingFields,
    ...screeningFields,
  })
  .refine(({ askAfterMinutes, askWithinHours }) => askAfterMinutes < askWithinHours * 60, {
    path: ['askAfterMinutes'],
    message: 'ends before askWithinHours',
  })
  .refine(({ question, questions }) => (question === undefined) !== (questions === undefined), {
    path: ['questions'],
    message: 'says what is asked: there is to be `questions`, or one `question`',
  });

const { question: _question, questions, ...others } = WrittenProgramme.shape;

/** As it is kept and shown: one question is a list of one. What was published once is read by its form alone. */
export const PublishedProgramme = z.strictObject({ ...others, questions: questions.unwrap() });

/** As it is posted: the id stands in the path, and the version is given by Hilo. */
export const ProgrammeDraft = z.strictObject({
  ...WrittenProgramme.shape,
  id: Word.optional().describe('That of the path.'),
  version: z.int().optional().describe('Not read: it is the one after the last.'),
});
export type ProgrammeDraft = z.infer<typeof ProgrammeDraft>;

/** Whom to ask what, and when: a survey, in data. Changing one makes another version. */
export const Programme = WrittenProgramme.transform(({ question, questions, ...programme }) => ({
  ...programme,
  questions: questions ?? (question === undefined ? [] : [question]),
})).superRefine((programme, context) => {
  for (const { path, message } of faultsOf(programme)) context.addIssue({ code: 'custom', path, message });
});
/** A template is kept as a programme that asks nothing, and says what it tells. */
export type Programme = z.infer<typeof Programme> & { message?: TemplateMessage | undefined };

/** As tables keep it: what asks, or what tells. */
export const KeptProgramme = z.union([
  PublishedProgramme,
  PublishedProgramme.extend({
    id: z.string(),
    questions: z.array(SurveyQuestion).max(0),
    message: TemplateMessage,
  }),
]);

export const Programmes = z
  .array(Programme)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each programme has an id of its own');
export type Programmes = z.infer<typeof Programmes>;

const faultsOf = (programme: Programme): Fault[] => [
  ...placed(neverMatched(programme.when), 'when'),
  ...placed(faultsOfQuestions(programme.questions), 'questions'),
  ...faultsOfVoice(programme),
  ...faultsOfLanguages(programme),
  ...faultsOfFollowing(programme),
  ...placed(faultsOfQuotas(programme), 'answerQuotas'),
];

const placed = (faults: readonly Fault[], field: string): Fault[] =>
  faults.map(({ path, message }) => ({ path: [field, ...path], message }));

/** What is accepted, and is hardly meant so. */
export const notesOn = (programme: Programme): Note[] => [
  ...notesOnLanguages(programme),
  ...notesOnFollowing(programme),
  ...programme.questions.flatMap(({ scale, question }, index) =>
    scale === 'nps' && !/recom+end|nps/i.test(question)
      ? [
          {
            path: `questions[${index}].scale`,
            reason: 'not-a-recommendation',
            message: `The NPS is how likely somebody recommends you, which ${question} does not say; what it says is counted as one.`,
          },
        ]
      : [],
  ),
];
