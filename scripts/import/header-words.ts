/** What a column says by its name: an identifier of a kind, a trait, or nothing of the person. */
export type Meaning = { kind: string } | { trait: string } | 'nothing';

/**
 * The names that spreadsheets and CRMs give to columns, in the languages of their users: Hilo's own names, those of exports from
 * Google Contacts and Outlook, and Spanish, German, French, Italian and Portuguese. Without accents, spaces or punctuation.
 */
const kinds: Readonly<Record<string, string>> = {
  customer_number:
    'customernumber customerno customerid clientid clientnumber numerocliente numerodecliente nocliente ncliente idcliente codigocliente codigodecliente codcliente kundennummer kundennr numeroclient codeclient codicecliente numerodocliente codigodocliente',
  national_id:
    'nationalid dni nif nie dninie dninif nifnie documento documentoidentidad codicefiscale cpf personalausweis',
  user_id: 'userid username usuario idusuario benutzername',
  loyalty_id: 'loyaltyid loyaltynumber membershipnumber memberid frequentflyer numerotarjeta tarjetafidelidad',
  email:
    'email emailaddress mail mailaddress correo correoelectronico direcciondecorreo direcciondecorreoelectronico emailpersonal emailcliente emaildecontacto emailadresse courriel adresseemail adressemail indirizzoemail postaelettronica enderecodeemail eletronico',
  phone:
    'phone phonenumber telephone telephonenumber tel mobile mobilephone mobilenumber cell cellphone telefono telefonomovil telefonofijo tfno tlf tlfno movil celular fijo numerodetelefono homephone businessphone otherphone primaryphone telefon telefonnummer handy handynummer mobil mobiltelefon telephonemobile telephoneportable portable numerodetelephone cellulare telefonocellulare telefone telemovel telefonecelular',
  whatsapp: 'whatsapp whatsappnumber numerowhatsapp',
  twitter: 'twitter twitterhandle',
  instagram: 'instagram instagramhandle',
};

const traits: Readonly<Record<string, string>> = {
  givenName: 'givenname firstname forename nombre nombredepila vorname prenom nome primeironome',
  middleName: 'middlename additionalname segundonombre',
  familyName:
    'familyname lastname surname apellido apellidos primerapellido nachname familienname nomdefamille cognome sobrenome apelido',
  fullName: 'fullname name nombrecompleto nombreyapellidos displayname nomecompleto nomcomplet nominativo',
  birthDate:
    'birthdate birthday dateofbirth dob fechanacimiento fechadenacimiento geburtsdatum datedenaissance datadinascita datadenascimento',
  street:
    'street address streetaddress address1 addressline1 homestreet address1street calle direccion domicilio strasse straße adresse rue indirizzo via endereco rua',
  city: 'city town homecity address1city ciudad localidad poblacion municipio stadt ort ville citta comune cidade',
  postcode:
    'postcode postalcode zip zipcode homepostalcode address1postalcode codigopostal cp plz postleitzahl codepostal cap',
  region: 'region state province homestate address1region provincia bundesland departement estado',
  country: 'country homecountry homecountryregion address1country pais land pays paese',
  language: 'language locale idioma sprache langue lingua',
};

/** `E-mail 1 - Value` of Google, `E-mail 2 Address` of Outlook: which one it is says nothing of what it is. */
const numbered = /\s*(?:\(\d{1,3}\)|\d{1,2}\s*(?:-\s*(?:value|valor)|address|-\s*wert|-\s*valeur)?)$/i;
const label =
  /^(?:e-?mail|phone|address|tel[eé]fono|website|event|relation)\s*\d*\s*-\s*(?:label|type|etiqueta|tipo)$/i;

const meanings = new Map<string, Meaning>([
  ...Object.entries(kinds).flatMap(([kind, names]) =>
    names.split(' ').map((name): [string, Meaning] => [name, { kind }]),
  ),
  ...Object.entries(traits).flatMap(([trait, names]) =>
    names.split(' ').map((name): [string, Meaning] => [name, { trait }]),
  ),
]);

/** What a column of this name says, if its name says it; `others` are kinds of identifiers that this Hilo knows besides. */
export const meaningOf = (name: string, others: ReadonlySet<string>): Meaning | undefined => {
  const own = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_');
  if (others.has(own)) return { kind: own };
  if (label.test(name.trim())) return 'nothing';
  return meanings.get(plain(name)) ?? meanings.get(plain(name.trim().replace(numbered, '')));
};

const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
