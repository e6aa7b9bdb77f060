import { Worker } from 'node:worker_threads';
import type { Heads } from '../head.ts';
import { type Judgement, judgeByWords, type Verbatim } from '../judgement.ts';
import type { AskedOfThread, SaidByThread } from './messages.ts';

/** Whoever judges: the encoder, in a thread of its own, from when it is first asked on; until then, and where it cannot run, the words. */
export type Judges = {
  /** In the order in which they were asked; each says by what it was judged. Never rejects. */
  judge(verbatims: readonly Verbatim[]): Promise<Judgement[]>;
  /** Whether it is to be asked now: whoever can wait does while the encoder is loaded, but no longer than that takes at the worst. */
  isReadyToJudge(): Promise<boolean>;
  /** What is asked from now on is judged by these, and by the shipped head in a language without one. */
  useHeads(heads: Heads): void;
  state(): JudgesState;
  close(): Promise<void>;
};
/** `away`: it could not be started, or ended; it is tried again later. */
export type JudgesState = 'asleep' | 'starting' | 'ready' | 'away';

export type JudgesOptions = {
  /** `words`: the encoder is never loaded. */
  by?: 'encoder' | 'words';
  /** Whoever asks waits so long for the encoder, while it is loaded, before the words answer. */
  patienceMs?: number;
  /** After it failed it is not tried for so long. */
  restMs?: number;
  /** Told why the encoder is away. */
  onAway?: (error: unknown) => void;
  /** The file that is started as the thread. */
  file?: URL;
};

/** On a machine that does much else. */
const longestStartMs = 30_000;

/** What is on the heap of V8 while texts are judged is little: the weights lie beside it. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 };

type Thread = {
  ask(verbatims: readonly Verbatim[]): Promise<Judgement[]>;
  tell(heads: Heads): void;
  ready: Promise<void>;
  end(): Promise<unknown>;
};

/** Starts nothing until it is first asked. */
export const openJudges = ({
  by = 'encoder',
  patienceMs = 1000,
  restMs = 60_000,
  onAway = () => {},
  file = new URL('./judging-thread.ts', import.meta.url),
}: JudgesOptions = {}): Judges => {
  let thread: Thread | undefined;
  let state: JudgesState = 'asleep';
  let heads: Heads = {};
  let [restsUntil, startedAt, isClosed] = [0, 0, false];
  const goAway = (error: unknown): void => {
    if (isClosed || state === 'away') return;
    [state, thread, restsUntil] = ['away', undefined, performance.now() + restMs];
    onAway(error);
  };
  const wake = (): Thread | undefined => {
    if (thread !== undefined || by === 'words' || isClosed || performance.now() < restsUntil) return thread;
    [state, startedAt] = ['starting', performance.now()];
    thread = startThread(file, goAway);
    thread.tell(heads);
    thread.ready.then(
      () => {
        if (state === 'starting') state = 'ready';
      },
      () => {},
    );
    return thread;
  };
  return {
    judge: async (verbatims) => {
      if (verbatims.length === 0) return [];
      const woken = wake();
      if (woken === undefined || !(await isReady(woken, patienceMs))) return verbatims.map(judgeByWords);
      return woken.ask(verbatims).catch(() => verbatims.map(judgeByWords));
    },
    isReadyToJudge: async () => {
      const woken = wake();
      if (woken === undefined || (await isReady(woken, patienceMs))) return true;
      return state !== 'starting' || performance.now() - startedAt > longestStartMs;
    },
    useHeads: (given) => {
      if (given === heads) return;
      heads = given;
      thread?.tell(heads);
    },
    state: () => state,
    close: async () => {
      isClosed = true;
      await thread?.end();
    },
  };
};

const startThread = (file: URL, onEnd: (error: unknown) => void): Thread => {
  const worker = new Worker(file, { resourceLimits });
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => {});
  const waiting = new Map<number, PromiseWithResolvers<Judgement[]>>();
  let [lastId, hasEnded] = [0, false];
  const fail = (error: unknown): void => {
    hasEnded = true;
    ready.reject(error);
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
    onEnd(error);
  };
  const post = (asked: AskedOfThread): void => worker.postMessage(asked);
  worker.on('message', (said: SaidByThread) => {
    if (said === 'ready') return ready.resolve();
    waiting.get(said.id)?.resolve(said.judgements);
    waiting.delete(said.id);
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('the thread that judges has ended')));
  return {
    ready: ready.promise,
    ask: async (verbatims) => {
      if (hasEnded) throw new Error('the thread that judges has ended');
      const one = Promise.withResolvers<Judgement[]>();
      waiting.set(++lastId, one);
      post({ id: lastId, verbatims });
      return one.promise;
    },
    tell: (heads) => post({ heads }),
    end: () => worker.terminate(),
  };
};

const isReady = async ({ ready }: Thread, patienceMs: number): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), patienceMs);
  ready.then(
    () => resolve(true),
    () => resolve(false),
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
};
