import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brandOf, nps, outgoing, programmeAsking } from '../../test/mails.ts';
import { renderMail } from './render-mail.ts';

const hrefsOf = (page: string): string[] =>
  [...page.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
const { links } = outgoing();

it('asks the first question, and each score is a link to the page that marks it there', () => {
  const { subject, html, text } = renderMail(outgoing(), brandOf());
  expect(subject).toBe('Aerolíneas Sol & Mar: How likely are you to recommend us to a friend or colleague?');
  expect(hrefsOf(html)).toEqual([
    ...Array.from({ length: 11 }, (_, score) => `${links.survey}?v=${score}`),
    links.survey,
    links.unsubscribe,
    `${links.survey}?step=not-me`,
  ]);
  expect(html).toContain('0 = not at all likely<br>10 = extremely likely');
  expect(text).toContain('0 = not at all likely, 10 = extremely likely');
  expect(text).toContain(`Answer:\n${links.survey}\n`);
});

it('says which contact it is about, where the address comes from, what for and until when, in both its forms', () => {
  const { html, text } = renderMail(outgoing(), brandOf());
  for (const shown of [text, html.replaceAll('&amp;', '&')]) {
    expect(shown).toContain('Aerolíneas Sol & Mar asks you about one contact: flight arrival, on March 1, 2026.');
    expect(shown).toContain('the one to which you agreed on January 15, 2026; that was recorded by web-shop.');
    expect(shown).toContain('uses your answers for: learning how it was for you, and doing it better.');
    expect(shown).toMatch(/You can answer until Tuesday, March 17 at 11:00\sAM GMT\+1\./);
  }
  expect(renderMail(outgoing({ consent: undefined }), brandOf()).text).toContain('has of you as a customer');
});

it('says to machines that one wrote it, which mail it is whenever it is sent, and how it is refused with one click', () => {
  const { headers, returnPath } = renderMail(
    outgoing(),
    brandOf({ unsubscribe: 'stop@example.com', bounces: 'back@example.com' }),
  );
  expect(headers).toEqual({
    'Message-ID': '<0b6c7c1e-3c1b-8d0a-9a54-0a4f5a2f7c11@ask.example.com>',
    'List-Unsubscribe': `<${links.unsubscribe}>, <mailto:stop+664da5327e28e4fabbad2f2d52f5b1fc@example.com?subject=unsubscribe>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    Precedence: 'bulk',
    'Feedback-ID': 'after-the-flight:invitation:survey:ask.example.com',
    'X-Hilo-Message': '0b6c7c1e-3c1b-8d0a-9a54-0a4f5a2f7c11',
  });
  expect(returnPath).toBe('back+0b6c7c1e-3c1b-8d0a-9a54-0a4f5a2f7c11@example.com');
  const plain = renderMail(outgoing({ attempt: 2 }), brandOf());
  expect(plain.headers['List-Unsubscribe']).toBe(`<${links.unsubscribe}>`);
  expect(plain.headers['Message-ID']).toBe(headers['Message-ID']);
  expect(plain.returnPath).toBe('surveys@ask.example.com');
});

it('leads nowhere but to where people answer, and has nothing of the person in a link or a header', () => {
  const { html, text, headers } = renderMail(outgoing({ kind: 'reminder' }), brandOf());
  const urls = [...`${html} ${text} ${Object.values(headers).join(' ')}`.matchAll(/[a-z]+:\/\/[^\s"<>,]+/g)].map(
    ([url]) => url,
  );
  expect(new Set(urls.map((url) => new URL(url).host))).toEqual(new Set(['ask.example.com']));
  for (const said of [...urls, ...Object.values(headers)]) expect(said).not.toMatch(/ana|garcia|example\.org/i);
  expect(html).not.toMatch(/<(img|script|link|iframe)|url\(/);
});

it('is written in the language of the message, from right to left where that is so', () => {
  const spanish = renderMail(outgoing({ language: 'es' }), brandOf());
  expect(spanish.html).toContain('<html lang="es" dir="ltr">');
  expect(spanish.text).toContain('Puede contestar hasta el martes, 17 de marzo, 11:00 CET.');
  const arabic = renderMail(outgoing({ language: 'ar' }), brandOf());
  expect(arabic.html).toContain('<html lang="ar" dir="rtl">');
  expect(arabic.html).toContain('<h1 lang="ar" dir="auto"');
  // A name in Latin letters does not turn the sentence around.
  expect(arabic.text).toContain('\u2068Aerolíneas Sol & Mar\u2069');
  expect(arabic.subject).not.toMatch(/[\u2066-\u2069]/);
});

it('speaks the nearest language that it has around a question in one that it does not have', () => {
  const asked = programmeAsking({ ...nps, text: { 'pt-BR': 'Você nos recomendaria?', 'es-MX': '¿Nos recomendaría?' } });
  const portuguese = renderMail(
    outgoing({ programme: { ...asked, defaultLanguage: 'pt-BR' }, language: 'pt-BR' }),
    brandOf(),
  );
  expect(portuguese.html).toContain('<html lang="en" dir="ltr">');
  expect(portuguese.html).toContain('<h1 lang="pt-BR" dir="auto"');
  const mexican = renderMail(outgoing({ programme: asked, language: 'es-MX' }), brandOf());
  expect([mexican.html.includes('<html lang="es"'), mexican.text.includes('¿Nos recomendaría?')]).toEqual([true, true]);
});

it('offers choices by their labels, links them by their codes, and has no such links where there is something to write', () => {
  const choices = [
    { code: 'on/time', text: { en: 'On time' } },
    { code: 'año', text: { en: 'Late & lost' } },
  ];
  const { html } = renderMail(
    outgoing({ programme: programmeAsking({ ...nps, scale: 'choice', choices, text: { en: 'How was it?' } }) }),
    brandOf(),
  );
  expect(hrefsOf(html).slice(0, 2)).toEqual([`${links.survey}?v=on%2Ftime`, `${links.survey}?v=a%C3%B1o`]);
  expect(html).toContain('>Late &amp; lost</a>');
  const open = renderMail(outgoing({ programme: programmeAsking({ ...nps, scale: 'text' }) }), brandOf());
  expect(hrefsOf(open.html)[0]).toBe(links.survey);
  for (const [scale, count] of [
    ['csat', 5],
    ['ces', 7],
    ['stars', 5],
  ] as const) {
    const rated = renderMail(outgoing({ programme: programmeAsking({ ...nps, scale }) }), brandOf());
    expect(hrefsOf(rated.html).filter((href) => href.includes('?v='))).toHaveLength(count);
  }
});

it('says that it is a reminder, where it is one', () => {
  const { subject, text } = renderMail(outgoing({ kind: 'reminder' }), brandOf());
  expect(subject).toMatch(/^Reminder from Aerolíneas Sol & Mar: /);
  expect(text).toContain('has asked you about this before');
});

it('brings the logo with it, and none that mail programs do not show', () => {
  const png = renderMail(outgoing(), brandOf({ logo: { type: 'image/png', base64: 'iVBORw0=' } }));
  expect(png.html).toContain('<img src="cid:logo" alt=""');
  expect(png.attachments).toEqual([{ cid: 'logo', contentType: 'image/png', content: 'iVBORw0=', encoding: 'base64' }]);
  const svg = renderMail(outgoing(), brandOf({ logo: { type: 'image/svg+xml', base64: 'PHN2Zz4=' } }));
  expect([svg.html.includes('<img'), svg.attachments]).toEqual([false, []]);
});

it('has the same elements, and one line of subject and of each header, whatever company, question, contact and source are called', () => {
  const elements = (page: string): string[] =>
    (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.replaceAll(/="[^"]*"/g, ''));
  const hostile = fc.string({
    unit: fc.constantFrom('<', '>', '"', "'", '&', '\r\n', '\u2028', 'b', '{company}', '$&', 'é'),
    minLength: 1,
    maxLength: 40,
  });
  const mailOf = (text: string) =>
    renderMail(
      outgoing({
        programme: { ...programmeAsking({ ...nps, text: { en: text } }), id: text, purpose: text },
        touchpoint: text,
        consent: { source: text, at: '2026-01-15T08:00:00Z' },
      }),
      brandOf({ name: text }),
    );
  fc.assert(
    fc.property(hostile, (text) => {
      const { html, subject, headers } = mailOf(text);
      expect(elements(html)).toEqual(elements(mailOf('a').html));
      for (const line of [subject, ...Object.values(headers)]) expect(line).not.toMatch(/[\r\n\u2028]/);
    }),
    { numRuns: 500 },
  );
});
