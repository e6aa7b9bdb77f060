/**
 * Words by which people say that they want no more of it, in small letters without accents. They are our own list: those that providers act
 * on (STOP, STOPALL, UNSUBSCRIBE, CANCEL, END, QUIT, REVOKE, OPTOUT), what is usual in other languages, and common misspellings.
 */
export const strongWords: readonly string[] = [
  ...['stop', 'stopall', 'stop all', 's t o p', 'stop sms', 'stopp', 'unsubscribe', 'unsubcribe', 'unsuscribe'],
  ...[
    'optout',
    'opt out',
    'opt-out',
    'revoke',
    'baja',
    'baja sms',
    'dar de baja',
    'darse de baja',
    'cancelar suscripcion',
  ],
  ...[
    'desuscribir',
    'anular suscripcion',
    'no mas',
    'no more',
    'sair',
    'descadastrar',
    'remover',
    'arret',
    'desabonner',
    'desabonnement',
  ],
  ...[
    'desinscription',
    'desinscrire',
    'abmelden',
    'abbestellen',
    'austragen',
    'abmeldung',
    'disiscrivimi',
    'cancellami',
  ],
  ...[
    'disiscrizione',
    'afmelden',
    'uitschrijven',
    'baixa',
    'utzi',
    'стоп',
    'отписаться',
    'wypisz',
    'rezygnuje',
    'dezabonare',
  ],
  ...[
    'الغاء الاشتراك',
    'الغاء',
    'توقف',
    'ايقاف',
    'do not contact',
    'do not disturb',
    'no molestar',
    'no contactar',
    'leave me alone',
  ],
];

/** These end it where they are all that somebody wrote; in a longer text they mean anything. */
export const weakWords: readonly string[] = [
  ...[
    'cancel',
    'end',
    'quit',
    'remove',
    'remove me',
    'cancelar',
    'parar',
    'pare',
    'para',
    'basta',
    'fin',
    'salir',
    'anular',
  ],
  ...['annuler', 'fim', 'ende', 'stoppen', 'borrar', 'eliminar', 'no thank you stop'],
];

/** What is said beside them and changes nothing. */
export const fillers: readonly string[] = [
  ...[
    'please',
    'pls',
    'plz',
    'thanks',
    'thank you',
    'thx',
    'now',
    'just',
    'it',
    'already',
    'enough',
    'really',
    'this',
    'me',
    'immediately',
    'kindly',
  ],
  ...['por favor', 'porfavor', 'porfa', 'gracias', 'muchas gracias', 'ya', 'ahora', 'hola', 'saludos', 'un saludo'],
  ...[
    'obrigado',
    'obrigada',
    'merci',
    "s'il vous plait",
    'svp',
    'stp',
    'bitte',
    'danke',
    'per favore',
    'grazie',
    'aub',
    'alstublieft',
  ],
  ...['hi', 'hello', 'si us plau', 'gracies', 'yes', 'si', 'sms'],
];

/** Whoever writes one of these, and nothing else, asks for what she ended before. */
export const resumingWords: readonly string[] = [
  'start',
  'unstop',
  'alta',
  'subscribe',
  'suscribir',
  'volver',
  'resume',
];
