import { Command, CommanderError, InvalidArgumentError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };

/** Exit codes: 0 done, 1 something failed, 2 wrong usage or settings, 130 interrupted. */
let exitCode = 0;

/** runCli runs one command line and gives the exit code. Commands load their modules when they run, so that help is quick. */
export async function runCli(argv: readonly string[]): Promise<number> {
  endQuietlyWithItsReader();
  const program = new Command('docmill')
    .description('Any document in, Markdown and structured JSON out, through a durable queue.')
    .version(packageJson.version)
    .exitOverride()
    .showHelpAfterError('(docmill --help shows all commands)');
  addServe(program);
  addWorker(program);
  addParse(program);
  addSubmit(program);
  addCleanup(program);
  addInspection(program);
  try {
    await addJobOptions(program, argv);
    await program.parseAsync([...argv]);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { explain } = await import('./explain.ts');
    process.stderr.write(`${explain(error)}\n`);
    return 2;
  }
  return exitCode;
}

/** The reader of a pipe may have seen enough (`docmill config | head`): no fault, and nobody is left to read more. */
function endQuietlyWithItsReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
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
    .option('-s, --start <page>', 'first page, from 0', wholeNumber)
    .option('-e, --end <page>', 'last page, from 0', wholeNumber)
    .option('-j, --jobs <number>', 'documents parsed at once (WORKER_CONCURRENCY; default 2)', wholeNumber)
    .option('--embed-images', 'the same as --images embed')
    .option('--json', 'print one line of JSON a file')
    .option('-q, --quiet', 'no progress bar')
    .addHelpText('after', '\nExample: docmill parse paper.pdf notes.txt -o out')
    .action(async (files, options) => {
      const { parse } = await import('./parse.ts');
      exitCode = await parse(files, options);
    });
}

function addSubmit(program: Command): void {
  program
    .command('submit')
    .description('Send files to a running service; print their task ids, or wait for the results.')
    .argument('<file...>', 'documents to send')
    .option('-u, --url <address>', 'address of the service (default: by API_HOST and API_PORT)', webAddress)
    .option('-w, --wait', 'wait until every task is completed, failed or cancelled')
    .option('-o, --output <folder>', 'wait, and save Markdown, lists and pictures below this folder')
    .option('-b, --backend <backend>', 'backend (default pipeline)')
    .option('-p, --priority <number>', 'higher runs first', anyNumber)
    .option('--json', 'print one line of JSON a file')
    .option('-q, --quiet', 'no progress bar')
    .addHelpText('after', '\nExample: docmill submit paper.pdf --wait -o out')
    .action(async (files, options) => {
      const { submit } = await import('./submit.ts');
      exitCode = await submit(files, options);
    });
}

/** What describes the options takes a while to load, so that only the commands wait for it that have them. */
async function addJobOptions(program: Command, argv: readonly string[]): Promise<void> {
  const wanted = program.commands.filter((command) => ['parse', 'submit'].includes(command.name()));
  if (!wanted.some((command) => argv.includes(command.name()))) return;
  const { jobOptions } = await import('./job-options.ts');
  for (const command of wanted) for (const option of jobOptions()) command.addOption(option);
}

function addCleanup(program: Command): void {
  program
    .command('cleanup')
    .description('Remove results older than RESULT_EXPIRES and work files that nobody needs.')
    .option('--dry-run', 'only tell what would go')
    .option('--output-only', 'only results')
    .option('--temp-only', 'only work files')
    .option(
      '--extra-hours <hours>',
      'keep results longer (default 0; with --interval CLEANUP_EXTRA_HOURS)',
      wholeNumber,
    )
    .option('--temp-max-age <hours>', 'age of work files that go', wholeNumber, 24)
    .option(
      '--interval [hours]',
      'clean again and again (default CLEANUP_INTERVAL_HOURS), first after one interval',
      numberFromOne,
    )
    .option('--run-once', 'clean once, whatever --interval says')
    .option('--data-dir <folder>', 'folder for queue, uploads and results (DATA_DIR; default ./data)')
    .option('--json', 'print the report as JSON')
    .action(async (options) => {
      const { cleanup } = await import('./cleanup.ts');
      exitCode = await cleanup(options);
    });
}

function addInspection(program: Command): void {
  program
    .command('config')
    .description('Show every setting with its value and where that comes from; secrets are masked.')
    .option('--changed', 'only what is set')
    .option('--json', 'print as JSON')
    .action(async (options) => {
      const { showConfig } = await import('./config.ts');
      exitCode = showConfig(options);
    });
  program
    .command('workers')
    .description('List the workers that are alive and what they are at; tell some to take no more tasks.')
    .option('--drain <worker...>', 'let these end what they run and take nothing new')
    .option('--resume <worker...>', 'let these take tasks again')
    .option('--data-dir <folder>', 'folder for queue, uploads and results (DATA_DIR; default ./data)')
    .option('--json', 'print as JSON')
    .action(async (options) => {
      const { workers } = await import('./workers.ts');
      exitCode = await workers(options);
    });
  program
    .command('logs')
    .description('Show what happened to a task.')
    .argument('<task-id>', 'id of the task')
    .option('-f, --follow', 'go on until the task is completed, failed or cancelled')
    .option('--data-dir <folder>', 'folder for queue, uploads and results (DATA_DIR; default ./data)')
    .option('--json', 'print one line of JSON an event')
    .action(async (taskId, options) => {
      const { logs } = await import('./logs.ts');
      exitCode = await logs(taskId, options);
    });
  program
    .command('doctor')
    .description('Look for what keeps the service from its work, and say what to do.')
    .argument('[check...]', 'only these checks (see the list that it prints)')
    .option('--data-dir <folder>', 'folder for queue, uploads and results (DATA_DIR; default ./data)')
    .option('--json', 'print as JSON')
    .action(async (checks, options) => {
      const { doctor } = await import('./doctor.ts');
      exitCode = await doctor(checks, options);
    });
}

function anyNumber(text: string): number {
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number.');
}

function numberFromOne(text: string): number {
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}

/** webAddress takes `localhost:8000` for `http://localhost:8000`, as browsers and curl do. */
function webAddress(text: string): string {
  const address = text.includes('://') ? text : `http://${text}`;
  if (/^https?:/i.test(address) && URL.canParse(address)) return address;
  throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:8000.');
}
