import { casualBuyersInOne } from './casual-buyer.ts';
import { folded } from './text.ts';
import { undone } from './undone.ts';

/** A phrase is between commas. They are compared without case, accents and punctuation. */
const phrases = (text: string): Set<string> => new Set(text.split(/[,\n]/).map(folded).filter(Boolean));

/** What stands where there is nothing, by itself or beside one another: in the words of programs, forms and call centres. */
export const nonsense = phrases(`
  ${[...undone, ...casualBuyersInOne].join()},
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
  未入力, 该当なし, 該当なし, 値なし, 情報なし, データなし, 不详, 暂无数据, 无数据, 暂无信息, 访客, 訪客, 未提供, 未填, 不适用, 无法获取, 保密, 미정, 미등록, 비회원, 해당없음, 해당 없음, 정보없음, 정보 없음, 값없음,
  未知号码, 私人号码, 无来电显示, 無來電顯示, 番号非通知, 발신번호표시제한, 발신자표시없음, חסוי, ללא, אין נתונים, אורח, رقم خاص, غير محدد, غير متاح, لا شيء, لا أحد, ضيف, بدون, نامشخص, ناشناس, ندارد, مہمان,
  не задано, не задан, не заполнено, не известно, не известен, не определен, не применимо, недоступно, нет информации, без имени, без номера, пусто, скрыт, скрытый, скрытый номер, номер скрыт, неизвестный номер, частный номер, не вказано, немає даних, прихований, гість, няма, неизвестна, няма данни, непознато, нема, непознат,
  ไม่มี, ไม่ระบุ, ไม่ทราบ, ไม่มีข้อมูล, không có, không rõ, không biết, chưa có, chưa rõ, không xác định, tidak ada, tidak diketahui, tidak tersedia, belum diisi, hakuna, haijulikani, अज्ञात, नहीं, कोई नहीं, उपलब्ध नहीं, অজানা, தெரியாது,
  neznámé, neznamá, neuvedené, nezadáno, nevyplněno, není známo, není k dispozici, soukromé číslo, skryté číslo, neznáme, nincs adat, nincs megadva, nem ismert, rejtett szám, vendég, nespecificat, indisponibil, nedefinit, nu există, nu este, fără nume, fără email, număr ascuns, anonymní,
  ikke oplyst, ikke angivet, ikke tilgængelig, ikke kendt, ikke oppgitt, ikke satt, hemmeligt nummer, skjult, skjult nummer, dolt, dolt nummer, ej angivet, ej angett, ej tillgänglig, inte angivet, uppgift saknas, finns ej, okänt, gäst, ei tiedossa, ei mitään, ei saatavilla, ei ilmoitettu, salainen numero,
  tanımsız, geçersiz, gizli numara, boş bırakıldı, belirtilmedi, girilmemiş, ziyaretçi, nepoznato, nepoznat, neznan, neznano, ni podatka, nema podataka, skriveni broj, nežinoma, nežinomas, nenurodyta, nezināms, nav norādīts, nav datu, puudub, teadmata, määramata, andmed puuduvad,
  δεν υπάρχει, δεν έχει, δεν δόθηκε, κενό, απόκρυψη, επισκέπτης, άγνωστη, nieznany numer, nie dotyczy, nie określono, niepodano, numer zastrzeżony, prywatny, gość, geen gegevens, niet bekend, niet ingevuld, afgeschermd, prive nummer, verborgen,
  sense dades, sense correu, sense telèfon, no facilitat, no informat, no disponible, ocult, privat, convidada, ez dago, ezezaguna, daturik gabe, descoñecido, descoñecida, sen datos, non consta, non ten, sem cadastro, sem registro, sem registo, sem resposta, não declarado, não preenchido, não encontrado, nao sei, aucune donnée, aucune information, pas d information, non attribué, à renseigner, non spécifié, numéro masqué,
  sans réponse, nsp, nessun valore, nessun dato, non inserito, non compilato, non fornita, dato mancante, da compilare, ignoto, non risponde, keine daten, keine information, keine antwort, nicht ausgefüllt, nicht zugeordnet, unterdrückte nummer, unbekannter teilnehmer, teilnehmer unbekannt, ohne namen, weiß nicht, probando, no contestado, no responde, no recuerda, no definida, sin contestar, sin completar, sin respuesta, no consta dato,
  to be announced, to be added, to be completed, no answer, no response, no value, no match, no record, opt out, opted out, unauthenticated, unauthorized, not authenticated, not signed in, signed out, guest checkout, sessionless, prefer not to answer, declined, declined to answer, refused, wont say, does not know, dont know, dont have, doesnt have, do not have, do not know, i dont know, idk, select, select one, please select, choose, choose one, please choose, pick one, seleccione, seleccionar, selecciona, seleccione una opcion, seleccione uno, elegir, elija, elija una opcion, elige, bitte wahlen, bitte auswahlen, auswahlen, wahlen sie, selectionner, selectionnez, choisir, choisissez, veuillez choisir, selecione, selecionar, escolha, escolher, selezionare, seleziona, scegli, scegliere, kies, maak een keuze, valj, vaelg, velg, vybrat, wybierz, выберите, 請選擇, 请选择, 選択してください, 선택, 선택하세요, 확인불가, 확인 불가, 불명, 해당사항없음, 無会員, 非会員, 非会员, 無資料, 未登入, 未登录, 未分配, 未指定, 未命名, 未定义, 未选择, 未認証, 未認證, 客人, お客様,  未绑定, 未注册, 未確認, 未定, 未回答, 無回答, 미확인, 미가입, 미기재, 미입력, 비공개, 로그인안함, not collected, not recorded, not entered, not captured, not supplied, not asked, en blanco, em branco, vacias, vide, vides, vuote, leere, not in use, denied, no consent, consent denied, system, none of the above, other, direct, bla, blabla, blah, bla bla, same as above, see above,
  client de passage, client comptoir, client comptant, client divers, clients divers, laufkundschaft, laufkunde, diverse kunden, barkunde, barverkauf, cliente di passaggio, cliente occasionale, clienti vari, cliente banco, vendita al banco, cliente contado, cliente de contado, cliente al contado, venta contado, venta al contado, cliente de paso, cliente ocasional, cliente mostrador, cliente de mostrador, cliente final, cliente eventual, cliente balcao, venda ao balcao, venda balcao, cliente avulso, kontantkund, kontantkunde, kontantsalg, diverse kunder, contante klant, contante verkoop, losse klant, diverse klanten, käteisasiakas, käteismyynti, klient detaliczny, sprzedaż detaliczna, peşin müşteri, розничный покупатель, cash sale, cash sales, counter sale, counter sales, walk in customer, walk in client, one time customer, miscellaneous customer, sundry customer, sundry customers, casual customer,
  replace me, change me, arraylist, future string, target value, nullreferenceexception, nullpointerexception, java lang nullpointerexception, attributeerror, typeerror, referenceerror, keyerror,
  kein login, kein kundenkonto, ausgeloggt, abgemeldet, gelöscht, gelöschte, gelöschter, gelöschtes, unbenannt, namenlos, unbestätigt, wird geladen, ladevorgang,
  deslogueado, desconectado, sin sesión, sin loguear, sin iniciar sesión, sin iniciar, suprimido, borrada, eliminada, dado de baja, inexistente, innominado, cargando, sesión cerrada, sesión no iniciada, usuario no logueado, no logueado, no loguea,
  deslogado, deslogada, excluído, excluída, removido, removida, apagado, apagada, inativado, sem nome, carregando, não logado, não autenticado, não cliente, não é cliente,
  supprimé, supprimée, effacé, déconnecté, déconnectée, sans nom, sans compte, chargement, chargement en cours, en cours, non connecté, non connectée, non inscrit, non inscrite, non authentifié, non identifié, non identifiée,
  cancellato, cancellata, eliminato, eliminata, rimosso, rimossa, disconnesso, caricamento, caricamento in corso, non loggato, non autenticato, non registrato, non registrata, non identificato, senza nome,
  verwijderd, uitgelogd, naamloos, bezig met laden, gastgebruiker, gastklant, borttagen, raderad, utloggad, namnlös, laddar, slettet, udlogget, logget ud, logget ut, utlogget, navnløs, indlæser, poistettu, kirjautunut ulos, vieras, ladataan, óþekkt, óþekktur, ekkert, nafnlaus, ekki skráð, gjestebruker,
  usunięty, usunięta, wylogowany, wylogowana, bezimienny, bez nazwy, ładowanie, wczytywanie, bez konta, nie posiada, nie zalogowany, smazaný, smazaná, smazáno, odhlášen, odhlášený, bezejmenný, načítání, vymazaný, odhlásený, načítava sa, nepřihlášený, není přihlášen, není registrován, není uvedeno, není zadáno, nie je, nie je uvedené, neuvádza sa,
  törölt, kijelentkezve, kijelentkezett, betöltés, nincs bejelentkezve, nem bejelentkezett, nem regisztrált, nem azonosított, șters, ștearsă, deconectat, fără cont, se încarcă, vizitator, obrisan, obrisana, odjavljen, učitavanje, bezimeni, gostujoči, nije prijavljen, nije navedeno, nije poznato, nije uneseno, nije dostupno, ni prijavljen, ni navedeno, ni znano, izbrisan, nalaganje, posjetitelj, posetilac, obiskovalec, návštěvník, návštevník,
  silinmiş, silindi, çıkış yapmış, giriş yapmamış, giriş yapmadı, giriş yapılmadı, giriş yok, kayıtlı değil, üye değil, üye olmayan, yükleniyor, isim yok, boş değer, tanınmıyor, qeyd olunmayıb, naməlum, yoxdur, qonaq,
  удалён, удаленный, удалённый, удалена, загрузка, загружается, вышел, вне системы, посетитель, гостевой, без регистрации, без аккаунта, физлицо, частное лицо, видалений, видалено, завантаження, відвідувач, без назви, анонім, изтрит, изтрита, зареждане, посетител, гост, посетилац, обрисан, обришан, учитавање, избришан, невідома, белгісіз, жоқ, қонақ, беймәлім,
  διαγραμμένος, διαγράφηκε, αποσυνδεδεμένος, φόρτωση, μη συνδεδεμένος, μη εγγεγραμμένος, μη διαθέσιμο, μη καταχωρημένο, χωρίς όνομα, φιλοξενούμενος, καλεσμένος, ανώνυμη, άδειο, τίποτα, κανείς, αδιευκρίνιστο,
  nav zināms, nav norādīta, nav pieejams, nav reģistrēts, viesis, dzēsts, bezvārdis, anonīms, svečias, anonimas, nėra duomenų, ištrintas, lankytojas, kraunama, külaline, külastaja, kustutatud, pole teada, pole määratud, ei ole teada, nimeta, anonüümne, i panjohur, e panjohur, nuk ka, nuk dihet, anhysbys, gan ainm,
  tamu, pengunjung, anonim, belum login, belum masuk, belum terdaftar, tidak login, tidak terdaftar, tidak dikenal, tanpa nama, tiada, tiada maklumat, tidak berkenaan, pelawat, dihapus, memuat, kosong, walang pangalan, hindi alam, hindi kilala, mgeni, haipo, asiyejulikana, khách vãng lai, khách lẻ, chưa đăng nhập, chưa đăng ký, chưa xác định, chưa cập nhật, chưa cung cấp, ẩn danh, đã xóa, người dùng ẩn danh, đang tải,
  已删除, 已刪除, 已注销, 已註銷, 已注销用户, 用户已注销, 该用户已注销, 匿名用户, 匿名用戶, 匿名者, 未知用户, 未知用戶, 微信用户, 路人, 佚名, 无名, 無名, 無名氏, 暂未设置, 暂未填写, 未登陆, 加载中, 載入中, 空值, 空白, 不知道, 不清楚, 待定, 待补充, 待完善, 测试用户, 測試用戶, 默认用户, 默认, 來賓, 来宾, 散客, 零售客户, 现金客户, 過路客, 普通用户,
  名無し, 名無しさん, 名無しの権兵衛, 退会済み, 退会済みユーザー, 退会者, 削除済み, 削除済みユーザー, 匿名希望, 匿名ユーザー, 未ログイン, 非ログイン, ログアウト, ログアウト中, 読み込み中, 不明なユーザー, 一見客, 一般客, 現金客, フリー客, 飛び込み客, 空欄, 空白, ダミー, テストユーザー, 名称未設定, 通知不可, 公衆,
  비로그인, 미로그인, 로그아웃, 로그인 안 함, 로그인 필요, 탈퇴회원, 탈퇴한 회원, 탈퇴한 사용자, 삭제됨, 삭제된 사용자, 방문자, 방문객, 무명, 이름없음, 이름 없음, 알수없는사용자, 알 수 없는 사용자, 미지정, 미설정, 모름, 손님, 불러오는 중, 로딩중, 로딩 중, 없슴, 공란, 빈값, 테스트계정, 현금고객, 일반고객, 비회원고객, 발신번호 없음, 발신번호표시금지,
  ผู้เยี่ยมชม, ผู้ใช้ทั่วไป, บุคคลทั่วไป, ไม่ประสงค์ออกนาม, นิรนาม, ว่าง, ลบแล้ว, ทดสอบ, ลูกค้าทั่วไป, ลูกค้าเงินสด, ลูกค้าขาจร, ไม่ใช่สมาชิก, แขก, भुगतान नहीं, अनाम, अतिथि, मेहमान, खाली, लागू नहीं, पता नहीं, नहीं है, उपलब्ध नहीं है, दर्ज नहीं, কিছুই না, অতিথি, নেই, খালি, প্রযোজ্য নয়, விருந்தினர், இல்லை, அநாமதேய, అతిథి, లేదు, తెలియదు, ಅತಿಥಿ, ಇಲ್ಲ, അജ്ഞാതം, ഇല്ല, ਅਗਿਆਤ, અજ્ઞાત, અતિથિ,
  محذوف, تم الحذف, حساب محذوف, غير معرّف, غير مسجّل, غير مسجل الدخول, لم يسجل الدخول, لم يحدد, لم يذكر, ليس لديه, لا ينطبق, غير مطبق, فارغ, بدون اسم, بلا اسم, مجهولة, جاري التحميل, اختبار, تجربة, عميل نقدي, زبون عابر, عميل عام, رقم محجوب, رقم مخفي, مهمان, وارد نشده, وارد نشده است, ثبت نشده, ثبت نام نشده, بدون نام, بی نام, خالی, حذف شده, تست, موجود نیست, کاربر مهمان, کاربر ناشناس, نامعلوم, نہیں ہے, دستیاب نہیں, درج نہیں,
  אין שם, ללא שם, לא מחובר, לא רשום, לא מזוהה, לא צוין, לא ידועה, לא זמין, לא קיים, נמחק, משתמש אנונימי, אורחת, לקוח מזדמן, לקוח כללי, בדיקה, טוען, מספר חסוי, უცნობი, სტუმარი, არ არის, არა აქვს, անհայտ, հյուր, չկա, անանուն, тодорхойгүй, байхгүй, зочин, мэдэгдэхгүй, មិនមាន, មិនស្គាល់, ບໍ່ມີ, မရှိပါ, မသိ,
  loading, please wait, deleted user, logged off, signed off, not loggedin, notsignedin, anonymized, anonymised, unsubscribed user, former user, persoană fizică, osoba fizyczna, fyzická osoba, fizičko lice, fizička osoba, fizična oseba, privatperson, persona física, pessoa física, personne physique, magánszemély, физическое лицо, физическо лице, физичко лице, фізична особа, φυσικό πρόσωπο, natural person, private person, yksityishenkilö, eraisik, fiziska persona, fizinis asmuo, गुमनाम, बेनाम, बेनामी, अनामिक, निनावी, अपरिचित, বেনামী, নামহীন, பெயரிலி, அறியப்படாத, అనామక, અનામી, ਗੁਮਨਾਮ, ಅನಾಮಧೇಯ, അജ്ഞാതൻ, گمنام, بے نام, နာမည်မသိ, អនាមិក, ບໍ່ລະບຸ,
  no account, without account, one time buyer, one time shopper, one time client, one off customer, one off buyer, one off client, over the counter sale, over the counter customer, without login, not a member, non member, nonmember, no membership, not enrolled,
  없음, 미상, 익명, 알수없음, 알 수 없음, 게스트, 테스트, لا يوجد, مجهول, غير معروف, غير متوفر, زائر, אין, לא ידוע, אנונימי
`);

/** What says nothing by itself, and beside another word may be anything: `x-device`. */
export const alone = phrases('x, xx, nn, na, nd, nc, ns, nr, si, oui, ja, non, nein, tak, да, nema, 否, 是');

/** The same, where they are words for nothing with their accents alone, and names or other words without. */
export const aloneAsSpelled = new Set(['boş', 'není', 'fără', 'tühi']);

/** What a field is called, in place of what is in it; and what stands beside a word of nonsense. */
export const labels = phrases(`
  id, uid, uuid, guid, user, userid, user id, username, user name, usr, customer, customerid, customer id, customernumber, client, clientid, clienteid,
  client id, member, memberid, contact, contactid, subscriber, subscriberid, visitor, visitorid, person, personid, profile, profileid, account, accountid, device, deviceid,
  anonymousid, distinct, distinctid, external, externalid, session, sessionid, caller, callerid, email, emails, e mail, mail, address, addresses, emailaddress, phone, phonenumber,
  mobile, cell, number, name, firstname, lastname, fullname, value, field, data, info, text, string, object, promise, function, json, array,
  cust, subscriberkey, customerkey, contactkey, login, token, usuario, usuaria, cliente, clienta, persona, contacto, correo, correos, electronico, correoelectronico, telefono, telefonos, tlf, tfno, movil, celular, numero, nombre, dato, datos, valor, direccion,
  bruger, bruker, användare, käyttäjä, kund, asiakas, kullanıcı, müşteri, bilgi, veri, numara, uživatel, zákazník, jméno, użytkownik, klient, nazwisko, utilizator, felhasználó, ügyfél, korisnik, identificação, identificación, identification,
  пользователь, клиент, имя, номер, телефон, почта, адрес, данные, користувач, χρήστης, πελάτης, όνομα, τηλέφωνο, مستخدم, عميل, اسم, رقم, هاتف, بريد, משתמש, לקוח, שם, טלפון, người dùng, khách hàng, tên, pengguna, pelanggan, nama,
  socio, socia, tarjeta, card, carte, karte, passport, pasaporte, documento, document, referencia, reference, reserva, booking, pedido, order, ticket, factura, invoice, matricula, cuenta, conta, konto, compte,
  information, informacion, informacao, informations, informazione, informazioni, resultat, resultats, udaje, udaju, danych, podaci, adatok, numeru, telefonu, emailu, jmena, nazwa, resultado, resultados, result, results, registro, registros, record, records, respuesta, resposta, reponse, antwort, response, angabe, angaben, uppgift, gegevens, oplysninger, membership, reply, nationality, surname, apellido, apellidos, prenom,
  domain, dominio, campo, identificador, codigo, llamada, dni, nif,
  benutzer, benutzername, kunde, kunden, kundennummer, telefon, telefonnummer, rufnummer, nummer, anrufer, handy, handynummer, anschrift, adresse, testbenutzer, testuser, testkunde,
  utilisateur, clients, identifiant, courriel, telephone, portable, appel, appelant, nom, numeros, donnees, adresses,
  utilizador, telemovel, telefone, celulares, nome, dados, endereco, utente, telefoni, cellulare, chiamante, indirizzo, numeri, klant, gebruiker, telefoonnummer, nummer
`);

/** The first of some words that say of something that it is not there, whatever it is. None of them is anybody's name. */
export const withoutAnything = phrases(`
  nicht, keine, keinen, ohne, senza, nessun, nessuna, geen, niet, zonder, inget, ikke, inte, uden, uten, brak, nincs, nincsen, tidak, belum, tanpa, không, chưa,
  не, нет, без, немає, няма, нема, δεν, μη, χωρίς, غير, لا, بدون, بلا, ללא, אין, לא, ไม่
`);

/** The same, where it may be a name too: what is missing has to be a word that is known. */
export const withoutSomething = phrases(
  'no, not, non, kein, sem, aucun, aucune, sin, sans, nie, nem, ei, pas de, pas d, nao, nu, fara, bez, ej, sense, ningun, ninguna, ingen',
);

/** What has not been done. */
export const done = phrases(`
  found, given, set, provided, supplied, known, available, stated, entered, recorded, registered, assigned, asked, collected, applicable, specified, defined, logged, signed, linked,
  encontrado, encontrada, dado, aportado, aportada, recogido, recogida, rellenado, introducido, comunicado, solicitado, asociado, vinculado, identificado, cumplimentado, contestado, obtenido,
  trouve, trouvee, saisi, saisie, rempli, remplie, fourni, precise, connu, declare, trovato, trovata, inserito, indicato, fornito, compilato, dichiarato,
  encontrado, informado, preenchido, fornecido, cadastrado, identificado, declarado, znaleziono, podano, podany, dotyczy, ustawiono, znany, nalezeno, zadano, uvedeno, znamo, ismert, adott, talalhato, gasit, specificat, definit, completat, saatavilla, tiedossa, annettu
`);

/** What joins the others, and says nothing by itself. */
export const joining = phrases(
  'sem, sense, non, pas, mi, mon, mein, meu, optional, option, some, std, bar, baz, your, my, the, a, of, de, d, del, la, el, le, insert, enter, put, here, replace, with, this, tu, su, ihre, votre, or, and, y, o',
);
