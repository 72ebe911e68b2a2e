import { userInfo } from 'node:os';

/** userName gives the name of the user who runs this, or the number: in a container there may be no name for it. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '?');
  }
}
