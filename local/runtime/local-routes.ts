import type { IncomingMessage, ServerResponse } from 'node:http';
import type pg from 'pg';
import type { DemoAccount } from './demo-accounts.ts';
import type { FunctionLogs } from './function-log.ts';
import type { LocalRoute } from './gateway.ts';
import { pageHeaders } from '../../lambdas/security-headers.ts';

/** What the addresses of one machine show; what is not there yet is undefined. */
export interface LocalSources {
  /** Tells one start from another. */
  readonly instance: string;
  accounts: readonly DemoAccount[];
  pool: pg.Pool | undefined;
  logs: FunctionLogs | undefined;
  /** Where the store stands: opening, open, and what its state machines do. */
  status: () => Promise<object>;
}

/**
 * Addresses that exist on one machine only, never where the store is deployed: accounts to try, the mails that would
 * have been sent, the functions' log, and how far the start has come.
 */
export function localRoutes(sources: LocalSources): Record<string, LocalRoute> {
  return {
    '/local/demo-accounts': reading((_request, response) => {
      sendJson(response, 200, { items: sources.accounts });
    }),
    '/local/outbox': reading((request, response) => outbox(sources, request, response)),
    '/local/logs': reading(async (_request, response, url) => {
      const id = url.searchParams.get('requestId') ?? '';
      if (id.length < 4 || id.length > 300) {
        const detail = 'requestId must name a request, a run or an execution';
        sendJson(response, 400, { status: 400, code: 'invalid_request', title: 'Invalid request', detail });
        return;
      }
      sendJson(response, 200, { items: (await sources.logs?.read(id)) ?? [] });
    }),
    '/local/status': reading(async (_request, response) => {
      sendJson(response, 200, { instance: sources.instance, ...(await sources.status()) });
    }),
  };
}

function reading(
  answer: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void,
): LocalRoute {
  return async (request, response, url) => {
    response.setHeader('cache-control', 'no-store');
    if (request.method === 'GET' || request.method === 'HEAD') await answer(request, response, url);
    else
      sendJson(response.setHeader('allow', 'GET, HEAD'), 405, { status: 405, title: 'Method not allowed' });
  };
}

interface Mail {
  readonly id: string;
  readonly recipient: string;
  readonly subject: string;
  readonly body_text: string;
  readonly created_at: Date;
}

async function outbox(
  sources: LocalSources,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const query =
    'SELECT id, recipient, subject, body_text, created_at FROM mail_outbox ORDER BY id DESC LIMIT 100';
  const { rows } = (await sources.pool?.query<Mail>(query)) ?? { rows: [] };
  if (request.headers.accept?.includes('application/json')) {
    const items = rows.map(({ id, recipient, subject, body_text, created_at }) => ({
      id,
      recipient,
      subject,
      body: body_text,
      createdAt: created_at.toISOString(),
    }));
    sendJson(response, 200, { items });
    return;
  }
  for (const [name, value] of pageHeaders) response.setHeader(name, value);
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(outboxPage(rows));
}

function outboxPage(mails: readonly Mail[]): string {
  const articles = mails.map(
    (mail) =>
      `<article><h2>${escape(mail.subject)}</h2><p>To ${escape(mail.recipient)}, ${mail.created_at.toISOString()}</p>` +
      `<pre>${linked(mail.body_text)}</pre></article>`,
  );
  return (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Outbox</title>' +
    '<style>body{font:16px system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}' +
    'article{border-top:1px solid #8886;padding:1rem 0}h2{font-size:1.1rem;margin:0}pre{white-space:pre-wrap}</style>' +
    `<h1>Outbox</h1><p>Mails that the store would have sent, newest first.</p>${articles.join('') || '<p>None yet.</p>'}`
  );
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}

/** Links of the store itself can be followed. */
function linked(text: string): string {
  return escape(text).replace(
    /http:\/\/(?:127\.0\.0\.1|localhost):\d+[^\s<]*/g,
    (url) => `<a href="${url}">${url}</a>`,
  );
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(response.req.method === 'HEAD' ? undefined : JSON.stringify(body));
}
