export { type Connected, type NotConnected, type OutConnector, openOutConnector } from './connect.ts';
export { isReachable, type Networks, networksIn } from './networks.ts';
export type { OutgoingPost, PostOutcome } from './post.ts';
export { isSigningSecret, newSigningSecret, type Signed, signedHeaders, verifiedBody } from './signature.ts';
export { faultOfTarget } from './target.ts';
