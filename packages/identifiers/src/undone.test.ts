import { describe, expect, test } from 'vitest';
import { lines, read } from '../test/reading.ts';
import { isSurelyUsed } from './index.ts';

describe('that something was not done to somebody says nothing of who it is', () => {
  const placeholders = lines(`
    Nepřihlášený
    Nepřihlášený uživatel
    незарегистрированный
    Неавторизованный пользователь
    незареєстрований
    Neregistrirani korisnik
    nem regisztrált
    Oinloggad
    ผู้ใช้ที่ไม่ระบุตัวตน
    गुमनाम
    گمنام
    ingen bruker
    ikke logget inn
    Rekisteröitymätön
    Giriş yapmamış
    üye değil
    未ログイン
    비로그인
    ยังไม่ได้ลงทะเบียน
    ไม่ระบุชื่อ
    chưa đăng nhập
    belum login
    לא מחובר
    غير مسجل
    وارد نشده
    μη συνδεδεμένος
    deleted user
    Gelöschter Benutzer
    utilisateur supprimé
    usuário excluído
    退会済みユーザー
    탈퇴한 회원
    已注销
    Loading...
    Cargando…
    unauthenticated user
    niezalogowany
    nepřihlášen
    Neuvedeno
    oregistrerad
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
