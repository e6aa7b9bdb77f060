import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { CircleCheck, Inbox, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Answered, type Told } from '../../states/answered.tsx';
import { FactCard } from '../../states/fact-card.tsx';
import classes from './quality.module.css';

/** How often what goes on by itself is asked again. */
const oftenMs = 15_000;

type Ask<Answer> = (asking: { signal: AbortSignal }) => Promise<Answer>;

/** An answer that the page shows; `often` where it changes while somebody looks. */
export const useAnswer = <Answer,>(name: string, ask: Ask<Answer>, { often = false } = {}): UseQueryResult<Answer> =>
  useQuery({ queryKey: ['quality', name], queryFn: ask, ...(often && { refetchInterval: oftenMs }) });

/** A part of the page: its title, and what was answered. */
export const Part = <Answer,>({ title, lead, ...told }: Told<Answer> & { title: string; lead?: string }) => (
  <FactCard title={title} {...(lead !== undefined && { beside: lead })}>
    <Answered {...told} />
  </FactCard>
);

const icons = { fine: CircleCheck, open: Inbox, wrong: TriangleAlert };

/** What somebody reads who has no time for more: that all is well, that something waits for somebody, or that something is wrong. */
export const Verdict = ({ tone, children }: { tone: keyof typeof icons; children: ReactNode }) => {
  const Icon = icons[tone];
  return (
    <p className={classes.verdict} data-tone={tone}>
      <Icon size={18} aria-hidden />
      <span>{children}</span>
    </p>
  );
};
