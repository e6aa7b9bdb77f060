import { describe, expect, test } from 'vitest';
import { lines, read } from '../test/reading.ts';
import { isSurelyUsed } from './index.ts';

describe('a word for nothing, or for a field, says nothing of who it is', () => {
  const placeholders = lines(`
    sem cadastro
    aucune donnée
    未入力
    該当なし
    暂无数据
    해당없음
    Не задано
    пусто
    غير محدد
    لا شيء
    אין נתונים
    ไม่ระบุ
    không có
    tidak ada
    कोई नहीं
    není
    nincs megadva
    fără
    nu există
    ikke oplyst
    ej angivet
    ei tiedossa
    boş
    ni podatka
    puudub
    δεν υπάρχει
    geen gegevens
    sense dades
    ez dago
    notloggedin
    sem identificação
    bilgi yok
    Ukendt bruger
    okänd användare
    tuntematon käyttäjä
    неизвестный пользователь
    확인불가
    無会員
    aucun résultat
    bez údajů
    未分配
    ユーザー不明
    회원번호 없음
    cliente no identificado
    kein Konto
    sem conta
    ingen uppgift
    nie znaleziono
    не предоставлено
    غير مسجل
    nessuna informazione
    sin tarjeta
    no socio
    ohne Karte
    pas de réponse
    no encontrado
    未登入
    미확인
    Bitte wählen
    guestuser
    testkunde
    nocontesta
    sí
    oui
    nein
    да
    Just Nothing
    sdfg
    asdasd
    фыва
    NaN
    nan
    true
    FALSE
    null
    None
    nil
    undefined
    UNDEFINED
    undefined undefined
    null null
    nullnull
    undefinedundefined
    not set
    notset
    not provided
    userId
    Customer ID
    anonymous
    Anonymous User
    guest
    Guest User
    unknown
    UNKNOWN CALLER
    anonymous caller
    test
    Test User
    none
    no tiene
    NO TIENE
    No tiene email
    sin correo
    Sin teléfono
    desconocido
    DESCONOCIDA
    anónimo
    Anonimo
    ninguno
    ninguna
    no disponible
    No consta
    no facilita
    invitado
    nulo
    vacío
    kein
    keine
    keine Angabe
    Kein Telefon
    nicht verfügbar
    nicht verfuegbar
    unbekannt
    UNBEKANNT
    Anonym
    Gast
    aucun
    Aucune
    inconnu
    non renseigné
    NON RENSEIGNE
    pas de téléphone
    anonyme
    invité
    néant
    nenhum
    não tem
    NAO TEM
    não informado
    desconhecido
    anônimo
    convidado
    sem email
    nessuno
    non disponibile
    sconosciuto
    ospite
    senza telefono
    onbekend
    geen
    brak
    nieznany
    okänd
    неизвестно
    нет
    不明
    未知
    없음
    غير معروف
    asdf
    xxx
    zzz
    userIdHere
    NoData
    Invalid Date
    consumidor final
    Client de passage
    Laufkundschaft
    cliente di passaggio
    Cliente contado
    Venda ao balcão
    Kontantkund
    CASH SALE
    Público en general
    pendiente de asignar
    por determinar
    John Doe
    lorem ipsum
    x
    private
    deleted
  `);
  test.each(placeholders)('%s', (placeholder) => {
    for (const normaliser of ['exact', 'lower', 'handle', 'email', 'phone'] as const) {
      expect({ normaliser, isSurelyUsed: normaliser !== 'phone' && isSurelyUsed(placeholder, normaliser) }).toEqual({
        normaliser,
        isSurelyUsed: false,
      });
      expect({ normaliser, ...read(normaliser, placeholder) }).toMatchObject({ normaliser, values: [] });
      expect({ normaliser, ...read(normaliser, ` ${placeholder}\u00a0`) }).toMatchObject({ normaliser, values: [] });
    }
  });
});
