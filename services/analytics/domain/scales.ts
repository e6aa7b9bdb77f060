/** The scales of which there is a figure. */
export const scales = ['nps', 'csat', 'ces'] as const;
export type Scale = (typeof scales)[number];
