import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };

/** Exit codes: 0 done, 1 something failed, 2 wrong usage or settings, 130 interrupted. */
let exitCode = 0;

/** runCli runs one command line and gives the exit code. Commands load their modules when they run, so that help is quick. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const program = new Command('docmill')
    .description('Any document in, Markdown and structured JSON out, through a durable queue.')
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(docmill --help shows all commands)');
  addServe(program);
  addWorker(program);
  addParse(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { explain } = await import('./explain.ts');
    process.stderr.write(`${explain(error)}\n`);
    return 2;
  }
  return exitCode;
}

function addServe(program: Command): void {
  program
    .command('serve')
    .description('Start the service: API, queue, a worker and the cleaner in one process.')
    .option('--host <address>', 'address to listen on (API_HOST; default 127.0.0.1)')
    .option('--port <number>', 'port to listen on (API_PORT; default 8000)', wholeNumber)
    .option('--data-dir <folder>', 'folder for queue, uploads and results (DATA_DIR; default ./data)')
    .option('--no-worker', 'serve the API only (EMBEDDED_WORKER=false)')
    .addHelpText('after', '\nSettings come from the environment and from .env; see docs/reference/configuration.md.')
    .action(async (options) => {
      const { serve } = await import('./serve.ts');
      exitCode = await serve(options);
    });
}

function addWorker(program: Command): void {
  program
    .command('worker')
    .description('Start a worker that takes jobs from the queue of a running service.')
    .option('--name <name>', 'name that tasks show (WORKER_NAME; default mineru-worker)')
    .option('--concurrency <number>', 'documents parsed at once (WORKER_CONCURRENCY; default 2)', wholeNumber)
    .option('--data-dir <folder>', 'folder for queue, uploads and results (DATA_DIR; default ./data)')
    .action(async (options) => {
      const { work } = await import('./worker.ts');
      exitCode = await work(options);
    });
}

function addParse(program: Command): void {
  program
    .command('parse')
    .description('Parse files here, without a server: Markdown, content list, middle JSON and pictures for each.')
    .argument('<file...>', 'documents to parse')
    .requiredOption('-o, --output <folder>', 'folder for the output, or - to print the Markdown of one file')
    .addOption(new Option('-m, --method <method>', 'how to read pages').choices(['auto', 'txt', 'ocr']).default('auto'))
    .option('-l, --lang <language>', 'language of recognition')
    .option('-s, --start <page>', 'first page, from 0', wholeNumber)
    .option('-e, --end <page>', 'last page, from 0', wholeNumber)
    .option('-j, --jobs <number>', 'documents parsed at once (WORKER_CONCURRENCY; default 2)', wholeNumber)
    .addOption(
      new Option('--on-page-error <what>', 'what a page that cannot be read means')
        .choices(['skip', 'fail'])
        .default('skip'),
    )
    .option('--embed-images', 'put pictures into the Markdown instead of linking to images/')
    .option('--json', 'print one line of JSON a file')
    .option('-q, --quiet', 'no progress bar')
    .addHelpText('after', '\nExample: docmill parse paper.pdf notes.txt -o out')
    .action(async (files, options) => {
      const { parse } = await import('./parse.ts');
      exitCode = await parse(files, options);
    });
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}
