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
beginAnewWithSmallHeap();
require('node:module').enableCompileCache();
var path = require('node:path');
var packed = path.join(__dirname, '..', 'dist', 'main.js');
var source = path.join(__dirname, '..', 'src', 'cli', 'main.ts');
var entry = require('node:fs').existsSync(source) ? source : packed;
import(require('node:url').pathToFileURL(entry).href);

// What lives long keeps its young generation small: with Node's 16 MB a large upload piles up 80 MB of buffers before they are collected
// (measured: 200 MB at most while 500 MB come in, 157 MB with 4 MB). The flag only works from the start, so the process begins anew, under
// the same id.
function beginAnewWithSmallHeap() {
  var flag = '--max-semi-space-size=4';
  var command = process.argv[2];
  var given = process.execArgv.concat(process.env.NODE_OPTIONS || '').join(' ');
  var wanted = command === 'serve' || command === 'worker';
  if (!wanted || given.indexOf('--max-semi-space-size') !== -1 || process.execve === undefined) return;
  // Two heaps of the C library instead of eight a core: what one thread frees, another takes again.
  if (process.env.MALLOC_ARENA_MAX === undefined) process.env.MALLOC_ARENA_MAX = '2';
  // --expose-gc: see the worker.
  var args = [process.execPath].concat(process.execArgv, flag, '--expose-gc', __filename, process.argv.slice(2));
  process.execve(process.execPath, args, process.env);
}
