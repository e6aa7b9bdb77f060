type Operation = { given: readonly number[]; isOpen: boolean; hasBody: boolean; hasParameters: boolean };

const meanings: Readonly<Record<number, string>> = {
  400: 'Something in the request is not what is taken; `errors` says which field.',
  401: 'No key, or one that is not valid.',
  403: 'The key may not do this.',
  404: 'There is nothing of that name.',
  409: 'It is at odds with what is there.',
  412: 'Another has changed it meanwhile.',
  413: 'The body is too large, or holds too many.',
  415: 'The body is of a type or an encoding that is not read here.',
  428: 'If-Match is missing, which says what version you have seen.',
  429: 'The key has asked too often; Retry-After says when to ask again.',
  500: 'A mistake in Hilo; it was logged.',
  503: 'Not now: ask again after Retry-After. Nothing was done.',
};

const text = { schema: { type: 'string' } };
const headers: Readonly<Record<number, object>> = {
  401: { 'WWW-Authenticate': { ...text, description: 'How a key is shown (RFC 9110).' } },
  429: { 'Retry-After': { ...text, description: 'In so many seconds.' } },
  503: { 'Retry-After': { ...text, description: 'In so many seconds.' } },
};

/** What an operation may answer that is no success: what it says itself, and what follows from what it takes. */
export const problemAnswers = ({ given, isOpen, hasBody, hasParameters }: Operation): Record<string, object> => {
  const follows = [
    ...(hasBody || hasParameters ? [400] : []),
    ...(isOpen ? [] : [401, 403]),
    ...(hasBody ? [413, 415] : []),
    500,
    503,
  ];
  const statuses = [...new Set([...given.filter((status) => status >= 400), ...follows])].sort((a, b) => a - b);
  return Object.fromEntries(statuses.map((status) => [String(status), answer(status)]));
};

const answer = (status: number): object => ({
  description: meanings[status] ?? 'A problem.',
  ...(headers[status] && { headers: headers[status] }),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
