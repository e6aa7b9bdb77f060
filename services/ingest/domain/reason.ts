/** Why a message was set aside, in plain words, and what can be done about it. */
export type ExplainedReason = { meaning: string; advice: string };

const explanations: readonly [prefix: string, ExplainedReason][] = [
  [
    'refused',
    {
      meaning:
        'It came in a batch or a delivery that was answered with 200, and is no interaction: the field and what is wrong with ' +
        'it stand after the colon. It never was on the log.',
      advice:
        'Fix it: write the interaction that it should have been, and replay it. Have the sender, or the mapping of the ' +
        'endpoint, put right. Else discard it.',
    },
  ],
  [
    'conflicting-duplicate',
    {
      meaning: 'Something else is stored under the same source and id. What was stored first stands.',
      advice:
        'If both happened, fix it: give this one another id, and replay it. If it corrects the first one, withdraw that ' +
        '(POST /v1/identity/decisions) and replay this one under another id. Else discard it.',
    },
  ],
  [
    'no-usable-identifier',
    {
      meaning: 'None of its identifiers says who it was: they are blocked, empty, or not valid for their kind.',
      advice:
        'Fix it with a usable identifier, or change the rules (GET /v1/identity/registry), and replay it. Else discard it.',
    },
  ],
  [
    'contract',
    {
      meaning: 'It is not what the contract of its topic allows; the field is named after the colon.',
      advice:
        'Whoever writes the topic has another version of the contract, or something else writes to it. An interaction can ' +
        'be fixed; anything else can be replayed when its reader is of the same version.',
    },
  ],
  [
    'our-fault',
    {
      meaning:
        'It is good, and processing it failed three times by a mistake in Hilo; the error is named after the colon.',
      advice:
        'Have the mistake mended: the log of the service that reads the topic tells where it lies. Then put all of them back: ' +
        'hilo quarantine replay --all --reason our-fault.',
    },
  ],
  [
    'failed',
    {
      meaning: 'The database does not take what is in it, tried three times; the error is named after the colon.',
      advice: 'The contract lets in what it should not, which is a mistake in Hilo. When it is mended, replay it.',
    },
  ],
];

/** What a reason means, whichever service gave it. */
export const explainReason = (reason: string): ExplainedReason =>
  explanations.find(([prefix]) => reason === prefix || reason.startsWith(`${prefix}:`))?.[1] ?? {
    meaning: 'The reader of its topic could not process it.',
    advice: 'Look at the message. Replay it when its reader can process it, or discard it.',
  };

/** The reason without what is special of this message, for counting. */
export const kindOfReason = (reason: string): string => reason.split(':')[0] ?? reason;
