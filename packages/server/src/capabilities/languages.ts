/** Languages of programs by the extensions of their files, as Markdown fences name them. */
const byExtension: ReadonlyMap<string, string> = new Map(
  Object.entries({
    python: 'py pyw pyi',
    javascript: 'js mjs cjs',
    jsx: 'jsx',
    typescript: 'ts mts cts',
    tsx: 'tsx',
    java: 'java',
    kotlin: 'kt kts',
    scala: 'scala sc',
    groovy: 'groovy gradle',
    c: 'c h',
    cpp: 'cpp cc cxx hpp hh hxx ino',
    csharp: 'cs',
    fsharp: 'fs fsx',
    vb: 'vb vbs',
    go: 'go',
    rust: 'rs',
    swift: 'swift',
    objectivec: 'm mm',
    ruby: 'rb',
    php: 'php',
    perl: 'pl pm',
    lua: 'lua',
    r: 'r',
    julia: 'jl',
    dart: 'dart',
    elixir: 'ex exs',
    erlang: 'erl hrl',
    haskell: 'hs',
    ocaml: 'ml mli',
    clojure: 'clj cljs',
    lisp: 'lisp el scm',
    fortran: 'f f90 f95',
    pascal: 'pas',
    bash: 'sh bash zsh ksh',
    powershell: 'ps1 psm1',
    batch: 'bat cmd',
    sql: 'sql',
    css: 'css',
    scss: 'scss',
    less: 'less',
    vue: 'vue',
    svelte: 'svelte',
    graphql: 'graphql gql',
    protobuf: 'proto',
    toml: 'toml',
    ini: 'ini cfg conf',
    properties: 'properties',
    dotenv: 'env',
    cmake: 'cmake',
    diff: 'diff patch',
    latex: 'tex sty cls bib',
    rst: 'rst',
    asciidoc: 'adoc',
    solidity: 'sol',
    terraform: 'tf',
    zig: 'zig',
    nim: 'nim',
    assembly: 'asm s',
    verilog: 'v sv',
    vhdl: 'vhd vhdl',
    log: 'log',
    bibtex: 'bibtex',
  }).flatMap(([language, extensions]) => extensions.split(' ').map((extension) => [extension, language] as const)),
);

const byName: ReadonlyMap<string, string> = new Map(
  Object.entries({ dockerfile: 'dockerfile', makefile: 'makefile', gnumakefile: 'makefile', jenkinsfile: 'groovy' }),
);

/** `#!/usr/bin/env python3`, `#!/bin/sh` */
const shebang = /^#!\s*(?:\S*\/env\s+(?:-\S+\s+)*)?(?:\S*\/)?([a-z]+)/i;

const byInterpreter: ReadonlyMap<string, string> = new Map(
  Object.entries({ python: 'python', node: 'javascript', deno: 'typescript', ruby: 'ruby', perl: 'perl', php: 'php' }),
);

/**
 * languageOf names the language of a program by the name of its file, else by its first line; undefined when neither tells.
 *
 *     "a.py" -> "python"    "Dockerfile" -> "dockerfile"    "run", "#!/bin/sh" -> "bash"
 */
export function languageOf(fileName: string, start: string): string | undefined {
  const name = fileName.slice(fileName.lastIndexOf('/') + 1).toLowerCase();
  const known = byName.get(name) ?? byExtension.get(name.slice(name.lastIndexOf('.') + 1));
  if (known !== undefined) return known;
  const interpreter = shebang.exec(start)?.[1]?.toLowerCase();
  if (interpreter === undefined) return undefined;
  return byInterpreter.get(interpreter) ?? (/^(ba|z|k|da|)sh$/.test(interpreter) ? 'bash' : undefined);
}
