#!/usr/bin/env node
'use strict';
// Old syntax on purpose: an old Node must reach the message below instead of a syntax error.
var major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    'docmill needs Node 24 or newer; this is Node ' +
      process.versions.node +
      ' (' +
      process.execPath +
      ').\n' +
      'Install Node 24, or run it through npm, which brings its own: npx -p node@24 -p docmill docmill ...\n',
  );
  process.exit(1);
}
require('node:module').enableCompileCache();
var path = require('node:path');
var packed = path.join(__dirname, '..', 'dist', 'main.js');
var source = path.join(__dirname, '..', 'src', 'cli', 'main.ts');
var entry = require('node:fs').existsSync(source) ? source : packed;
import(require('node:url').pathToFileURL(entry).href);
