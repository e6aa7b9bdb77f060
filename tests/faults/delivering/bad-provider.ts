import { openReceiver } from '../../../services/survey-trigger/test/receiver.ts';

/** What a provider does with a message for the first time only, or always; `kept`: it may have sent it all the same. */
type Misdeed = { reply: Reply; kept?: true; isOnce?: true };
type Reply = 'hang' | 'reset' | { status: number; headers?: Record<string, string> };

const misdeeds: readonly Misdeed[] = [
  { reply: 'hang', kept: true },
  { reply: 'reset', kept: true },
  { reply: { status: 500 }, kept: true },
  { reply: { status: 422 } },
  { reply: { status: 429, headers: { 'retry-after': '1' } }, isOnce: true },
  { reply: { status: 503, headers: { 'retry-after': '1' } }, isOnce: true },
];
const oneIn = 2;

/** A number by which the provider knows what to do. */
export const phoneOf = (n: number): string => `+34600${String(n).padStart(6, '0')}`;

const misdeedOf = (phone: string): Misdeed | undefined => {
  const n = Number(phone.slice(-6));
  return n % oneIn === 1 ? misdeeds[Math.floor(n / oneIn) % misdeeds.length] : undefined;
};

/** A message that a provider may have sent to somebody. */
export type Arrived = { message: string; at: number };

/** A provider of messages that answers well, badly, or not at all; gives what it may have sent. */
export const openBadProvider = async () => {
  const arrived: Arrived[] = [];
  const attempts = new Map<string, number>();
  const receiver = await openReceiver(({ id, body }) => {
    const at = Date.now();
    attempts.set(id, (attempts.get(id) ?? 0) + 1);
    const { data }: { data: { to: { value: string } } } = JSON.parse(body);
    const misdeed = misdeedOf(data.to.value);
    const isOver = misdeed?.isOnce === true && (attempts.get(id) ?? 0) > 1;
    if (misdeed === undefined || isOver || misdeed.kept) arrived.push({ message: id, at });
    return misdeed === undefined || isOver ? { status: 202 } : misdeed.reply;
  });
  return { arrived, url: `${receiver.url}/messages`, close: receiver.close };
};
