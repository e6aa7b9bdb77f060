import type { CaseStep } from '../../api/cases.ts';

const named = [
  'queue',
  'owner',
  'defender',
  'to',
  'channel',
  'outcome',
  'rootCause',
  'resolution',
  'severity',
  'rule',
] as const;
const written = ['text', 'note', 'why'] as const;

type Told = Pick<CaseStep, 'detail'>;

type Detail = { name: (typeof named)[number]; value: string | undefined };

/** What a step changed, by name; what was taken away has no value. */
export const detailsOf = ({ detail = {} }: Told): Detail[] =>
  named.flatMap((name): Detail[] => {
    const value = detail[name];
    return typeof value === 'string' ? [{ name, value }] : value === null ? [{ name, value: undefined }] : [];
  });

/** What somebody wrote about a step. */
export const writtenIn = ({ detail = {} }: Told): string[] =>
  written.flatMap((name) => {
    const value = detail[name];
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
