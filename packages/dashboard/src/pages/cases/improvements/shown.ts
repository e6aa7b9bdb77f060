import type { ImprovementState } from '../../../api/improvements.ts';

/** Which improvements are looked at, by how they stand. */
export const listed = ['open', 'done', 'dropped', 'any'] as const satisfies readonly (ImprovementState | 'any')[];
export type Listed = (typeof listed)[number];

/** Those that are open, where the address says nothing. */
export type ImprovementsShown = { improvements?: Listed | undefined };

export const improvementsShownIn = ({ improvements }: Readonly<Record<string, unknown>>): ImprovementsShown => {
  const one = listed.find((known) => known === improvements);
  return one === undefined || one === 'open' ? {} : { improvements: one };
};
