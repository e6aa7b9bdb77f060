import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../../resources.ts';
import { problemOf } from '../problem.ts';
import type { FrontPage, Routes } from '../routes.ts';
import { type Html, html } from './html.ts';
import { renderPage } from './page.ts';
import { wantsPage } from './pages.ts';

/** A service for who meets it first: what it does, and what to ask it. */
export type Introduction = { name: string; does: string; firstCall: { path: string; body?: unknown } };

type Options = {
  services: readonly Introduction[];
  /** What browsers are shown at `/` in place of this. */
  frontPage?: FrontPage | undefined;
  docs: Access;
  metrics: Access;
  /** Rejects, naming what is missing, when the process cannot do its work. */
  ready(): Promise<void>;
};

/**
 * `/about`: what runs here, whether it works, where the documents are, and a first call. For browsers a page, else text. It is at `/` as well,
 * where no service has a front page for browsers.
 */
export const homePage =
  (options: Options): Routes =>
  async (app) => {
    const about = async (request: FastifyRequest, reply: FastifyReply) => {
      const home: Home = { ...options, address: addressOf(request), fault: await faultOf(options.ready) };
      if (wantsPage(request)) return reply.type('text/html; charset=utf-8').send(homeHtml(home));
      return reply.type('text/plain; charset=utf-8').send(homeText(home));
    };
    const { frontPage } = options;
    app.get('/about', { schema: { hide: true } }, about);
    app.get('/', { schema: { hide: true } }, async (request, reply) =>
      frontPage !== undefined && wantsPage(request) ? frontPage(reply) : about(request, reply),
    );
  };

type Home = Pick<Options, 'services' | 'docs' | 'metrics'> & {
  /** Where Hilo is, as who asks has found it. */
  address: string;
  /** Why it cannot do its work. */
  fault: string | undefined;
};

const lead = 'Hilo puts every interaction of a customer on one thread: the single customer record.';
const aboutKey =
  'First say `KEY=…` with an API key: `npm start` prints one, the operator has one in `HILO_API_KEY`, and `hilo keys create` makes others.';

/** The links, as far as there is something behind them. */
const linksOf = ({ docs, metrics }: Pick<Home, 'docs' | 'metrics'>): { path: string; what: string }[] => [
  ...(docs === 'off'
    ? []
    : [
        {
          path: '/docs',
          what: `every endpoint, with examples to try${docs === 'key' ? '; asks for a key as the user name' : ''}`,
        },
        { path: '/docs/json', what: 'the same as OpenAPI' },
        { path: '/docs/problems', what: 'what each problem means, and what to do' },
      ]),
  { path: '/readyz', what: 'whether it can do its work, and why not' },
  ...(metrics === 'off'
    ? []
    : [{ path: '/metrics', what: `what it measures, for Prometheus${metrics === 'key' ? '; with a key' : ''}` }]),
];

/** For browsers. */
export const homeHtml = (home: Home): string =>
  renderPage({
    title: `Hilo: ${home.services.map(({ name }) => name).join(', ')}`,
    lang: 'en',
    content: html`<h1>Hilo</h1>
<p class="lead">${lead}</p>
${stateHtml(home.fault)}
<h2>Read</h2>
<ul>
${linksOf(home).map(({ path, what }) => html`<li><a href="${path}">${path}</a>: ${what}</li>\n`)}</ul>
<h2>What runs here, and a first call of each</h2>
<p>${inline(aboutKey)}</p>
${home.services.map((one) => serviceHtml(one, home.address))}`,
  });

const stateHtml = (fault: string | undefined): Html =>
  fault === undefined
    ? html`<p class="state ready"><strong>Ready.</strong> It can do its work.</p>`
    : html`<p class="state not-ready"><strong>Not ready.</strong> ${fault}</p>`;

const serviceHtml = (one: Introduction, address: string): Html =>
  html`<h3>${one.name}</h3>
<p>${one.does}</p>
<pre><code>${callOf(one, address)}</code></pre>
`;

/** What stands between backquotes as code. */
const inline = (text: string): Html =>
  html`${text.split('`').map((part, n) => (n % 2 === 0 ? part : html`<code>${part}</code>`))}`;

/** For `curl`, and who reads on. */
const homeText = (home: Home): string => `Hilo

${lead}

${home.fault === undefined ? 'Ready. It can do its work.' : `Not ready. ${home.fault}`}

Read:
${linksOf(home)
  .map(({ path, what }) => `  ${`${home.address}${path}`.padEnd(home.address.length + 16)}${what}`)
  .join('\n')}

What runs here, and a first call of each.
${aboutKey}

${home.services.map((one) => `${one.name}: ${one.does}\n\n${callOf(one, home.address).replace(/^/gm, '  ')}\n`).join('\n')}`;

/** What to type into a shell. */
const callOf = ({ firstCall: { path, body } }: Introduction, address: string): string =>
  [
    // A shell would look for files by the question mark of a query.
    `curl ${path.includes('?') ? `'${address}${path}'` : `${address}${path}`}`,
    `-H "Authorization: Bearer $KEY"`,
    ...(body === undefined
      ? []
      : [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body, null, 2).replace(/^(?!{)/gm, '  ')}'`]),
  ].join(' \\\n  ');

/** As the request says; what is no address of a host is not repeated, since it is to be typed into a shell. */
const addressOf = ({ protocol, host }: FastifyRequest): string =>
  /^[\w.:[\]-]{1,255}$/.test(host) ? `${protocol}://${host}` : 'http://localhost:8080';

const faultOf = async (ready: () => Promise<void>): Promise<string | undefined> => {
  try {
    await ready();
    return undefined;
  } catch (error) {
    const { status, title, detail = title } = problemOf(error);
    // What nobody expected is to be logged as such, and not to pass for a state.
    if (status !== 503) throw error;
    return detail;
  }
};
