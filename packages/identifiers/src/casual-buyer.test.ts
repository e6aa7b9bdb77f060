import { describe, expect, test } from 'vitest';
import { lines, read, valuesOf } from '../test/reading.ts';
import { isSurelyUsed } from './index.ts';

describe('who buys without a name, in any language, says nothing of who it is', () => {
  const placeholders = lines(`
    Perakende Müşteri
    Consumidor não identificado
    Klient detaliczny
    Náhodný zákazník
    Lakossági vevő
    Gotovinski kupac
    Cumpărător ocazional
    Λιανικός πελάτης
    Πελάτης λιανικής
    Розничный клиент
    Роздрібний покупець
    Khách lẻ
    Khách vãng lai
    Pelanggan umum
    ลูกค้าทั่วไป
    现金客户
    散客
    일반고객
    현금 고객
    一般のお客様
    عميل نقدي
    לקוח מזדמן
    Tageskunde
    Barkunde
    Käteisasiakas
    Strökund
    Walk-In Shopper
    One-Time Buyer
    Over the counter sale
    Retail customer
    Generic client
    Cliente genérico
    Cliente no registrado
    Consumatore finale
    Client anonyme
    Venta general
    Venta de mostrador
    Laufkundschaft
    Kontanthandel
    Satunnaisasiakas
    Yksityisasiakas
    Privatkunde
    Privatkund
    Client persoană fizică
    Osoba fizyczna
    Fyzická osoba
    Физическое лицо
    소매고객
    개인 고객
    ลูกค้าปลีก
    Khách hàng không lấy hóa đơn
    Drobný zákazník
    Készpénzes vevő
    Peşin satış
  `);
  test.each(placeholders)('%s', (placeholder) => {
    for (const normaliser of ['exact', 'lower', 'handle', 'email', 'phone'] as const) {
      expect({ normaliser, isSurelyUsed: normaliser !== 'phone' && isSurelyUsed(placeholder, normaliser) }).toEqual({
        normaliser,
        isSurelyUsed: false,
      });
      expect({ normaliser, ...read(normaliser, placeholder) }).toMatchObject({ normaliser, values: [] });
    }
  });
});

test.each(
  lines(`
    Kotlin
    unit.7
    java.lover
    System.Admin
    Option-7
    List(7)
    core.anna
    Map-12
    table: 12
    UserId(value=77)
    {"id":77}
    User(id=77, name=null)
    HASH-1
    Resource 5
    Maria...
    #YOKO
    ##7
    ::1a
    @@ana
    $100
    a(b)c
    {7-a}
    Perakende 12
    Kunde 4711
    Klient-7
    Cash
    Johnny Cash
    Walker
    Kassandra
    Lambda Lab 7
    Retailmax
    Client X
    Ingen Hideo
    Osoba Maria
    Anna Handel
    Privat 7
    개인택시
    소매물도
    Generali
    Finali
    Neznanovic
    Niezabitowska
    Ondine
    Unger
    Uber
    Intro
    Vasil Gostev
    Gost 7
    Host
    Trong
    Vo Danh
    So An
    Hana
    Nera
    Gestur
    Laden
    Pole
    Konuk
    Musafir
    ריק
    Le Khach
    Khach
    散宜生
    一般社団
    고객지원
    客家
    Ngoc Le
    Van Le
    Bar Refaeli
    Marie Passant
    Kundera
    Barkunda
    Klientova
    Salma
    Venturi
    Salgado
    Vevoda
    Kupka
    Umumi
    Biasa
    Stranka7
    Nadav
    Neven
    Nevena
    Nemanja
    Nela
    Unai
    Uwe
    Olof
    Onni
    Ingrid
    Inna
    Host99
    Musterkunde 12
    Loadingbay7
    deadbeef7
    Guestav
    Dino
    مهدی
    عامر
    نقدی پور
    عادل
    מזל
    Даша
    Гостева
    Неждана
    Несторова
    Нечаев
    Незнанский
    Недоступова
    미정아
    손님7
    ไม้
    ไม่ตรี
    Client X
    Clienta Ruiz
    Kund Nilsson
    Bar Kundera
    Passant Marie
    General Kaufmann
    Nevena Konečná
    Vasile Clienti
  `),
)('%s is an id like any other', (id) => {
  expect(valuesOf('exact', id)).toEqual([id]);
});
