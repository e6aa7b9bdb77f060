import { z } from 'zod';

const Reason = z.object({ reason: z.string(), rule: z.string() });
const Counted = Reason.extend({ count: z.int() });
const Spread = z.object({ median: z.number(), p90: z.number(), max: z.number() });
const Caveat = z.object({ caveat: z.string(), count: z.int().optional(), message: z.string() });
const History = z.object({
  source: z.string().optional(),
  heardOf: z.string().optional(),
  interactions: z.int().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  asOf: z.string(),
});

export const Head = z.object({
  id: z.string(),
  state: z.string(),
  at: z.string(),
  failure: z.string().optional(),
  progress: z.object({ phase: z.string(), done: z.int(), total: z.int(), etaSeconds: z.int().optional() }).optional(),
});
export type Head = z.infer<typeof Head>;

const Programme = z.object({
  programme: z.string(),
  version: z.int().optional(),
  candidates: z.int(),
  asked: z.object({
    count: z.int(),
    byChannel: z.array(z.object({ channel: z.string(), count: z.int() })),
    atOnce: z.int(),
    later: z.int(),
    waits: Spread.optional(),
    waitedFor: z.array(Counted),
    heardLate: z.int(),
  }),
  withheld: z.object({ count: z.int(), by: z.array(Counted.extend({ only: z.int() })) }),
  undecided: z.object({ count: z.int(), by: z.array(z.object({ why: z.string(), count: z.int() })) }),
  days: z.array(z.object({ day: z.string(), candidates: z.int(), asked: z.int() })),
  really: z.object({ asked: z.int(), withheld: z.int(), pending: z.int(), none: z.int() }).optional(),
});
export type ProgrammeFigures = z.infer<typeof Programme>;

export const ProgrammeAnswer = Head.extend({
  result: z
    .object({ history: History, policy: z.int().optional(), programmes: z.array(Programme), caveats: z.array(Caveat) })
    .optional(),
  examples: z.array(z.json()).optional(),
});
export type ProgrammeAnswer = z.infer<typeof ProgrammeAnswer>;

const Side = z.object({
  made: z.int(),
  atOnce: z.int(),
  later: z.int(),
  waits: Spread.optional(),
  withheld: z.int(),
  by: z.array(Counted),
  undecided: z.int(),
  classes: z.array(z.object({ class: z.string(), made: z.int(), withheld: z.int() })),
  channels: z.array(z.object({ channel: z.string(), made: z.int(), withheld: z.int() })),
});
export type SideFigures = z.infer<typeof Side>;

const Example = z.object({
  customer: z.string(),
  change: z.string(),
  inForce: z.int(),
  proposed: z.int(),
  otherTimes: z.int(),
});

export const PolicyAnswer = Head.extend({
  result: z
    .object({
      history: History,
      policy: z.object({ inForce: z.int(), proposed: z.int().optional() }),
      contacts: z.int(),
      invitations: z.int(),
      inForce: Side,
      proposed: Side,
      customers: z.object({ all: z.int(), more: z.int(), less: z.int(), otherTimes: z.int(), same: z.int() }),
      moved: z.object({ count: z.int(), earlier: z.int(), later: z.int(), by: Spread.optional() }),
      rules: z.array(Reason.extend({ inForce: z.int(), proposed: z.int(), difference: z.int() })),
      caveats: z.array(Caveat),
    })
    .optional(),
  examples: z.array(Example).optional(),
});
export type PolicyAnswer = z.infer<typeof PolicyAnswer>;
const Reaction = z.object({
  rule: z.string(),
  windows: z.int(),
  fired: z.int(),
  customers: z.int(),
  history: z.int(),
  cancelled: z.int(),
  renewed: z.int(),
  overtaken: z.int(),
  resting: z.int(),
  notInAudience: z.int(),
  open: z.int(),
});
export type ReactionFigures = z.infer<typeof Reaction>;

export const ReactionAnswer = Head.extend({
  result: z.object({ history: History, rules: z.array(Reaction), caveats: z.array(Caveat) }).optional(),
  examples: z.array(z.json()).optional(),
});
export type ReactionAnswer = z.infer<typeof ReactionAnswer>;
export type Caveats = readonly z.infer<typeof Caveat>[];
export type HistoryFigures = z.infer<typeof History>;
