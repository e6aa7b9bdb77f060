import { z } from 'zod';
import { openObject } from './open.ts';
import { Timestamp, Word } from './words.ts';

/**
 * A segment at one version; a tombstone when it is no more. Its condition is as `PUT /v1/segments/{name}` takes it, and may be of a
 * version that knows more: whoever does not understand it says so, and takes nobody for one of the segment.
 */
export const SegmentDefinition = openObject({
  name: Word,
  version: z.int().min(1),
  condition: z
    .record(z.string(), z.json())
    .describe('Who is in it, as PUT /v1/segments/{name} takes it: contracts/generated/segment-condition.schema.json.'),
  at: Timestamp.describe('Since when it is so.'),
}).describe('A segment of customers as it is defined at one version; a tombstone when it is no more.');
export type SegmentDefinition = z.infer<typeof SegmentDefinition>;
