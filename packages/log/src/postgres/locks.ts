/**
 * Every advisory lock of Hilo, by what it keeps others from. One table, since a number that stood for two things would have
 * them wait for each other. But for those of the log and of making schemas, each is taken together with
 * `hashtext(current_schema())`: services may share a database.
 */
export const locks = {
  migrating: 7_141_503,
  makingTheLog: 7_141_504,
  sweepingTheLog: 7_141_505,
  erasing: 7_141_506,
  drainingTheSpool: 7_141_507,
  changingLinkageRecords: 7_141_508,
  makingRoles: 7_141_509,
  linkingAutomatically: 7_141_510,
  packingMentions: 7_141_511,
  growingTheTail: 7_141_512,
  notingContacts: 7_141_513,
  makingMonths: 7_141_514,
  compacting: 7_141_515,
} as const;
