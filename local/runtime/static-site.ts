import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { acceptedEncoding, compress, isCompressible, type Encoding } from './compression.ts';
import { contentTypeOf } from '../../lambdas/content-types.ts';
import { pageHeaders } from '../../lambdas/security-headers.ts';

interface SiteFile {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content. */
  readonly immutable: boolean;
  readonly encoded: Map<Encoding, Buffer>;
}

/** The built single-page application, held in memory with what was compressed of it. */
export class StaticSite {
  readonly #files = new Map<string, SiteFile>();

  /** Reads a folder of a few MB, as the build left it; names under /assets/ carry a hash of their content. */
  static async load(dir: string): Promise<StaticSite> {
    const site = new StaticSite();
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const name = `/${path.relative(dir, file).split(path.sep).join('/')}`;
      const body = await readFile(file);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
      const immutable = name.startsWith('/assets/');
      site.#files.set(name, { body, type: contentTypeOf(name), etag, immutable, encoded: new Map() });
    }
    if (!site.#files.has('/index.html')) throw new Error(`${dir} holds no index.html`);
    return site;
  }

  /** Answers with the file, or with the application's page for an address without an extension. */
  async answer(request: IncomingMessage, response: ServerResponse, pathname: string): Promise<boolean> {
    const file =
      this.#files.get(pathname) ??
      (path.extname(pathname) === '' ? this.#files.get('/index.html') : undefined);
    if (!file) return false;
    if (file.type.startsWith('text/html'))
      for (const [name, value] of pageHeaders) response.setHeader(name, value);
    response.setHeader('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
    response.setHeader('etag', file.etag);
    response.setHeader('vary', 'accept-encoding');
    if (request.headers['if-none-match'] === file.etag) {
      response.writeHead(304).end();
      return true;
    }
    response.setHeader('content-type', file.type);
    const body = await this.#encode(file, request, response);
    response.setHeader('content-length', body.length);
    response.writeHead(200).end(request.method === 'HEAD' ? undefined : body);
    return true;
  }

  async #encode(file: SiteFile, request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
    const encoding = acceptedEncoding(request.headers['accept-encoding']);
    if (!encoding || !isCompressible(file.type, file.body.length)) return file.body;
    const encoded = file.encoded.get(encoding) ?? (await compress(file.body, encoding, true));
    file.encoded.set(encoding, encoded);
    response.setHeader('content-encoding', encoding);
    return encoded;
  }
}
