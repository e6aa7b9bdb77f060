import { placeZone } from './zones.ts';

/** Whether it is a time zone by whose clock a company may count its days: of a place, or UTC. */
export const isZone = (name: string): boolean => name === 'UTC' || placeZone(name) !== undefined;
