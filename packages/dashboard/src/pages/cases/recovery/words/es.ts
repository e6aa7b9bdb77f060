import type { en } from './en.ts';

/** What is said of what closing the loop achieved, in Spanish. */
export const es: typeof en = {
  lead: 'De los casos abiertos en este tiempo, tal como están ahora.',
  tiles: {
    inTime: 'Resueltos en plazo',
    resolution: 'Hasta resolverlo',
    contact: 'Hasta el primer contacto',
    opened: 'Casos abiertos',
    reopened: 'Reabiertos',
    recovery: 'La nota subió',
  },
  hints: {
    inTime: 'De los resueltos: antes de que venciera el plazo, contando horas laborables y sin pausas',
    resolution: 'Mediana en horas de reloj; nueve de cada diez no tardaron más que la segunda cifra',
    contact: 'Mediana en horas de reloj; nueve de cada diez no tardaron más que la segunda cifra',
    opened: 'El que otro caso ha absorbido se cuenta con ese otro',
    reopened: 'De los que se resolvieron al menos una vez',
    recovery: 'La primera nota tras resolverse el caso menos la que lo abrió, en la misma escala; la media',
  },
  resolvedOf: (n) => (n === '1' ? '1 resuelto' : `${n} resueltos`),
  casesOf: (n) => (n === '1' ? '1 caso' : `${n} casos`),
  scoresOf: (n) => (n === '1' ? '1 nota antes y después' : `${n} notas antes y después`),
  overdueNow: (n) => `${n} fuera de plazo ahora`,
  inHand: (n) => `${n} en curso`,
  hours: (n) => `${n} h`,
  nineInTen: (hours) => `9 de cada 10: ${hours}`,
  afterwards: 'Qué dicen después',
  rose: 'Subió',
  same: 'Igual',
  fell: 'Bajó',
  noneAfterwards: 'Nadie ha vuelto a puntuar todavía.',
  noneAfterwardsHint:
    'Se llena cuando los clientes responden tras resolverse su caso: un programa puede preguntarles entonces (docs/cases.md).',
  noneResolved: 'Aún no se ha resuelto ninguno',
  noneContacted: 'Aún no ha habido contacto',
  table: 'Qué resultó de qué casos',
  by: 'Por',
  parts: {
    cause: 'Causa raíz',
    queue: 'Cola',
    touchpoint: 'Punto de contacto',
    severity: 'Gravedad',
    reason: 'Regla',
  },
  none: { cause: 'Aún sin causa raíz', other: 'Sin dato' },
  columns: {
    opened: 'Abiertos',
    resolved: 'Resueltos',
    inTime: 'En plazo',
    hours: 'Mediana',
    reopened: 'Reabiertos',
    recovery: 'La nota subió',
  },
  empty: 'En este tiempo no se abrió ningún caso.',
  emptyHint:
    'Lo que dice un cliente descontento abre uno, según las reglas de casos. Mire un tiempo más largo o quite filtros.',
};
