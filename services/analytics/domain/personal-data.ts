import type { z } from 'zod';

type Json = z.infer<ReturnType<typeof z.json>>;

/** What stands in the place of what a role does not see. */
const hidden = '[hidden]';

type Shown = { text?: string | undefined; answers: Json[]; why: Json };

/** The same without what says who it is, or what she wrote: for whoever may ask questions of all, and read of nobody. */
export const withoutPersonalData = <Entry extends Shown>(entry: Entry): Entry => ({
  ...entry,
  ...(entry.text !== undefined && { text: hidden }),
  answers: entry.answers.map(answerWithoutText),
  why: attributionWithoutValue(entry.why),
});

const answerWithoutText = (answer: Json): Json =>
  isObject(answer) && answer.scale === 'text' ? { ...answer, value: hidden } : answer;

/** By which kind of identifier it is hers, and not by which. */
const attributionWithoutValue = (why: Json): Json =>
  isObject(why) && isObject(why.identifier)
    ? { ...why, identifier: { kind: why.identifier.kind ?? null, value: hidden } }
    : {};

const isObject = (value: Json | undefined): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
