import type { Brand } from '../../domain/brand.ts';

/** Of all pages: logical directions alone, so that it is right from right to left; nothing by colour alone; nothing that stays over a field. */
export const styleOf = ({ colour, onColour }: Pick<Brand, 'colour' | 'onColour'>): string =>
  `:root{color-scheme:light;--brand:${colour};--on-brand:${onColour};--ink:#1b1f24;--quiet:#535b65;--line:#767e88;--bad:#a3141b}${rules}`;

const rules = `*{box-sizing:border-box}
body{margin:0;background:#fff;color:var(--ink);font:1.125rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
header{border-block-end:.25rem solid var(--brand);padding-block:.75rem}
header p,main,footer{max-width:40rem;margin-inline:auto}
header p{padding-inline:1rem;margin-block:0;font-weight:600;display:flex;align-items:center;gap:.5rem;flex-wrap:wrap}
header img{height:2rem;width:auto;max-width:8rem}
main{padding:1rem 1rem 2rem}
footer{padding:1rem;font-size:1rem;color:var(--quiet);border-block-start:1px solid var(--line)}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 .75rem}
h2{font-size:1rem;margin:1rem 0 .25rem}
form+h2{margin-block-start:2rem}
p{margin:.5rem 0}
a{color:inherit;text-underline-offset:.2em}
main a,footer a{display:inline-block;min-height:1.5rem;padding-block:.25rem}
:focus-visible,[tabindex]:focus{outline:3px solid var(--ink);outline-offset:2px}
fieldset{border:0;margin:0 0 1rem;padding:0;min-width:0}
legend{padding:0;max-width:100%}
.quiet{color:var(--quiet)}
.scale{display:grid;grid-template-columns:repeat(var(--cells),minmax(2.75rem,1fr));gap:.25rem;margin-block:.75rem}
.scale label,.list label{position:relative;display:flex;align-items:center;gap:.5rem;border:1px solid var(--line);border-radius:.25rem;min-height:3.25rem;cursor:pointer}
.scale label{flex-direction:column;justify-content:center;gap:.125rem;padding:.375rem 0;font-variant-numeric:tabular-nums}
.list label{padding:.5rem .75rem;margin-block:.5rem}
input[type=radio],input[type=checkbox]{width:1.25rem;height:1.25rem;margin:0;flex:none;accent-color:var(--brand)}
label:has(:checked){outline:3px solid var(--brand);outline-offset:-3px;font-weight:600}
label:has(:focus-visible){outline:3px solid var(--ink);outline-offset:2px}
.ends{display:flex;justify-content:space-between;gap:0 1rem;flex-wrap:wrap;margin-block:.25rem}
.star{font-size:1.75rem;line-height:1;color:var(--line)}
label:has(:checked)>.star,label:has(~label :checked)>.star{color:var(--brand)}
textarea{width:100%;min-height:8rem;font:inherit;padding:.5rem;border:1px solid var(--line);border-radius:.25rem;color:inherit;background:#fff}
.buttons{margin-block:1rem;display:flex;flex-wrap:wrap;gap:.75rem;align-items:center}
button{font:inherit;font-weight:600;min-height:3rem;padding:.5rem 1.5rem;border-radius:.25rem;border:2px solid var(--brand);background:var(--brand);color:var(--on-brand);cursor:pointer}
button.plain{background:#fff;color:var(--ink);border-color:var(--line);font-weight:400}
.fault{border:.25rem solid var(--bad);padding:.75rem 1rem;margin-block-end:1rem}
.fault h2{margin-block-start:0;font-size:1.125rem}
.wrong{color:var(--bad);font-weight:600}
.done{border-inline-start:.25rem solid var(--brand);padding-inline-start:1rem}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
ul{list-style:none;padding:0;margin:.5rem 0;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
@media(min-width:36rem){.scale{grid-template-columns:repeat(var(--wide),minmax(0,1fr))}}
@media(forced-colors:active){label:has(:checked){outline-color:Highlight}button{border-color:ButtonText}}
${[5, 6, 7].map((cells) => `.c${cells}{--cells:${Math.min(cells, 6)};--wide:${cells}}`).join('\n')}
.c7{--cells:4}
.c11{--cells:6;--wide:11}`;
