/** The protocol's name of an error (`MESSAGE_TOO_LARGE`), looked for in it, its causes and its parts. */
export function kafkaErrorType(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('type' in error && typeof error.type === 'string') return error.type;
  if ('apiId' in error && typeof error.apiId === 'string') return error.apiId;
  const parts = error instanceof AggregateError ? error.errors : [];
  return [error.cause, ...parts].map(kafkaErrorType).find((type) => type !== undefined);
}

/** The group has given this member's partitions to others. */
export const isFenced = (error: unknown): boolean => fencings.has(kafkaErrorType(error) ?? '');

const fencings = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'FENCED_INSTANCE_ID']);

/** Trying again would fail again: the records themselves, or what this client is allowed, are the reason. */
export const isPermanent = (error: unknown): boolean => permanent.has(kafkaErrorType(error) ?? '');

const permanent = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TOPIC_EXCEPTION',
  'TOPIC_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'POLICY_VIOLATION',
]);
