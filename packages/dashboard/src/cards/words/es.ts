import type { en } from './en.ts';

/** What every chart says in Spanish. */
export const es: typeof en = {
  show: 'Mostrar como',
  chart: 'Gráfico',
  table: 'Tabla',
  csv: 'CSV',
  link: 'Enlace',
  linkHint: 'Copia la dirección, con todos los filtros',
  copied: 'Copiado',
  rules: 'Cómo se cuenta',
  close: 'Cerrar',
  who: {
    count: (n) => `${n} clientes`,
    nobody: 'Ya no hay nadie detrás de esta cifra.',
    unknown: 'No se sabe de quién',
    more: 'Mostrar más',
    noted: 'Queda anotado quién mira a quién.',
    hidden: 'Su función no ve nombres; un cliente se abre por su número.',
  },
};
