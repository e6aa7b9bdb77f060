export { policyAtAnyHour } from './contact-policy.ts';
export { makeDataFolder } from './data-folder.ts';
export { freePort } from './free-ports.ts';
export * from './kafka/index.ts';
export { type BadMailServer, type SmtpMisdeed, startBadMailServer } from './mail/bad-mail-server.ts';
export * from './postgres/database.ts';
export * from './postgres/statements.ts';
export { testSeed } from './seed.ts';
