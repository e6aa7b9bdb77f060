import { type Html, html } from '@hilo/runtime/html';
import type { Brand } from '../../domain/brand.ts';
import { hoursOffered, type Preferences, pausesOffered } from '../../domain/page/preference-choice.ts';
import { type Texts, textsIn } from '../../domain/texts/texts.ts';
import { fillIn } from '../../domain/texts/worded.ts';
import { hrefOf } from './href.ts';
import type { PageParts } from './steps.ts';

type Shown = { texts: Texts; brand: Brand; lang: string; preferences: Preferences; form: string };

/** How she may be asked: channels, hours, less often, or not at all. */
export const preferencesPage = (shown: Shown): PageParts => {
  const { texts, brand, lang, form } = shown;
  const { preferences: said } = texts.page;
  const title = fillIn({ direction: 'ltr' }, said.title, { company: brand.name });
  return {
    title,
    main: html`<h1>${fillIn(texts, said.title, { company: brand.name })}</h1>
<form method="post"><input type="hidden" name="act" value="preferences"><input type="hidden" name="form" value="${form}"><input type="hidden" name="lang" value="${lang}">
${channelsHtml(shown)}${radios({ name: 'hours', legend: said.hours, options: hoursOf(shown) })}${radios({ name: 'pause', legend: said.often, options: pausesOf(shown) })}<div class="buttons"><button>${said.save}</button></div></form>
<h2>${said.nothing}</h2>
<form method="post"><input type="hidden" name="act" value="refuse"><input type="hidden" name="lang" value="${lang}">
<p id="what-it-does">${fillIn(texts, texts.page.refuse.text, { company: brand.name })}</p>
<div class="buttons"><button class="plain" aria-describedby="what-it-does">${texts.page.refuse.button}</button></div></form>
${shown.preferences.hasOtherVoice && everyVoiceHtml(shown)}`,
  };
};

/** Who is a customer and works for the company has two voices, and says no to both by one press. */
const everyVoiceHtml = ({ texts, brand, lang }: Shown): Html => {
  const said = texts.page.refuseEveryVoice ?? textsIn(brand.texts, ['en']).page.refuseEveryVoice;
  return html`<form method="post"><input type="hidden" name="act" value="refuse-every-voice"><input type="hidden" name="lang" value="${lang}">
<p id="what-that-does">${said && fillIn(texts, said.text, { company: brand.name })}</p>
<div class="buttons"><button class="plain" aria-describedby="what-that-does">${said?.button}</button></div></form>`;
};

const channelsHtml = ({ texts, preferences: { channels } }: Shown): Html | false =>
  channels.length > 0 &&
  html`<fieldset><legend><h2>${texts.page.preferences.channels}</h2></legend><div class="list">${channels.map(
    ({ channel, isWanted }) =>
      html`<label><input type="checkbox" name="channel" value="${channel}"${isWanted && html` checked`}>${texts.page.preferences.channelNames[channel] ?? channel}</label>\n`,
  )}</div></fieldset>
`;

type Option = { value: string; label: string; isChosen: boolean };

const radios = ({ name, legend, options }: { name: string; legend: string; options: readonly Option[] }): Html =>
  html`<fieldset><legend><h2>${legend}</h2></legend><div class="list">${options.map(
    ({ value, label, isChosen }) =>
      html`<label><input type="radio" name="${name}" value="${value}"${isChosen && html` checked`}>${label}</label>\n`,
  )}</div></fieldset>
`;

const hoursOf = ({ texts, preferences: { hours } }: Shown): Option[] => [
  { value: '', label: texts.page.preferences.anyHour, isChosen: hours === undefined },
  ...hoursOffered.map((value) => {
    const [from = '', to = ''] = value.split('-');
    return { value, label: fillIn(texts, texts.page.preferences.from, { from, to }), isChosen: value === hours };
  }),
];

const pausesOf = ({ texts, brand, preferences: { pauseUntil } }: Shown): Option[] => {
  const { asOften, pause, paused } = texts.page.preferences;
  const dayOf = (at: number): string =>
    new Intl.DateTimeFormat(texts.language, { dateStyle: 'long', timeZone: brand.timeZone }).format(at);
  const kept =
    pauseUntil === undefined
      ? []
      : [{ value: 'kept', label: fillIn(texts, paused, { until: dayOf(pauseUntil) }), isChosen: true }];
  return [
    { value: '', label: asOften, isChosen: pauseUntil === undefined },
    ...kept,
    ...pausesOffered.map((days) => ({
      value: String(days),
      label: fillIn(texts, pause, { days }),
      isChosen: false,
    })),
  ];
};

/** What she chose may take a moment until it is in her record: the page that says so shows no form. */
export const preferencesSaved = (texts: Texts, lang: string): PageParts => ({
  title: texts.page.preferences.saved,
  main: html`<div class="done" role="status"><h1>${texts.page.preferences.saved}</h1></div>
<p><a href="${hrefOf({ lang })}">${texts.page.preferences.link}</a></p>`,
});
