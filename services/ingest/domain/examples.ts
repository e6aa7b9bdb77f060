/** How right values of an interaction look, by the names of their fields. */
export const examples: Readonly<Record<string, string>> = {
  id: '"order-1042"',
  occurredAt: '"2026-03-01T09:30:00+01:00"',
  touchpoint: '"checkout"',
  kind: '"bought"',
  identifiers: '[{"kind":"email","value":"ana@example.org"}]',
  'identifiers.kind': '"email"',
  'identifiers.value': '"ana@example.org"',
  traits: '{"givenName":"Ana"}',
  properties: '{"amount":12.5}',
  context: '{"userAgent":"…"}',
  text: '"The queue was long."',
  locale: '"es-MX"',
  answers: '[{"question":"satisfaction","scale":"csat","value":5}]',
  'answers.question': '"satisfaction"',
  'answers.scale': '"nps", "csat" or "yes_no"',
  'answers.value': '5',
  consents: '[{"purpose":"feedback","state":"granted"}]',
  'consents.purpose': '"feedback"',
  journey: '{"id":"order-1042","name":"purchase"}',
};

/** The same of a CloudEvent. */
export const eventExamples: Readonly<Record<string, string>> = {
  specversion: '"1.0"',
  id: '"17"',
  source: '"/tills/4"',
  type: '"com.example.sale"',
  time: '"2026-03-01T09:30:00+01:00"',
  data: '{"channel":"store","touchpoint":"till","identifiers":[{"kind":"email","value":"ana@example.org"}]}',
};

/** The same of a call of Segment. */
export const callExamples: Readonly<Record<string, string>> = {
  type: '"track"',
  messageId: '"m-1042"',
  userId: '"u-7"',
  event: '"Order Completed"',
  properties: '{"revenue":12.5}',
  traits: '{"email":"ana@example.org"}',
  context: '{"ip":"…"}',
  timestamp: '"2026-03-01T09:30:00+01:00"',
  sentAt: '"2026-03-01T08:30:01Z"',
};
