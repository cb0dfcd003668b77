// asyncapi.mjs DIR DOCUMENT PLACE: parses the document with the official parser, installed in DIR,
// as if it lay at PLACE, from where it refers to other files.
// Prints what the parser has to say; exit code 0 if the document is valid.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [directory, file, source] = process.argv.slice(2);
const { Parser } = createRequire(`${directory}/package.json`)('@asyncapi/parser');
const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'), { source });
for (const { severity, code, path, message } of diagnostics) {
  console.log(severity, code, path.join('.'), message);
}
process.exit(document ? 0 : 1);
