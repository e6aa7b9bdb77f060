import { once } from 'node:events';
import { connect } from 'node:net';
import { type RunningProcess, startProcess } from '@hilo/runtime';
import { createTestDatabase } from '@hilo/testing';
import { createTransport } from 'nodemailer';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { services } from '../../scripts/services.ts';
import { type Mailbox, openMailbox } from '../../scripts/start/mailbox/open-mailbox.ts';
import { loadTexts } from '../../services/survey-trigger/config/load-brand.ts';
import type { Brand } from '../../services/survey-trigger/domain/brand.ts';
import type { OutgoingMessage } from '../../services/survey-trigger/domain/delivery/message.ts';
import { renderMail } from '../../services/survey-trigger/domain/mail/render-mail.ts';
import { brandOf, outgoing } from '../../services/survey-trigger/test/mails.ts';
import { openChromium } from '../chromium.ts';

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

let mailbox: Mailbox;
let hilo: RunningProcess;

beforeAll(async () => {
  const database = await createTestDatabase();
  closing.push(() => database.drop());
  mailbox = await openMailbox(Date.now);
  closing.push(() => mailbox[Symbol.asyncDispose]());
  hilo = await startProcess(
    services.filter(({ name }) => name === 'survey-trigger'),
    {
      DATABASE_URL: database.url,
      HILO_API_KEY: 'the-key-of-the-operator',
      HILO_ID_SECRET: 'a secret of the tests',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'error',
    },
    { routes: [mailbox.routes] },
  );
  closing.push(() => hilo.close());
});

const send = async (message: OutgoingMessage, brand: Brand): Promise<void> => {
  const { returnPath, replyTo, ...mail } = renderMail(message, brand);
  const transport = createTransport(mailbox.smtpUrl);
  const to = message.contactPoint.value;
  await transport.sendMail({
    ...mail,
    from: { name: brand.name, address: brand.from },
    ...(replyTo && { replyTo }),
    to,
    envelope: { from: returnPath, to: [to] },
  });
  transport.close();
};

const read = async (path: string) => {
  const response = await fetch(`${hilo.url}${path}`);
  return { status: response.status, headers: response.headers, page: await response.text() };
};

it('waits by itself for the first mail, and shows the newest first', async () => {
  const empty = await read('/mailbox');
  expect([empty.status, empty.page.includes('Nothing yet.'), empty.page.includes('http-equiv="refresh"')]).toEqual([
    200,
    true,
    true,
  ]);
  await send(outgoing(), brandOf());
  await send(outgoing({ language: 'es' }), brandOf());
  const { page } = await read('/mailbox');
  expect(page).not.toContain('http-equiv="refresh"');
  expect([...page.matchAll(/href="\/mailbox\/(\d+)"/g)].map(([, id]) => id)).toEqual(['2', '1']);
  expect(page).toContain('Aerolíneas Sol &amp; Mar: ¿Con qué probabilidad');
});

it('takes over the wire, unchanged, all that a mail says to machines', async () => {
  const brand = brandOf({
    bounces: 'bounces@ask.example.com',
    unsubscribe: 'a-rather-long-name-for-unsubscribing@ask.example.com',
  });
  await send(outgoing(), brand);
  const { page } = await read('/mailbox/3');
  const shown = page.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  for (const [name, value] of Object.entries(renderMail(outgoing(), brand).headers))
    expect(shown).toContain(`\n${name}: ${value}\n`.trimStart());
  expect(shown).toContain(`from bounces+${outgoing().id}@ask.example.com, to ana.garcia@example.org.`);
});

it('lets a mail run and load nothing, and hurt no page around it', async () => {
  const { headers, page } = await read('/mailbox/1/html');
  expect(headers.get('content-security-policy')).toMatch(
    /^sandbox allow-popups .*default-src 'none'; style-src 'unsafe-inline'; img-src data:/,
  );
  expect(page).toContain('<head><base target="_blank">');
  const transport = createTransport(mailbox.smtpUrl);
  await transport.sendMail({
    from: 'x@example.org',
    to: 'you@example.org',
    subject: '<script>alert(1)</script>',
    text: '</pre><script>alert(1)</script> https://example.org/?a=1&b=2',
    html: '<script>parent.document.title = "broken"</script><img src="https://example.org/pixel">',
  });
  const outer = (await read('/mailbox/4')).page;
  expect(outer).not.toContain('<script');
  expect(outer).toContain('<a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener">');
});

it('goes on when somebody hangs up in the middle of a mail, and says what is not there', async () => {
  const socket = connect(Number(new URL(mailbox.smtpUrl).port), '127.0.0.1');
  await once(socket, 'data');
  socket.write('EHLO me\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nSubject: half');
  await once(socket, 'data');
  socket.resetAndDestroy();
  const { status } = await read('/mailbox/99');
  expect(status).toBe(404);
  await send(outgoing(), brandOf({ logo: { type: 'image/png', base64: 'iVBORw0KGgo=' } }));
  const ids = [...(await read('/mailbox')).page.matchAll(/href="\/mailbox\/(\d+)"/g)].map(([, id]) => id);
  expect((await read(`/mailbox/${ids[0]}/html`)).page).toContain('<img src="data:image/png;base64,iVBORw0KGgo="');
});

const browser = await openChromium();

describe.skipIf('skipped' in browser)(`in a browser${'skipped' in browser ? `: ${browser.skipped}` : ''}`, () => {
  let page: Page;
  beforeAll(async () => {
    if ('skipped' in browser) return;
    page = await (browser satisfies Browser).newPage({ viewport: { width: 320, height: 800 } });
    closing.push(() => browser.close());
  });

  it('is read and clicked through: a score leads to the page of the survey, with it, in a tab of its own', async () => {
    const survey = `${hilo.url}/s/hA1pVx3b6Qm9sT0uWyZ_-g`;
    const links = { survey, unsubscribe: `${hilo.url}/u/Zk2lMn4o5Pq7rS8tUvWx_A` };
    await send(outgoing({ links, language: 'ar' }), brandOf({ texts: loadTexts() }));
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(`${hilo.url}/mailbox`);
    await page.getByRole('link', { name: 'ما مدى احتمال' }).click();
    const mail = page.frameLocator('iframe');
    await mail.getByRole('heading', { name: 'ما مدى احتمال' }).waitFor();
    expect(await mail.locator('html').getAttribute('dir')).toBe('rtl');
    // From right to left the sixth score is the furthest to the left.
    const [frame, sixth] = [
      await page.locator('iframe').boundingBox(),
      await mail.getByText('5', { exact: true }).boundingBox(),
    ];
    expect(sixth?.x).toBeGreaterThan(frame?.x ?? Number.POSITIVE_INFINITY);
    const opening = page.waitForEvent('popup');
    await mail.getByRole('link', { name: '9', exact: true }).click();
    expect((await opening).url()).toBe(`${survey}?v=9`);
    // What looks at the page from outside would run scripts in it, and may not.
    expect(complaints.filter((text) => !text.includes("'allow-scripts'"))).toEqual([]);
  });
});
