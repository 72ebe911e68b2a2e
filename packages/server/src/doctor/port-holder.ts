import { readdir, readFile, readlink } from 'node:fs/promises';

/** holderOf says, as far as the system tells (Linux, own processes), which program listens on a TCP port. */
export async function holderOf(port: number): Promise<string> {
  const inodes = new Set([...(await listeners('/proc/net/tcp', port)), ...(await listeners('/proc/net/tcp6', port))]);
  const pid = await pidOf(inodes);
  if (pid === undefined) return 'another program';
  // It may have ended meanwhile.
  const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '?')).split('\0').join(' ').trim();
  return `pid ${pid} (${command.slice(0, 120)})`;
}

/** Lines of proc(5) `net/tcp`: local address in hex, state 0A is listening, the tenth field is the socket's inode. */
async function listeners(path: string, port: number): Promise<readonly string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return text.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    return fields[1]?.endsWith(wanted) && fields[3] === '0A' && fields[9] !== undefined ? [fields[9]] : [];
  });
}

async function pidOf(inodes: ReadonlySet<string>): Promise<string | undefined> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    const handles = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const handle of handles) {
      const target = await readlink(`/proc/${pid}/fd/${handle}`).catch(() => '');
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined && inodes.has(inode)) return pid;
    }
  }
  return undefined;
}
