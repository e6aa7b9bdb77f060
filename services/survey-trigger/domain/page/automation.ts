/** Within so long after a message has arrived nobody has read it, gone to the page and answered: some scanners of links do. */
const soonMs = 2000;

/** Why an answer is kept and left out of scores until a second sign of a person; nothing, where it is a person's as far as anybody can tell. */
export const automationOf = (answer: {
  /** When whoever carries it took the message; not known of a link that came another way. Both in milliseconds since the epoch. */
  handedOverAt: number | undefined;
  at: number;
  isFromDataCentre: boolean;
}): 'suspect-automation' | undefined =>
  answer.isFromDataCentre && answer.handedOverAt !== undefined && answer.at - answer.handedOverAt < soonMs
    ? 'suspect-automation'
    : undefined;
