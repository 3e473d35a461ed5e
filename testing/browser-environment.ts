import { TestEnvironment } from 'jest-environment-jsdom';

/** What Node has and browsers have, but the simulated browser lacks. */
const fromNode = {
  TextEncoder,
  TextDecoder,
  Request,
  Response,
  Headers,
  fetch,
  ReadableStream,
  WritableStream,
  TransformStream,
  structuredClone,
  BroadcastChannel,
};

export default class BrowserEnvironment extends TestEnvironment {
  override async setup(): Promise<void> {
    await super.setup();
    for (const [name, value] of Object.entries(fromNode)) {
      if (!(name in this.global))
        Object.defineProperty(this.global, name, { value, writable: true, configurable: true });
    }
    // Node's fetch only takes signals of Node's own class.
    Object.assign(this.global, { AbortController, AbortSignal });
  }
}
