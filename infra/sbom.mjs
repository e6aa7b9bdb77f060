// node infra/sbom.mjs FILE PACKAGE…: adds to a CycloneDX document what the image has beside packages of npm: Node, and what comes from Debian.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const [file, ...names] = process.argv.slice(2);
const document = JSON.parse(readFileSync(file, 'utf8'));
const component = (name, version, purl) => ({ type: 'library', name, version, purl, 'bom-ref': purl });
const debian = names.map((name) => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholder.
  const version = execFileSync('dpkg-query', ['-W', '-f', '${Version}', name], { encoding: 'utf8' });
  return component(name, version, `pkg:deb/debian/${name}@${encodeURIComponent(version)}`);
});
const node = component('node', process.versions.node, `pkg:generic/node@${process.versions.node}`);
document.components.push({ ...node, type: 'application' }, ...debian);
writeFileSync(file, JSON.stringify(document));
