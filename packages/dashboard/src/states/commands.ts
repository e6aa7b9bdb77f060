import { type HotkeyItem, useHotkeys } from '@mantine/hooks';
import { useEffect, useId, useSyncExternalStore } from 'react';

/** Something that can be done on the page that is open: by a key, and by its name in the palette. */
export type Command = { key: string; label: string; run(): void };

const told = new Map<string, readonly Command[]>();
const listeners = new Set<() => void>();
let all: readonly Command[] = [];

const tell = (): void => {
  all = [...told.values()].flat();
  for (const listener of listeners) listener();
};

/** Makes these the commands of the page for as long as what asks for them is shown. */
export const useCommands = (commands: readonly Command[]): void => {
  const owner = useId();
  const pressing = ({ key, run }: Command): HotkeyItem[] =>
    keysOf(key).map((pressed) => [pressed, unlessWriting(run), { preventDefault: false }]);
  useHotkeys(commands.flatMap(pressing), []);
  useEffect(() => {
    told.set(owner, commands);
    tell();
  });
  useEffect(
    () => () => {
      told.delete(owner);
      tell();
    },
    [owner],
  );
};

/** A letter is a letter where somebody writes or chooses; a box that is ticked leaves the keys what they are. */
const unlessWriting =
  (run: () => void) =>
  (event: KeyboardEvent): void => {
    if (event.target instanceof Element && event.target.closest(writing)) return;
    event.preventDefault();
    run();
  };

const writing = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"]';

/** A question mark is written with Shift on most keyboards, and by itself on some. */
const keysOf = (key: string): string[] => (key === '?' ? ['?', 'shift + ?'] : [key]);

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** What can be done on the page that is open. */
export const useAllCommands = (): readonly Command[] => useSyncExternalStore(subscribe, () => all);
