import { statement, type Transaction } from '@hilo/runtime';

const clearSuspicionSql = statement({
  name: 'clear-suspicion',
  text: `UPDATE responses SET left_out = NULL WHERE invitation = $1 AND left_out = 'suspect-automation'`,
});

/** A second sign that a person answers: what comes from now on counts, and what came before with it. */
export const clearSuspicion = async (tx: Transaction, invitation: string): Promise<void> => {
  await tx.query(clearSuspicionSql([invitation]));
};
