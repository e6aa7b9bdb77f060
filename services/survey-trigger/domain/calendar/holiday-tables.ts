import { z } from 'zod';
import ar from './holidays/AR.json' with { type: 'json' };
import br from './holidays/BR.json' with { type: 'json' };
import cl from './holidays/CL.json' with { type: 'json' };
import co from './holidays/CO.json' with { type: 'json' };
import de from './holidays/DE.json' with { type: 'json' };
import es from './holidays/ES.json' with { type: 'json' };
import fr from './holidays/FR.json' with { type: 'json' };
import gb from './holidays/GB.json' with { type: 'json' };
import mx from './holidays/MX.json' with { type: 'json' };
import pe from './holidays/PE.json' with { type: 'json' };
import us from './holidays/US.json' with { type: 'json' };

const Days = z.record(z.iso.date(), z.string());

/** The public holidays of a country as `scripts/holidays.ts` writes them. */
const HolidayTable = z.object({
  country: z.string(),
  source: z.string().describe('From what, in which version, and under which licence.'),
  years: z.tuple([z.int(), z.int()]).describe('The first year and the last of which it knows anything.'),
  national: Days,
  regions: z.record(
    z.string(),
    z.object({
      name: z.string(),
      days: Days.describe('What it has beside the nation.'),
      without: z.array(z.iso.date()).optional().describe('What of the nation it has not.'),
    }),
  ),
});

export type HolidayTable = z.infer<typeof HolidayTable>;

/** By country, as ISO 3166-1 names it. */
export const holidayTables: ReadonlyMap<string, HolidayTable> = new Map(
  [ar, br, cl, co, de, es, fr, gb, mx, pe, us]
    .map((table) => HolidayTable.parse(table))
    .map((table) => [table.country, table]),
);
