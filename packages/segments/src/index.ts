export { holds } from './comparison.ts';
export {
  type AnswerPick,
  type InteractionPick,
  type NumberRange,
  SegmentCondition,
  type SegmentLeaf,
} from './condition.ts';
export type { AnswerFact, CustomerFacts, InteractionFact } from './facts.ts';
export { isSinglePlace, valuesAt } from './json-path.ts';
export { type Because, isMember } from './member.ts';
export { segmentLeaves, unknownIn } from './needs.ts';
export { type Traits, traitValues } from './traits.ts';
