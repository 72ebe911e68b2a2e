import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** Listener is a server of this machine that notes who asks it for something. */
export interface Listener {
  readonly url: string;
  /** Paths that were asked for. */
  readonly asked: readonly (string | undefined)[];
}

/** startListener starts one that answers with a text, until the test ends. */
export async function startListener(t: TestContext, text: string): Promise<Listener> {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end(text);
  });
  t.after(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
