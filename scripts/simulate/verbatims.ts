type Verbatims = Readonly<Record<'es' | 'en', readonly [string, ...string[]]>>;

/** What people say when it went well. */
export const praise: Verbatims = {
  es: [
    'Todo perfecto, muy buen trato y salida puntual.',
    'La tripulación encantadora, gracias.',
    'Me han ayudado con el cambio en dos minutos, genial.',
  ],
  en: [
    'Lovely crew and we left on time, thank you.',
    'Check-in took two minutes. Great service!',
    'Very comfortable seat and friendly staff.',
  ],
};

/** What people say when it did not. */
export const complaint: Verbatims = {
  es: [
    'Tres horas de retraso y nadie nos informa. Fatal.',
    'Han perdido mi maleta y no contesta nadie al teléfono.',
    'La sala estaba sucia y llena, muy decepcionado.',
  ],
  en: [
    'Three hours late and nobody tells us anything. Terrible.',
    'You lost my bag and nobody answers the phone.',
    'The lounge was dirty and crowded, very disappointed.',
  ],
};
