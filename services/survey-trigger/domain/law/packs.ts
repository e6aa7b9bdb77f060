import { LawPackContent } from '@hilo/contracts';
import ar from './packs/AR.json' with { type: 'json' };
import br from './packs/BR.json' with { type: 'json' };
import cl from './packs/CL.json' with { type: 'json' };
import co from './packs/CO.json' with { type: 'json' };
import de from './packs/DE.json' with { type: 'json' };
import es from './packs/ES.json' with { type: 'json' };
import fr from './packs/FR.json' with { type: 'json' };
import general from './packs/general.json' with { type: 'json' };
import mx from './packs/MX.json' with { type: 'json' };
import pe from './packs/PE.json' with { type: 'json' };
import uk from './packs/UK.json' with { type: 'json' };
import us from './packs/US.json' with { type: 'json' };

/** The rules that are shipped: policy that is decent everywhere, and the law of eleven countries, to be confirmed by counsel. */
export const lawPacks: ReadonlyMap<string, LawPackContent> = new Map(
  [general, es, co, fr, de, uk, us, mx, cl, pe, ar, br]
    .map((pack) => LawPackContent.parse(pack))
    .map((pack) => [pack.id, pack]),
);

/** The country of whom a pack protects, as ISO 3166-1 names it; none for the general one. */
export const countryOfPack = (pack: string): string | undefined =>
  pack === 'general' ? undefined : pack === 'UK' ? 'GB' : pack;
