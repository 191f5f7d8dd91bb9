import { type Duplex, duplexPair } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { QmpClient } from '../../../src/verify/qmp/client.js';
import { migrate, queryMachines, queryStatus } from '../../../src/verify/qmp/commands.js';
import { QmpFailure, type QmpProblem } from '../../../src/verify/qmp/failure.js';
import { queryQmpSchema } from '../../../src/verify/qmp/schema.js';

interface Request {
  readonly execute: string;
  readonly arguments?: unknown;
  readonly id: number;
}

const GREETING =
  '{"QMP": {"version": {"qemu": {"major": 7, "minor": 2, "micro": 22}}, "capabilities": ["oob"]}}\r\n';
const RUNNING = { status: 'running', running: true };
const STOPPED = { status: 'paused', running: false };

/** A server whose every word the test says. */
class Server {
  readonly requests: Request[] = [];
  #onRequest: (() => void) | undefined;

  constructor(readonly stream: Duplex) {
    let text = '';
    stream.on('data', (piece: Buffer) => {
      text += piece.toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      this.requests.push(...lines.map((line) => JSON.parse(line) as Request));
      this.#onRequest?.();
    });
  }

  say(...lines: readonly unknown[]): void {
    for (const line of lines)
      this.stream.write(typeof line === 'string' ? line : `${JSON.stringify(line)}\r\n`);
  }

  async request(number: number): Promise<Request> {
    for (;;) {
      const request = this.requests[number];
      if (request !== undefined) return request;
      await new Promise<void>((resolve) => {
        this.#onRequest = resolve;
      });
    }
  }
}

const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

const opened: Duplex[] = [];
afterEach(() => {
  for (const stream of opened.splice(0)) stream.destroy();
});

function pair(): { near: Duplex; server: Server } {
  const [near, far] = duplexPair();
  opened.push(near, far);
  return { near, server: new Server(far) };
}

async function connected(): Promise<{ client: QmpClient; server: Server }> {
  const { near, server } = pair();
  const connecting = QmpClient.connect(near);
  server.say(GREETING);
  const { id } = await server.request(0);
  server.say({ return: {}, id });
  return { client: await connecting, server };
}

async function problemOf(promise: Promise<unknown>): Promise<QmpProblem> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof QmpFailure) return error.problem;
  throw error ?? new Error('it did not fail');
}

describe('connecting', () => {
  it('waits for the greeting, then leaves the negotiation', async () => {
    const { client, server } = await connected();
    expect(server.requests.map(({ execute }) => execute)).toEqual(['qmp_capabilities']);
    expect(client.greeting).toEqual({
      version: { qemu: { major: 7, minor: 2, micro: 22 } },
      capabilities: ['oob'],
    });
  });

  it('ends with `timeout` where no greeting comes', async () => {
    const problem = await problemOf(QmpClient.connect(pair().near, { timeoutMs: 5 }));
    expect(problem).toEqual({ kind: 'timeout', waitedFor: 'the greeting', timeoutMs: 5 });
  });

  it('ends with `closed` and what was said instead, where a program that is no QEMU ends', async () => {
    const { near, server } = pair();
    const connecting = problemOf(QmpClient.connect(near));
    server.say('qemu: could not load PC BIOS\n', 'and no line end');
    server.stream.end();
    expect(await connecting).toEqual({
      kind: 'closed',
      waitedFor: 'the greeting',
      noise: 'qemu: could not load PC BIOS\nand no line end',
    });
  });
});

describe('a command', () => {
  it('is sent with its arguments, and its answer is read', async () => {
    const { client, server } = await connected();
    const answer = client.execute(migrate('unix:/run/socket'));
    expect(await server.request(1)).toEqual({
      execute: 'migrate',
      arguments: { uri: 'unix:/run/socket' },
      id: 2,
    });
    server.say({ return: {}, id: 2 });
    expect(await answer).toBeUndefined();
  });

  it('gets its own answer, in whatever order they come', async () => {
    const { client, server } = await connected();
    const [first, second] = [client.execute(queryStatus), client.execute(queryStatus)];
    const [{ id: firstId }, { id: secondId }] = [await server.request(1), await server.request(2)];
    server.say({ return: STOPPED, id: secondId }, { return: RUNNING, id: firstId });
    expect([await first, await second]).toEqual([RUNNING, STOPPED]);
  });

  it('fails with the words of a refusal', async () => {
    const { client, server } = await connected();
    const answer = problemOf(client.execute(queryStatus));
    const { id } = await server.request(1);
    server.say({
      id,
      error: { class: 'CommandNotFound', desc: 'The command query-status has not been found' },
    });
    expect(await answer).toEqual({
      kind: 'refused',
      command: 'query-status',
      errorClass: 'CommandNotFound',
      description: 'The command query-status has not been found',
    });
  });

  it.each([
    [queryStatus, null, 'an object', 'null'],
    [queryStatus, { running: true }, 'a string at status', 'nothing'],
    [queryStatus, { status: 'running', running: 1 }, 'true or false at running', '1'],
    [queryMachines, {}, 'an array', '{}'],
    [queryMachines, [3], 'an object', '3'],
    [queryQmpSchema, [{ name: 'stop' }], 'a string at meta-type', 'nothing'],
  ])(
    'fails with `malformed` where the answer has another form ($name, %j)',
    async (command, answer, expected, found) => {
      const { client, server } = await connected();
      const asked = problemOf(client.execute<unknown>(command));
      server.say({ return: answer, id: (await server.request(1)).id });
      expect(await asked).toEqual({ kind: 'malformed', command: command.name, expected, found });
    },
  );

  it('is not disturbed by noise, by events, by answers to nobody, or by a late answer to one given up', async () => {
    const { client, server } = await connected();
    expect(await problemOf(client.execute(queryStatus, { timeoutMs: 5 }))).toEqual({
      kind: 'timeout',
      waitedFor: 'an answer to query-status',
      timeoutMs: 5,
    });
    const second = client.execute(queryStatus);
    const [late, { id }] = [await server.request(1), await server.request(2)];
    server.say(
      'garbage\n',
      { return: STOPPED, id: late.id },
      { event: 'STOP' },
      { return: STOPPED, id: 'me' },
    );
    server.say(
      { return: STOPPED },
      { error: { class: 'GenericError', desc: 'what?' } },
      { return: RUNNING, id },
    );
    expect(await second).toEqual(RUNNING);
    server.stream.end();
    const lost = await problemOf(client.waitForEvent('STOP'));
    expect(lost).toMatchObject({ kind: 'closed', noise: 'garbage\nwhat?\n' });
  });

  it('leaves no timer behind, which would keep the program from ending', async () => {
    const { client, server } = await connected();
    const before = timers();
    const answer = client.execute(queryStatus, { timeoutMs: 60_000 });
    server.say({ return: RUNNING, id: (await server.request(1)).id });
    await answer;
    expect(timers()).toBe(before);
  });

  it('is given up when its signal fires, before or after it is sent', async () => {
    const { client, server } = await connected();
    const stop = new AbortController();
    const waiting = problemOf(client.execute(queryStatus, { signal: stop.signal }));
    await server.request(1);
    stop.abort();
    expect(await waiting).toEqual({ kind: 'aborted', waitedFor: 'an answer to query-status' });
    expect(await problemOf(client.execute(queryStatus, { signal: stop.signal }))).toMatchObject({
      kind: 'aborted',
    });
    await turn();
    expect(server.requests).toHaveLength(2);
  });
});

describe('a connection that is lost', () => {
  it('fails everything that waits, and everything after', async () => {
    const { client, server } = await connected();
    const waiting = [problemOf(client.execute(queryStatus)), problemOf(client.waitForEvent('STOP'))];
    await server.request(1);
    server.stream.end();
    expect((await Promise.all(waiting)).map(({ kind }) => kind)).toEqual(['closed', 'closed']);
    expect(await problemOf(client.execute(queryStatus))).toMatchObject({ kind: 'closed' });
  });

  it('keeps the answer that came before', async () => {
    const { client, server } = await connected();
    const answer = client.execute(queryStatus);
    const { id } = await server.request(1);
    server.say({ return: RUNNING, id });
    server.stream.end();
    expect(await answer).toEqual(RUNNING);
  });

  it('is no crash where the stream has an error', async () => {
    const { near, server } = pair();
    const connecting = problemOf(QmpClient.connect(near));
    server.say('noise\n');
    await turn();
    near.destroy(new Error('EPIPE'));
    expect(await connecting).toMatchObject({ kind: 'closed', waitedFor: 'the greeting' });
  });

  it('may be of our own making', async () => {
    const { client } = await connected();
    const waiting = problemOf(client.execute(queryStatus));
    client.close();
    expect(await waiting).toMatchObject({ kind: 'closed' });
  });
});

describe('an event', () => {
  it('is waited for by its name', async () => {
    const { client, server } = await connected();
    const stopped = client.waitForEvent('MIGRATION');
    server.say({ event: 'STOP' }, { event: 'MIGRATION', data: { status: 'active' } }, { event: 'MIGRATION' });
    expect(await stopped).toEqual({ name: 'MIGRATION', data: { status: 'active' } });
    expect(await problemOf(client.waitForEvent('MIGRATION', { timeoutMs: 5 }))).toMatchObject({
      kind: 'timeout',
    });
  });

  it('is told to whoever listens, until they don’t', async () => {
    const { client, server } = await connected();
    const heard: string[] = [];
    const stop = client.onEvent(({ name }) => heard.push(name));
    server.say({ event: 'STOP' });
    await client.waitForEvent('STOP');
    stop();
    const resumed = client.waitForEvent('RESUME');
    server.say({ event: 'RESUME' });
    await resumed;
    expect(heard).toEqual(['STOP']);
  });
});

it('gives the same whatever pieces the server’s bytes come in', async () => {
  const said = [
    GREETING,
    '{"return": {}, "id": 1}\r\n',
    'garbage\n',
    '{"event": "STOP", "data": {"why": "ж"}}\r\n',
    '{"return": {"status": "paused", "running": false}, "id": 3}\r\n',
    '{"error": {"class": "GenericError", "desc": "nö"}, "id": 2}\r\n',
  ].map((line) => Buffer.from(line));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 30 })), async (lengths) => {
      const { near, server } = pair();
      let next = 0;
      const speak = async (bytes: Buffer): Promise<void> => {
        for (let at = 0; at < bytes.length; ) {
          const length = lengths[next++ % (lengths.length || 1)] ?? bytes.length;
          server.stream.write(bytes.subarray(at, at + length));
          at += length;
          await turn();
        }
      };
      const connecting = QmpClient.connect(near);
      await speak(Buffer.concat(said.slice(0, 1)));
      await server.request(0);
      await speak(Buffer.concat(said.slice(1, 2)));
      const client = await connecting;
      const events: unknown[] = [];
      client.onEvent((event) => events.push(event));
      const answers = [problemOf(client.execute(queryStatus)), client.execute(queryStatus)];
      await speak(Buffer.concat(said.slice(2)));
      expect(await Promise.all(answers)).toEqual([
        { kind: 'refused', command: 'query-status', errorClass: 'GenericError', description: 'nö' },
        STOPPED,
      ]);
      expect(events).toEqual([{ name: 'STOP', data: { why: 'ж' } }]);
    }),
  );
});
