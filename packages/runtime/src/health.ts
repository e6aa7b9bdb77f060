/** A part of a process that cannot do its work, and why. */
export type Ailment = { part: string; reason: string; since: number };

/** What of a process cannot do its work: that is what `/readyz` says. */
export type Health = {
  /** A part has stopped; told again, the reason may be another. */
  note(part: string, reason: string): void;
  /** It works again. */
  clear(part: string): void;
  ailments(): readonly Ailment[];
};

/** Told of every change, so that a thread can tell the process it belongs to. */
export const openHealth = (now: () => number, onChange?: (ailments: readonly Ailment[]) => void): Health => {
  const ailing = new Map<string, Ailment>();
  const ailments = (): Ailment[] => [...ailing.values()];
  return {
    note: (part, reason) => {
      const before = ailing.get(part);
      if (before?.reason === reason) return;
      ailing.set(part, { part, reason, since: before?.since ?? now() });
      onChange?.(ailments());
    },
    clear: (part) => {
      if (ailing.delete(part)) onChange?.(ailments());
    },
    ailments,
  };
};
