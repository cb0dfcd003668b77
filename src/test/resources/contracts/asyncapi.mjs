// asyncapi.mjs DIR DOCUMENT: parses the document with the official parser, installed in DIR.
// Prints what the parser has to say; exit code 0 if the document is valid.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [directory, file] = process.argv.slice(2);
const { Parser } = createRequire(`${directory}/package.json`)('@asyncapi/parser');
const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'));
for (const { severity, code, path, message } of diagnostics) {
  console.log(severity, code, path.join('.'), message);
}
process.exit(document ? 0 : 1);
