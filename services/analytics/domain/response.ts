import type { ResolvedInteraction } from '@hilo/contracts';

/** The source of what survey-trigger puts on the thread. */
export const surveySource = 'hilo/survey-trigger';

const answeredId = /^answered:([0-9a-f-]{36}):([1-9]\d{0,5})$/;

/** The answers to an invitation so far: of several revisions the highest counts, the others are what was said before. */
export type Revision = { response: string; revision: number };

/** Of which response this interaction is a revision, if it is one. */
export const revisionIn = ({ source, id }: { source: string; id: string }): Revision | undefined => {
  const [, response, revision] = source === surveySource ? (answeredId.exec(id) ?? []) : [];
  return response === undefined ? undefined : { response, revision: Number(revision) };
};

/** The ids of every revision before this one. */
export const revisionsBefore = ({ response, revision }: Revision): string[] =>
  Array.from({ length: revision - 1 }, (_, n) => `answered:${response}:${n + 1}`);

/** Whether answers are kept and left out of scores, such as those of whoever chose to answer a sign. */
export const isLeftOut = ({
  source,
  properties,
}: Pick<ResolvedInteraction['interaction'], 'source' | 'properties'>): boolean =>
  source === surveySource && properties?.leftOut !== undefined;
