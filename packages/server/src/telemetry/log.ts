import { type DestinationStream, type Logger, pino } from 'pino';

/** Log writes one structured line a call: values first, then a fixed sentence. */
export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'child' | 'level'>;

/** LogOptions: `level` as pino names them; `format` json (one object a line) or pretty (for terminals). */
export interface LogOptions {
  readonly level: string;
  readonly format: 'json' | 'pretty';
  readonly stream?: DestinationStream;
}

/** createLog gives the process's log. The level is the upper-case word in both formats, so that `grep ERROR` finds failures. */
export function createLog({ level, format, stream }: LogOptions): Logger {
  const target = stream ?? pino.destination({ fd: 1, sync: false });
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label.toUpperCase() }) },
    messageKey: 'message',
  };
  return pino(options, format === 'json' ? target : prettyStream(target));
}

/** Anything else goes in quotes: a file's name must not look like a line of its own. */
const harmless = /^[^\p{C}\p{Zl}\p{Zp}]*$/u;

function prettyStream(target: DestinationStream): DestinationStream {
  return {
    write(line: string) {
      const { level, time, message, ...rest } = JSON.parse(line);
      const values = Object.entries(rest).map(
        ([key, value]) => `${key}=${typeof value === 'string' && harmless.test(value) ? value : JSON.stringify(value)}`,
      );
      target.write(`${[String(time).slice(11, 23), String(level).padEnd(5), message, ...values].join(' ')}\n`);
    },
  };
}
