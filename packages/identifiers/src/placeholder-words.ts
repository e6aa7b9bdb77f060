import { folded } from './text.ts';

/** A phrase is between commas. They are compared without case, accents and punctuation. */
const phrases = (text: string): Set<string> => new Set(text.split(/[,\n]/).map(folded).filter(Boolean));

/** What stands where there is nothing, by itself or beside one another: in the words of programs, forms and call centres. */
export const nonsense = phrases(`
  null, undefined, nil, none, nan, nat, inf, infinity, nullptr, nonetype, dbnull, nsnull, void, empty, blank, missing, unset,
  notset, true, false, yes, no, nope, n a, n d, n v, n c, n p, n r, n s n c, ns nc, s d, s n, s o, k a, o a, tbd, tba, todo,
  unknown, unkown, anonymous, anonymus, anon, guest, test, tests, testing, dummy, fake, sample, example, default, placeholder, changeme,
  replaceme, invalid, deleted, redacted, removed, hidden, masked, private, restricted, blocked, withheld, unavailable,
  unspecified, unidentified, unassigned, unregistered, undisclosed, confidential, ditto, idem, pending, nobody, nothing, error,
  asd, asdf, asdfg, asdfgh, qwe, qwer, qwerty, qwertz, azerty, zxc, zxcv, out of area,
  payphone, see notes, see comments, does not have, none given, no caller id, fixme, tbc, unk, invalid date, nodata, noname, noid, nouser, noone, nowhere, demo, temp, tmp, foo, foobar, lorem, lorem ipsum,
  john doe, jane doe, walk in, cash customer, nilclass, nullopt, system object, system string, java util optional, java lang object, asdasd, asdfasdf, prefer not to say, not logged in, logged out, noemail, nomail,
  nophone, not set, not available, not applicable, not provided, not given, not found, not known, not specified, not defined,
  not disclosed, not present, not registered, not stated, not assigned, not identified, not a number, to be defined, to be confirmed,
  nulo, nula, ninguno, ninguna, ningun, nadie, nada, vacio, vacia, sin, desconocido, desconocida, anonimo, anonima, invitado,
  invitada, prueba, pruebas, oculto, oculta, privado, privada, restringido, pendiente, indefinido, indefinida, verdadero, falso, eliminado, borrado,
  bloqueado, ejemplo, no tiene, no tengo, no hay, no consta, no disponible, no aplica, no procede, no facilita, no facilitado, no dispone, no posee,
  no proporcionado, no proporciona, no informado, no informa, no indicado, no indica, no especificado, no definido, no registrado, no sabe, no lo sabe,
  no contesta, no quiere, no quiere dar, no quiere darlo, no desea, no existe, no lo se, no conocido, no se conoce, no se sabe, no asignado,
  por determinar, pendiente de asignar, pendiente asignar, a confirmar, consumidor final, publico general, publico en general, cliente generico, varios, clientes varios,
  mostrador, venta mostrador, visitante, fulano, sindatos, nocorreo, sinmail, sintelefono, notengo,
  sin asignar, sin especificar, sin definir, sin informar, sin identificar, sin registrar, sin determinar, sin rellenar, sin informacion, por definir, por confirmar, ver notas, ver nota, ver observaciones,
  ver comentarios, el mismo, la misma, notiene, sinemail, sincorreo,
  kein, keine, keiner, keines, keins, nichts, niemand, ohne, unbekannt, unbekannte, unbekannter, anonym, anonymer, gast, unterdruckt, unterdrueckt, leer, entfallt, entfaellt,
  fehlt, wahr, falsch, gesperrt, geheim, privat, beispiel, keine angabe, keine angaben, ohne angabe, nicht vorhanden, nicht bekannt,
  nicht verfugbar, nicht verfuegbar, nicht angegeben, nicht gesetzt, nicht zutreffend, nicht definiert, nicht angemeldet, nicht erfasst, nicht hinterlegt,
  siehe notiz, siehe notizen, siehe bemerkung, siehe kommentar, hat keine, hat keins, hat kein, hat keinen, ungultig, ungueltig,
  aucun, aucune, inconnu, inconnue, anonyme, invite, invitee, neant, vide, rien, sans, nul, nulle, indisponible, masque, masquee,
  prive, privee, essai, vrai, faux, exemple, indefini, indefinie, sans objet, non renseigne, non renseignee, non communique, non communiquee, non disponible, non defini, non definie,
  non applicable, non precise, non fourni, non fournie, non connu, non connue, non attribue, n a pas, pas disponible, pas renseigne, a definir, a completer, voir notes, voir note, refuse,
  nenhum, nenhuma, ninguem, desconhecido, desconhecida, convidado, convidada, vazio, vazia, nao, indisponivel, teste, restrito, verdadeiro, nao tem, naotem, semmail, sememail, nao possui, nao ha,
  nao informado, nao informada, nao disponivel, nao aplicavel, nao se aplica, nao consta, nao definido, nao sabe, nao existe, nao fornecido, nao identificado, nao cadastrado, sem informacao, a definir, ver observacoes,
  nessuno, nessuna, nessun, niente, nulla, nullo, sconosciuto, sconosciuta, ospite, vuoto, vuota, assente, mancante, senza, riservato, nascosto, nascosta, prova, non presente, non noto,
  non nota, non specificato, non definito, non applicabile, non pervenuto, non ha, nonha, non impostato, non fornito, non indicato, non conosciuto, non disponibile, da definire, vedi note, indefinito,
  ningu, desconegut, desconeguda, anonim, no te, convidat, buit,
  geen, onbekend, onbekende, anoniem, leeg, niets, niemand, nvt, n v t, ongeldig, onwaar, niet beschikbaar, niet bekend, niet opgegeven, niet van toepassing, niet ingevuld,
  ingen, inget, okand, ukjent, ukendt, saknas, mangler, gjest, ei ole, tuntematon, puuttuu, nimeton,
  brak, nieznany, nieznana, nieznane, anonimowy, nie dotyczy, nie ma, nie podano, pusty, puste, brak danych, zastrzezony,
  yok, bilinmiyor, bilinmeyen, anonim, misafir, belirtilmemis, gizli, neznamy, neznamo, zadny, neuvedeno, nezadano, nincs, ismeretlen, necunoscut, nu are, lipsa,
  нет, неизвестно, неизвестен, неизвестный, аноним, анонимный, гость, не указан, не указано, отсутствует, нет данных, не определено, тест, немає, невідомо, невідомий,
  αγνωστο, αγνωστος, κανενα, κανενας, ανωνυμος, δεν εχει, 无, 無, 空, 未知, 匿名, 没有, 暂无, 未填写, 未设置, 测试, 游客, なし, 無し, 不明, 不詳, 未設定, 未登録, ゲスト, テスト, 非通知, 公衆電話, 表示圏外, 通知不可能,
  없음, 미상, 익명, 알수없음, 알 수 없음, 게스트, 테스트, لا يوجد, مجهول, غير معروف, غير متوفر, زائر, אין, לא ידוע, אנונימי
`);

/** What says nothing by itself, and beside another word may be anything: `x-device`. */
export const alone = phrases('x, xx, nn, na, nd, nc, ns, nr');

/** What a field is called, in place of what is in it; and what stands beside a word of nonsense. */
export const labels = phrases(`
  id, uid, uuid, guid, user, userid, user id, username, user name, usr, customer, customerid, customer id, customernumber, client, clientid, clienteid,
  client id, member, memberid, contact, contactid, subscriber, subscriberid, visitor, visitorid, person, personid, profile, profileid, account, accountid, device, deviceid,
  anonymousid, distinct, distinctid, external, externalid, session, sessionid, caller, callerid, email, emails, e mail, mail, address, addresses, emailaddress, phone, phonenumber,
  mobile, cell, number, name, firstname, lastname, fullname, value, field, data, info, text, string, object, promise, function, json, array,
  usuario, usuaria, cliente, clienta, persona, contacto, correo, correos, electronico, correoelectronico, telefono, telefonos, tlf, tfno, movil, celular, numero, nombre, dato, datos, valor, direccion,
  domain, dominio, campo, identificador, codigo, llamada, dni, nif,
  benutzer, benutzername, kunde, kunden, kundennummer, telefon, telefonnummer, rufnummer, nummer, anrufer, handy, handynummer, anschrift, adresse, testbenutzer, testuser, testkunde,
  utilisateur, clients, identifiant, courriel, telephone, portable, appel, appelant, nom, numeros, donnees, adresses,
  utilizador, telemovel, telefone, celulares, nome, dados, endereco, utente, telefoni, cellulare, chiamante, indirizzo, numeri, klant, gebruiker, telefoonnummer, nummer
`);

/** What joins the others, and says nothing by itself. */
export const joining = phrases(
  'sem, sense, non, pas, optional, option, some, std, bar, baz, your, my, the, a, of, de, d, del, la, el, le, insert, enter, put, here, replace, with, this, tu, su, ihre, votre, or, and, y, o',
);
