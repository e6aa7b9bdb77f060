/** Words that say that something has not been done to somebody or something, in languages that write the “not” with it. */
export const undone: readonly string[] = [
  ...glued(
    ['nie'],
    'zalogowan zarejestrowan zidentyfikowan określon podan zdefiniowan wypełnion wybran przypisan ustalon potwierdzon rozpoznan ustawion dostępn',
    ['y', 'a', 'e', 'o', 'ego'],
  ),
  ...glued(
    ['ne'],
    'přihlášen registrovan zaregistrován registrován identifikovan identifikován zadan zadán uveden vyplněn určen definovan definován nastaven přiřazen zjištěn znám vybran vybrán dostupn prihlásen zaregistrovan určen zisten priraden',
    ['', 'a', 'o', 'ý', 'á', 'é'],
  ),
  ...glued(
    ['ne'],
    'prijavljen registriran registrovan identifikovan identificiran naveden određen odredjen definisan definiran poznat dodijeljen dodeljen popunjen opredeljen določen znan izbran dostopn dostupn',
    ['', 'a', 'o', 'i'],
  ),
  ...glued(
    ['не'],
    'авторизован зарегистрирован идентифицирован определен определён опознан указан заполнен задан подтвержден установлен назначен выбран доступ авторизированн',
    ['', 'а', 'о', 'ный', 'ная', 'ное', 'н', 'ен', 'ный', 'ый', 'ая'],
  ),
  ...glued(
    ['не'],
    'авторизован зареєстрован ідентифікован визначен вказан заповнен заданий встановлен відом доступн обран',
    ['', 'о', 'ий', 'а', 'ний', 'на'],
  ),
  ...glued(
    ['не'],
    'регистриран идентифициран определен посочен попълнен зададен известен наличен познат пријављен регистрован наведен одређен најавен внесен одреден',
    ['', 'а', 'о', 'и'],
  ),
  ...glued(
    ['ne', 'nė'],
    'prisijung registruot identifikuot nurodyt apibrėžt užpildyt nustatyt žinom pasirinkt priskirt',
    ['ęs', 'as', 'a', 'i', 'usi', 'us'],
  ),
  ...glued(['ne'], 'reģistrēt identificēt norādīt zinām definēt aizpildīt pieteicies noteikt izvēlēt', [
    's',
    'a',
    'i',
    '',
  ]),
  ...glued(
    ['ne'],
    'autentificat înregistrat cunoscut specificat identificat completat precizat conectat logat definit comunicat alocat',
    ['', 'ă', 'a'],
  ),
  ...glued(
    ['un'],
    'registriert identifiziert definiert spezifiziert angemeldet bestimmt benannt autorisiert bestätigt zugeordnet',
    ['', 'e', 'er', 'es'],
  ),
  ...glued(
    ['un'],
    'authorized authorised authenticated known named identified registered assigned specified defined confirmed verified subscribed listed recognized recognised resolved mapped initialized initialised populated allocated',
    [''],
  ),
  ...glued(['o'], 'registrerad inloggad definierad identifierad specificerad bestämd namngiven tilldelad', [
    '',
    'e',
    't',
  ]),
  ...glued(
    ['u'],
    'registreret identificeret defineret specificeret oplyst registrert identifisert definert spesifisert innlogget kjent kendt angivet navngitt navngivet tildelt',
    ['', 'e'],
  ),
  ...glued(
    ['on', 'niet'],
    'geregistreerd geïdentificeerd gedefinieerd gespecificeerd bepaald benoemd toegewezen ingelogd',
    ['', 'e'],
  ),
  ...glued(
    ['in', 'non'],
    'definido definida definito definita défini définie connu connue connecté connectée inscrit inscrite identifié identifiée identificato identificata specificato registrato registrata',
    [''],
  ),
  ...glued(
    [''],
    'kirjautumaton rekisteröitymätön tunnistamaton määrittelemätön ilmoittamaton täyttämätön nimetön tuntematon sisselogimata registreerimata tuvastamata määratlemata täitmata tundmatu kitöltetlen azonosítatlan névtelen regisztrálatlan bejelentkezetlen meghatározatlan',
    [''],
  ),
  ...glued(
    [''],
    'tanımlanmamış girilmemiş belirtilmemiş kaydedilmemiş doldurulmamış seçilmemiş atanmamış bilinmiyor kayıtsız üyesiz isimsiz tanımlanmadı girilmedi seçilmedi kaydedilmedi doldurulmadı',
    [''],
  ),
];

function glued(prefixes: readonly string[], stems: string, endings: readonly string[]): string[] {
  return prefixes.flatMap((prefix) => stems.split(' ').flatMap((stem) => endings.map((end) => prefix + stem + end)));
}
