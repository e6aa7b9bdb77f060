import type { AskedSoFar } from './asked-so-far.ts';
import { hasArrived } from './asked-so-far.ts';

/** How the asking of somebody stands, as instedd/surveda has it: of what is over nothing changes but by news. */
export const dispositions = [
  'registered',
  'queued',
  'contacted',
  'started',
  'interim-partial',
  'partial',
  'completed',
  'failed',
  'unresponsive',
  'refused',
  'breakoff',
  'ineligible',
  'rejected',
] as const;
export type Disposition = (typeof dispositions)[number];

export type Disposed = AskedSoFar & {
  /** How many questions have an answer that counts. */
  answered: number;
  /** The first question, which says what the survey is about, has an answer that counts. */
  isMainAnswered: boolean;
  /** It was screened out since a quota is full. */
  isQuotaFull?: boolean | undefined;
  /** Nobody is asked any more. */
  isOver: boolean;
};

type Row = [Disposition, (one: Disposed) => boolean];

const isStarted = ({ answered }: Disposed): boolean => answered > 0;
const isRefused = ({ ending }: Disposed): boolean => ending === 'refused' || ending === 'objected';
const isContacted = ({ messages, response }: Disposed): boolean => response !== undefined || messages.some(hasArrived);

/**
 * The first that holds. Whose address it is not is not among those who are asked, and whoever was asked enough is counted as asked, whatever
 * she says afterwards.
 */
const rows: readonly Row[] = [
  ['ineligible', ({ ending }) => ending === 'wrong-person'],
  ['rejected', ({ response, isQuotaFull }) => response === 'screened-out' && isQuotaFull === true],
  ['ineligible', ({ response }) => response === 'screened-out'],
  ['completed', ({ response }) => response === 'completed'],
  ['breakoff', (one) => isRefused(one) && isStarted(one)],
  ['refused', isRefused],
  ['partial', ({ isMainAnswered, isOver }) => isMainAnswered && isOver],
  ['interim-partial', ({ isMainAnswered }) => isMainAnswered],
  ['breakoff', (one) => isStarted(one) && one.isOver],
  ['started', isStarted],
  ['unresponsive', (one) => isContacted(one) && one.isOver],
  ['contacted', isContacted],
  ['failed', ({ messages, isOver }) => isOver && messages.length > 0],
  ['queued', ({ messages }) => messages.length > 0],
  ['registered', () => true],
];

/** A function of what is known, in whatever order that came, and however often. */
export const dispositionOf = (one: Disposed): Disposition => rows.find(([, holds]) => holds(one))?.[0] ?? 'registered';
