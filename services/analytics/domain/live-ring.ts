/** Something that was told to everybody who listened, or who may see people; `id` names the ring and its place in it. */
export type LiveEvent = { id: string; name: string; data: string; isPersonal: boolean };

/** What was told last, for who comes back. */
export type LiveRing = {
  push(name: string, data: string, isPersonal?: boolean): LiveEvent;
  /** The latest of that name. */
  latest(name: string): LiveEvent | undefined;
  /** Whoever has seen this has seen all. */
  lastId(): string;
  /** What was told after this event; `undefined` where nobody can say, since it is of another process or too long ago. */
  after(id: string): LiveEvent[] | undefined;
};

/** A ring of so many events. Its name is told in the ids: after a restart, or at another instance, an id is of another ring. */
export const liveRing = (name: string, size: number): LiveRing => {
  const kept: LiveEvent[] = [];
  const latest = new Map<string, LiveEvent>();
  let count = 0;
  return {
    push: (event, data, isPersonal = false) => {
      count += 1;
      const told = { id: `${name}-${count}`, name: event, data, isPersonal };
      latest.set(event, told);
      kept.push(told);
      if (kept.length > size) kept.shift();
      return told;
    },
    latest: (event) => latest.get(event),
    lastId: () => `${name}-${count}`,
    after: (id) => {
      const seen = Number(new RegExp(`^${name}-(\\d{1,15})$`).exec(id)?.[1] ?? Number.NaN);
      const first = count - kept.length;
      return seen >= first && seen <= count ? kept.slice(seen - first) : undefined;
    },
  };
};

/** As a stream of events writes it (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export const asStreamed = ({ id, name, data }: Pick<LiveEvent, 'id' | 'name' | 'data'>): string =>
  `id: ${id}\nevent: ${name}\ndata: ${data}\n\n`;
