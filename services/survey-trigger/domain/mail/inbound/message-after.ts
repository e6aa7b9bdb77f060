/** How far a message came, as far as what comes back can change it. */
export type OpenState = 'sending' | 'accepted' | 'delivered' | 'unknown';
const openStates: readonly string[] = ['sending', 'accepted', 'delivered', 'unknown'] satisfies OpenState[];

export const isOpenState = (state: string): state is OpenState => openStates.includes(state);

/** What is learnt of a message from what comes back: it failed, it arrived, or somebody has it, whoever. */
export type LearntOfMessage = 'failed' | 'arrived' | 'taken';

const after: Readonly<Record<LearntOfMessage, Partial<Record<OpenState, 'bounced' | 'delivered' | 'accepted'>>>> = {
  failed: { sending: 'bounced', accepted: 'bounced', delivered: 'bounced', unknown: 'bounced' },
  arrived: { sending: 'delivered', accepted: 'delivered', unknown: 'delivered' },
  // While it is being handed over, that will say so itself.
  taken: { unknown: 'accepted' },
};

/** What it becomes; nothing, where that is no news. */
export const messageAfter = (
  state: string,
  learnt: LearntOfMessage,
): 'bounced' | 'delivered' | 'accepted' | undefined => (isOpenState(state) ? after[learnt][state] : undefined);
