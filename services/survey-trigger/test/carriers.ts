import type { Channel } from '@hilo/contracts';
import type { MessageRoutes } from '../delivery/routes.ts';
import type { OutgoingMessage } from '../domain/delivery/message.ts';
import type { HandOver } from '../domain/delivery/transport.ts';

/** Providers of several channels, who take what they are given unless they are told otherwise, and remember it. */
export const openCarriers = (channels: readonly Channel[]) => {
  const taken: OutgoingMessage[] = [];
  const answers = new Map<Channel, HandOver>();
  const routes: MessageRoutes = {
    inForce: async () => new Map(channels.map((channel) => [channel, `to ${channel}`])),
    all: async () => channels.map((channel) => `to ${channel}`),
    transportOf: (route) => ({
      destination: route,
      send: async (message) => {
        const answer = answers.get(message.channel) ?? { state: 'accepted' };
        if (answer.state === 'accepted' || answer.state === 'unknown') taken.push(message);
        return answer;
      },
      close: async () => {},
    }),
  };
  return { routes, taken, answers };
};
