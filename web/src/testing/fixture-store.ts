import type { DemoAccount, GameDetail, Me, Order, Portfolio, WhatIfRequest } from '../shared/api/contract.ts';
import { forecastOf, type ForecastState } from './fixture-forecast.ts';
import { trainingOf } from './fixture-models.ts';
import { runOf } from './fixture-runs.ts';
import { whatIfOf } from './fixture-what-if.ts';

const ACCOUNTS: readonly (DemoAccount & { me: Me })[] = (['shopper', 'publisher', 'operator'] as const).map(
  (role) => ({
    role,
    label: { shopper: 'Shopper', publisher: 'Publisher: Northlight Interactive', operator: 'Operator' }[role],
    email: `${role}@kratos.example`,
    password: 'a-long-password',
    me: {
      id: role,
      name: { shopper: 'Sam Shopper', publisher: 'Nora Northlight', operator: 'Otto Operator' }[role],
      email: `${role}@kratos.example`,
      emailVerified: true,
      role,
      publishers:
        role === 'publisher'
          ? [{ id: 1, name: 'Northlight Interactive', slug: 'northlight-interactive' }]
          : [],
    },
  }),
);

const TOGETHER: Portfolio = {
  ...{ publisherId: 1, origin: '2026-06-12', measure: 'units', games: 6 },
  totals: [{ days: 60, mean: 31_204, p10: 27_100, p90: 36_800, basis: 'paths' }],
};

/** The other side of the network for component tests and for looking at pages: one reader, one memory. */
export class FixtureStore {
  me: Me | null = null;
  forecast: ForecastState = 'model';
  trainingStep = 120;
  champion = 'model-june';
  readonly owned = new Map<number, string>();
  readonly orders = new Map<string, Order>();
  readonly requests: { readonly method: string; readonly path: string; readonly key: string | null }[] = [];
  /** What the publisher tried, in order. */
  readonly plans: WhatIfRequest[] = [];
  /** Answers instead of the store for the paths it knows: how a test makes something fail. */
  override: ((method: string, path: string) => Response | Promise<Response> | undefined) | undefined;

  constructor(
    readonly games: readonly GameDetail[],
    readonly today: string,
  ) {}

  signIn(role: Me['role']): this {
    this.me = ACCOUNTS.find((account) => account.role === role)?.me ?? null;
    return this;
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const path = `${url.pathname}${url.search}`;
    this.requests.push({ method: request.method, path, key: request.headers.get('idempotency-key') });
    const overridden = this.override?.(request.method, path);
    if (overridden !== undefined) return overridden;
    const text = request.method === 'POST' ? await request.text() : '';
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return this.answer(
      request.method,
      url,
      body as Record<string, unknown>,
      request.headers.get('idempotency-key'),
    );
  };

  private answer(method: string, url: URL, body: Record<string, unknown>, key: string | null): Response {
    const path = url.pathname;
    const slug = /^\/api\/games\/(.+)$/.exec(path)?.[1];
    if (slug !== undefined) {
      const game = this.games.find((one) => one.slug === slug);
      return game === undefined ? problem(404, 'game_not_found', 'No game has this address.') : json(game);
    }
    if (path === '/api/games') return json(this.list(url.searchParams));
    if (path === '/api/genres') return json({ items: this.facet((game) => game.genres) });
    if (path === '/api/categories') return json({ items: this.facet((game) => game.categories) });
    if (path === '/api/platforms')
      return json({ items: this.facet((game) => game.platforms.map((one) => ({ slug: one, name: one }))) });
    if (path === '/local/demo-accounts')
      return json({ items: ACCOUNTS.map(({ me: _me, ...account }) => account) });
    if (path.startsWith('/api/auth/')) return this.auth(path, body);
    if (path === '/local/logs') return json({ items: logLines(url.searchParams.get('requestId') ?? '') });
    if (this.me === null) return problem(401, 'signed_out', 'Sign in first.');
    if (path === '/api/me') return json(this.me);
    if (path === '/api/me/owned') return json({ gameIds: [...this.owned.keys()] });
    if (path === '/api/me/library') return json(this.library());
    if (path === '/api/orders' && method === 'POST') return this.order(body, key ?? '');
    const order = /^\/api\/orders\/(.+)$/.exec(path)?.[1];
    if (order !== undefined) return json(this.orders.get(order) ?? null);
    return this.office(method, path, url.searchParams, body);
  }

  private list(params: URLSearchParams): unknown {
    const genres = params.getAll('genre');
    const q = (params.get('q') ?? '').toLowerCase();
    const price = params.get('price');
    const hits = this.games.filter(
      (game) =>
        game.title.toLowerCase().includes(q) &&
        genres.every((genre) => game.genres.some((one) => one.slug === genre)) &&
        (params.get('category') === null ||
          game.categories.some((one) => one.slug === params.get('category'))) &&
        (params.get('platform') === null || game.platforms.includes(params.get('platform') ?? '')) &&
        (price === null || fits(price, game)),
    );
    const from = Number(params.get('cursor') ?? 0);
    const limit = Number(params.get('limit') ?? 24);
    const sorted = params.get('sort') === 'new' ? [...hits].reverse() : hits;
    return {
      items: sorted.slice(from, from + limit),
      nextCursor: from + limit < hits.length ? String(from + limit) : null,
      total: hits.length,
    };
  }

  private facet(of: (game: GameDetail) => readonly { slug: string; name: string }[]): unknown[] {
    const counts = new Map<string, { slug: string; name: string; count: number }>();
    for (const game of this.games) {
      for (const { slug, name } of of(game)) {
        counts.set(slug, { slug, name, count: (counts.get(slug)?.count ?? 0) + 1 });
      }
    }
    return [...counts.values()];
  }

  private auth(path: string, body: Record<string, unknown>): Response {
    if (path.endsWith('/get-session')) return json(this.me === null ? null : { user: this.me });
    if (path.endsWith('/sign-out')) {
      this.me = null;
      return json({ success: true });
    }
    const account = ACCOUNTS.find((one) => one.email === body['email']);
    if (account === undefined || account.password !== body['password']) {
      return json({ code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' }, 401);
    }
    this.me = account.me;
    return json({ token: 'token', user: account.me });
  }

  private library(): unknown {
    const items = [...this.owned].map(([gameId, grantedAt]) => {
      const game = this.games.find((one) => one.id === gameId);
      return { game, grantedAt, orderId: null, pricePaid: game?.price?.now ?? null };
    });
    return { items, nextCursor: null, total: items.length };
  }

  private order(body: Record<string, unknown>, key: string): Response {
    const items = body['items'] as { gameId: number }[];
    const payment = body['payment'] as { method: string; card?: string };
    const game = this.games.find((one) => one.id === items[0]?.gameId);
    if (game === undefined || game.price === null) return problem(404, 'game_not_found', 'No such game.');
    const before = this.orders.get(key);
    if (before !== undefined) return json(before, 201);
    if (this.owned.has(game.id)) return problem(409, 'already_owned', 'This game is in your library.');
    if (payment.card === '4000000000000002')
      return problem(402, 'payment_declined', 'The bank declined this card.');
    const placedAt = `${this.today}T10:00:00.000Z`;
    const late = payment.card === '4000000000000259';
    const line = {
      gameId: game.id,
      slug: game.slug,
      title: game.title,
      listPrice: game.price.list,
      unitPrice: game.price.now,
    };
    const paid: Order = {
      id: key,
      status: 'paid',
      total: game.price.now,
      placedAt,
      paidAt: placedAt,
      items: [line],
    };
    this.orders.set(key, paid);
    this.owned.set(game.id, placedAt);
    return late ? json({ ...paid, status: 'pending', paidAt: null }, 202) : json(paid, 201);
  }

  private office(
    method: string,
    path: string,
    params: URLSearchParams,
    body: Record<string, unknown>,
  ): Response {
    const id = Number(/games\/(\d+)\/forecast/.exec(path)?.[1] ?? Number.NaN);
    const game = this.games.find((one) => one.id === id);
    if (path.endsWith('/forecast') && game !== undefined)
      return json(forecastOf(game, this.forecast, this.today, this.trainingStep));
    const tried = this.games.find((one) => one.id === Number(/games\/(\d+)\/what-if$/.exec(path)?.[1]));
    if (tried !== undefined) {
      const request = body as unknown as WhatIfRequest;
      this.plans.push(request);
      return json(whatIfOf(forecastOf(tried, 'model', this.today, 0), request));
    }
    if (path === '/api/publisher/games' || path === '/api/operator/games') {
      const q = (params.get('q') ?? '').toLowerCase();
      const items = this.games.filter(
        (one) =>
          one.title.toLowerCase().includes(q) &&
          (path.includes('operator') || one.publisher === this.me?.publishers[0]?.name),
      );
      return json({
        items: items.slice(0, 20).map((one) => this.publisherGame(one)),
        nextCursor: null,
        total: items.length,
        ...(q === '' && !path.includes('operator') ? { together: [TOGETHER] } : {}),
      });
    }
    const runs = [
      runOf('run-3', this.today, 5, false),
      runOf('run-2', '2026-06-11', 10, true),
      runOf('run-1', '2026-06-10', 10, false),
    ];
    if (path === '/api/operator/runs' && method === 'POST')
      return json({ executionArn: 'arn', runId: `run-${String(body['runDate'])}` }, 202);
    if (path === '/api/operator/runs') return json({ items: runs, nextCursor: null, total: 3 });
    if (path === '/api/operator/executions') return json({ items: [] });
    if (path === '/api/operator/training') return json(trainingOf(this.champion));
    const chosen = /models\/([^/]+)\/roll-back$/.exec(path)?.[1];
    if (chosen !== undefined) {
      if (body['champion'] !== this.champion)
        return problem(409, 'champion_changed', 'Another one is served.');
      this.champion = chosen;
      return json({ champion: chosen, executionArn: null });
    }
    const runGames = /runs\/([^/]+)\/games$/.exec(path);
    if (runGames !== null) {
      const items = this.games.slice(0, 24).map((one) => ({
        gameId: one.id,
        title: one.title,
        status: one.id === 17 ? 'failed' : 'written',
        reason: one.id === 17 ? 'Unknown review label "Fine"' : null,
        rows: 810,
        units: 20_431,
        firstDate: '2024-03-12',
        lastDate: '2026-06-11',
        objectKey: null,
      }));
      return json({ items, nextCursor: null, total: 96 });
    }
    const run = /runs\/([^/]+)$/.exec(path)?.[1];
    return json(runs.find((one) => one.id === run) ?? runs[0]);
  }

  private publisherGame(game: GameDetail): unknown {
    const forecast = forecastOf(game, this.forecast, this.today, 0);
    return {
      id: game.id,
      slug: game.slug,
      title: game.title,
      coverUrl: game.coverUrl,
      releaseDate: game.releaseDate,
      availability: game.availability,
      publisher: { id: 1, name: game.publisher },
      label: game.availability === 'coming-soon' ? 'unreleased' : null,
      served: forecast.served?.name ?? null,
      units60Last: forecast.summary.last60.units,
      units60Next: forecast.summary.next60,
      stale: game.id === 3,
    };
  }
}

function fits(price: string, game: GameDetail): boolean {
  const now = game.price?.now.amountMinor;
  if (now === undefined) return false;
  if (price === 'free') return now === 0;
  if (price === 'discounted') return (game.price?.percent ?? 0) > 0;
  return now < (price === 'under-10' ? 1000 : 2000);
}

function logLines(requestId: string): unknown[] {
  return ['Run opened', 'Lease taken', 'Staging table created'].map((message, index) => ({
    at: `2026-06-12T02:00:0${index}.000Z`,
    level: 'info',
    function: 'open-run',
    message,
    requestId,
  }));
}

export function json(body: unknown, status = 200): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

export function problem(status: number, code: string, detail: string): Response {
  return json({ type: 'about:blank', title: code, status, code, detail, requestId: 'req-1' }, status);
}
