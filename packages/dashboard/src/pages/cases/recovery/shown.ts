/** By what cases are told apart, as `POST /v1/query` names it. */
export const parts = ['cause', 'queue', 'touchpoint', 'severity', 'reason'] as const;
export type Part = (typeof parts)[number];

/** By what they are told apart, as the address has it; by root cause where it says nothing. */
export type RecoveryShown = { by?: Part | undefined };

/** Of what an address says, by what cases can be told apart. */
export const recoveryShownIn = ({ by }: Readonly<Record<string, unknown>>): RecoveryShown => {
  const part = parts.find((one) => one === by);
  return part === undefined || part === 'cause' ? {} : { by: part };
};
