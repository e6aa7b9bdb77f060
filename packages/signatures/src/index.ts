export { type Algorithm, type Encoding, hmac, isAmong, sameText, signatureIn } from './keyed.ts';
export { isSignedByTwilio, type SignedByTwilio } from './twilio.ts';
