export interface paths {
  '/api/games': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Games by text and filters, a page at a time */
    get: {
      parameters: {
        query?: {
          /** @description Words of the title; the last may be a beginning. */
          q?: string;
          category?: string;
          /** @description May be repeated; a game must have all of them. */
          genre?: string[];
          platform?: string;
          publisher?: string;
          /** @description Default: relevance with `q`, else popular. */
          sort?: 'relevance' | 'popular' | 'new' | 'price' | '-price' | 'discount' | 'title';
          price?: 'any' | 'free' | 'under-10' | 'under-20' | 'discounted';
          limit?: number;
          /** @description The `nextCursor` of the page before; opaque. */
          cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page of games. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['GameList'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/games/{slug}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One game */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          slug: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The game. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['GameDetail'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/games/{slug}/cover.svg': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A cover drawn for a game that brought none; always the same one */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          slug: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The cover. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'image/svg+xml': string;
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/categories': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Categories with their number of games */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Those that hold at least one game. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Facets'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/genres': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Genres with their number of games */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Those that hold at least one game. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Facets'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/platforms': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Platforms with their number of games */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Those that hold at least one game. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Facets'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/health': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the store answers, and when the nightly work last succeeded */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The store answers. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Health'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** This document */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description OpenAPI 3.1. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              [key: string]: unknown;
            };
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/sign-up/email': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Register */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            name: string;
            /** Format: email */
            email: string;
            password: string;
          };
        };
      };
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              token: string | null;
              user: {
                id?: string;
                name?: string;
                email?: string;
                emailVerified?: boolean;
                /** @enum {string} */
                role?: 'shopper' | 'publisher' | 'operator';
              };
            };
          };
        };
        /** @description Not valid. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not signed in, or wrong e-mail or password. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description The origin is not trusted. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not possible. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Too many attempts; `X-Retry-After` says when to try again. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/sign-in/email': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign in */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** Format: email */
            email: string;
            password: string;
            rememberMe?: boolean;
          };
        };
      };
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              token: string | null;
              user: {
                id?: string;
                name?: string;
                email?: string;
                emailVerified?: boolean;
                /** @enum {string} */
                role?: 'shopper' | 'publisher' | 'operator';
              };
            };
          };
        };
        /** @description Not valid. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not signed in, or wrong e-mail or password. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description The origin is not trusted. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not possible. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Too many attempts; `X-Retry-After` says when to try again. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/sign-out': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign out */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': Record<string, never>;
        };
      };
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              success: boolean;
            };
          };
        };
        /** @description Not valid. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not signed in, or wrong e-mail or password. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description The origin is not trusted. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not possible. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Too many attempts; `X-Retry-After` says when to try again. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/get-session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The session of the cookie, or null */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The answer. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthSession'];
          };
        };
        /** @description Not valid. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not signed in, or wrong e-mail or password. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description The origin is not trusted. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not possible. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Too many attempts; `X-Retry-After` says when to try again. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/list-sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Every session of the account */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The answer. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthSessionEntry'][];
          };
        };
        /** @description Not valid. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not signed in, or wrong e-mail or password. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description The origin is not trusted. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not possible. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Too many attempts; `X-Retry-After` says when to try again. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/revoke-sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sign out everywhere */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': Record<string, never>;
        };
      };
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              status: boolean;
            };
          };
        };
        /** @description Not valid. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not signed in, or wrong e-mail or password. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description The origin is not trusted. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not possible. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Too many attempts; `X-Retry-After` says when to try again. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/request-password-reset': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Ask for a reset mail */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            /** Format: email */
            email: string;
          };
        };
      };
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              status: boolean;
            };
          };
        };
        /** @description Not valid. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not signed in, or wrong e-mail or password. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description The origin is not trusted. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not possible. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Too many attempts; `X-Retry-After` says when to try again. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/reset-password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Set a new password with the token of the mail */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': {
            token: string;
            newPassword: string;
          };
        };
      };
      responses: {
        /** @description Done. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              status: boolean;
            };
          };
        };
        /** @description Not valid. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not signed in, or wrong e-mail or password. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description The origin is not trusted. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Not possible. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
        /** @description Too many attempts; `X-Retry-After` says when to try again. */
        429: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/verify-email': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The link of the verification mail */
    get: {
      parameters: {
        query: {
          token: string;
          callbackURL?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Verified. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': {
              status: boolean;
            };
          };
        };
        /** @description Verified; on to the callback. */
        302: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description The token is wrong or too old. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['AuthError'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who is signed in */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The account. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Me'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/library': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The games of the account, newest first */
    get: {
      parameters: {
        query?: {
          limit?: number;
          /** @description The `nextCursor` of the page before; opaque. */
          cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page of the library. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Library'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/me/owned': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Ids of the owned games, for marking cards */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Ids. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Owned'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Buy one game */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description New for each purchase; the same for each repeat of its request. */
          'idempotency-key': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['PlaceOrder'];
        };
      };
      responses: {
        /** @description Paid; the game stands in the library. */
        201: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Order'];
          };
        };
        /** @description The payment is on its way; ask for the order again. */
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Order'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The payment was declined. */
        402: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not possible in the present state. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The body is larger than 1 MiB. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The body is not JSON. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The Idempotency-Key was used for another request. */
        422: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/orders/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One of the account's orders */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The order. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Order'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/publisher/games': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The member's games with their last and next 60 days */
    get: {
      parameters: {
        query?: {
          q?: string;
          /** @description One of the member's publishers; for an operator, any. Default: the member's own, or all. */
          publisher?: number;
          limit?: number;
          /** @description The `nextCursor` of the page before; opaque. */
          cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page of games. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['PublisherGameList'] & {
              /** @description All games of the member's publishers as one sum; on an unfiltered first page only. */
              together?: components['schemas']['Portfolio'][];
            };
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/publisher/games/{id}/forecast': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One game's past sales and its next 60 days */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: number;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The forecast. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Forecast'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/publisher/games/{id}/forecast.csv': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The same as a table to download */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: number;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description One row a day. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'text/csv': string;
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/publisher/games/{id}/what-if': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** One game's next 60 days with other prices; nothing is changed by asking */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: number;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['WhatIfRequest'];
        };
      };
      responses: {
        /** @description The forecast with that plan. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['WhatIf'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not possible in the present state. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/operator/games': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Any publisher's games with their last and next 60 days */
    get: {
      parameters: {
        query?: {
          q?: string;
          limit?: number;
          /** @description The `nextCursor` of the page before; opaque. */
          cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page of games. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['PublisherGameList'] & {
              /** @description All games of the member's publishers as one sum; on an unfiltered first page only. */
              together?: components['schemas']['Portfolio'][];
            };
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/operator/runs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Nightly runs, newest first */
    get: {
      parameters: {
        query?: {
          limit?: number;
          /** @description The `nextCursor` of the page before; opaque. */
          cursor?: string;
        };
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page of runs. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['RunList'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    /** Start a nightly run */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['StartRun'];
        };
      };
      responses: {
        /** @description Started. */
        202: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['StartedRun'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not possible in the present state. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The body is larger than 1 MiB. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The body is not JSON. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/operator/runs/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** One run with its states */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The run. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['RunDetail'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/operator/runs/{id}/games': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What a run did for each game */
    get: {
      parameters: {
        query?: {
          status?: 'pending' | 'written' | 'no_sales' | 'failed' | 'carried';
          game?: number;
          limit?: number;
          /** @description The `nextCursor` of the page before; opaque. */
          cursor?: string;
        };
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description A page of games. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['RunGameList'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/operator/executions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The newest executions of training and forecast */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description Newest first. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Executions'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/operator/training': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Training and models */
    get: {
      parameters: {
        query?: never;
        header?: never;
        path?: never;
        cookie?: never;
      };
      requestBody?: never;
      responses: {
        /** @description The newest training, the champion and the newest models. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['Training'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/operator/models/{id}/roll-back': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Serve an older model again */
    post: {
      parameters: {
        query?: never;
        header?: never;
        path: {
          id: string;
        };
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['RollBack'];
        };
      };
      responses: {
        /** @description It is the champion now. */
        200: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/json': components['schemas']['RolledBack'];
          };
        };
        /** @description The request is not valid; `fieldErrors` says where. */
        400: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Signed out. */
        401: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not allowed. */
        403: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not found. */
        404: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description Not possible in the present state. */
        409: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The body is larger than 1 MiB. */
        413: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The body is not JSON. */
        415: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The store failed. */
        500: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
        /** @description The database is resuming; `Retry-After` says when to ask again. */
        503: {
          headers: {
            [name: string]: unknown;
          };
          content: {
            'application/problem+json': components['schemas']['Problem'];
          };
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    GameList: {
      items: components['schemas']['GameCard'][];
      nextCursor: string | null;
      total: number;
    };
    GameCard: {
      id: number;
      slug: string;
      title: string;
      summary: string;
      publisher: string;
      coverUrl: string;
      /**
       * Format: date
       * @example 2026-01-31
       */
      releaseDate: string | null;
      availability: components['schemas']['Availability'];
      price: components['schemas']['Price'] | null;
      genres: {
        slug: string;
        name: string;
      }[];
      platforms: string[];
      reviews: components['schemas']['ReviewSummary'];
    };
    /** @enum {string} */
    Availability: 'buyable' | 'free' | 'pre-order' | 'coming-soon' | 'not-for-sale';
    Price: {
      list: components['schemas']['Money'];
      now: components['schemas']['Money'];
      /** @description The running discount; 0 = none. */
      percent: number;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      endsAt: string | null;
    };
    Money: {
      /** @description Minor units (cents), before tax. */
      amountMinor: number;
      /** @example USD */
      currency: string;
    };
    ReviewSummary: {
      /** @enum {string} */
      label:
        | 'No reviews'
        | 'Overwhelmingly Negative'
        | 'Very Negative'
        | 'Negative'
        | 'Mostly Negative'
        | 'Mixed'
        | 'Mostly Positive'
        | 'Positive'
        | 'Very Positive'
        | 'Overwhelmingly Positive';
      count: number;
      positivePercent: number | null;
    };
    Problem: {
      type: string;
      title: string;
      status: number;
      code: string;
      detail: string;
      retryable: boolean;
      requestId: string;
      fieldErrors?: {
        [key: string]: string[];
      };
      total?: {
        amountMinor: number;
        currency: string;
      };
    };
    GameDetail: components['schemas']['GameCard'] & {
      description: string;
      developers: string[];
      tags: string[];
      languages: string[];
      categories: {
        slug: string;
        name: string;
      }[];
      publisherSlug: string;
      lowestPrice30Days: components['schemas']['Money'] | null;
    };
    Facets: {
      items: components['schemas']['Facet'][];
    };
    Facet: {
      slug: string;
      name: string;
      count: number;
    };
    Health: {
      /** @enum {string} */
      status: 'ok';
      version: string;
      lastSuccess: {
        /**
         * Format: date-time
         * @example 2026-01-31T09:30:00.000Z
         */
        salesEtl: string | null;
        /**
         * Format: date-time
         * @example 2026-01-31T09:30:00.000Z
         */
        trainModel: string | null;
        /**
         * Format: date-time
         * @example 2026-01-31T09:30:00.000Z
         */
        forecastSales: string | null;
      };
    };
    AuthError: {
      code?: string;
      message?: string;
    };
    AuthSession: {
      session: components['schemas']['AuthSessionEntry'];
      user: components['schemas']['AuthUser'];
    } | null;
    AuthSessionEntry: {
      id: string;
      token: string;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      expiresAt: string;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      createdAt: string;
      userAgent?: string | null;
    };
    AuthUser: {
      id: string;
      name: string;
      email: string;
      emailVerified: boolean;
      /** @enum {string} */
      role: 'shopper' | 'publisher' | 'operator';
    };
    Me: {
      id: string;
      name: string;
      email: string;
      emailVerified: boolean;
      /** @enum {string} */
      role: 'shopper' | 'publisher' | 'operator';
      publishers: {
        id: number;
        name: string;
        slug: string;
      }[];
    };
    Library: {
      items: components['schemas']['LibraryEntry'][];
      nextCursor: string | null;
      total: number;
    };
    LibraryEntry: {
      game: {
        id: number;
        slug: string;
        title: string;
        coverUrl: string;
        publisher: string;
      };
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      grantedAt: string;
      orderId: string | null;
      pricePaid: components['schemas']['Money'] | null;
    };
    Owned: {
      gameIds: number[];
    };
    Order: {
      /** Format: uuid */
      id: string;
      status: components['schemas']['OrderStatus'];
      total: components['schemas']['Money'];
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      placedAt: string;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      paidAt: string | null;
      items: {
        gameId: number;
        slug: string;
        title: string;
        listPrice: components['schemas']['Money'];
        unitPrice: components['schemas']['Money'];
      }[];
    };
    /** @enum {string} */
    OrderStatus: 'pending' | 'paid' | 'cancelled' | 'voided' | 'partially_refunded' | 'refunded';
    PlaceOrder: {
      /** @description Exactly one game. */
      items: {
        gameId: number;
      }[];
      /** @description The currency that the buyer saw; any other than the store's is refused. */
      currency?: string;
      /** @description What the buyer saw; another price answers `price_changed`. */
      expectedTotalMinor?: number;
      payment:
        | {
            /** @enum {string} */
            method: 'sandbox';
            card: string;
          }
        | {
            /** @enum {string} */
            method: 'free';
          };
    };
    PublisherGame: {
      id: number;
      slug: string;
      title: string;
      coverUrl: string;
      /**
       * Format: date
       * @example 2026-01-31
       */
      releaseDate: string | null;
      availability: components['schemas']['Availability'];
      publisher: {
        id: number;
        name: string;
      };
      label: string | null;
      served: string | null;
      units60Last: number | null;
      units60Next: {
        /** @description Units; a forecast may hold fractions. */
        mean: number;
        /** @description Units; a forecast may hold fractions. */
        p10: number | null;
        /** @description Units; a forecast may hold fractions. */
        p90: number | null;
      } | null;
      stale: boolean;
    };
    Portfolio: {
      publisherId: number;
      /**
       * Format: date
       * @description The first forecast day.
       * @example 2026-01-31
       */
      origin: string;
      /** @enum {string} */
      measure: 'units' | 'players';
      games: number;
      totals: {
        days: number;
        /** @description Units; a forecast may hold fractions. */
        mean: number;
        /** @description Units; a forecast may hold fractions. */
        p10: number;
        /** @description Units; a forecast may hold fractions. */
        p90: number;
        /**
         * @description paths: the games go together as they did before; guess: half to double.
         * @enum {string}
         */
        basis: 'paths' | 'one height' | 'guess';
      }[];
    };
    PublisherGameList: {
      items: components['schemas']['PublisherGame'][];
      nextCursor: string | null;
      total: number;
    };
    Forecast: {
      game: {
        id: number;
        slug: string;
        title: string;
        coverUrl: string;
        publisher: string;
        /**
         * Format: date
         * @example 2026-01-31
         */
        releaseDate: string | null;
        availability: components['schemas']['Availability'];
      };
      /**
       * Format: date
       * @example 2026-01-31
       */
      asOf: string | null;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      generatedAt: string | null;
      /** @enum {string} */
      status: 'none' | 'baseline' | 'model';
      /** @description The newest run failed for this game; older data is shown. */
      stale: boolean;
      training: components['schemas']['TrainingState'];
      /** @enum {string} */
      measure: 'units' | 'players';
      /** @enum {string|null} */
      label: 'unreleased' | 'new' | 'never sold' | 'ended' | 'free' | null;
      /** @description Open marks: the game's own and, where the model is served, the champion's. Mostly none. */
      drift: components['schemas']['Drift'][];
      served: {
        name: string;
        reason: string;
        pastError: {
          wape: number;
          /**
           * Format: date
           * @example 2026-01-31
           */
          origin: string;
          days: number;
        } | null;
      } | null;
      model: {
        id: string;
        recipe: string;
        kernelId: string;
        /**
         * Format: date-time
         * @example 2026-01-31T09:30:00.000Z
         */
        trainedAt: string;
        /**
         * Format: date
         * @example 2026-01-31
         */
        asOf: string;
        seed: number;
      } | null;
      /**
       * Format: date
       * @example 2026-01-31
       */
      planEnd: string | null;
      /** @description Why other prices cannot be tried for this game, in words; null = they can. */
      noWhatIf: string | null;
      summary: {
        next60: {
          /** @description Units; a forecast may hold fractions. */
          mean: number;
          /** @description Units; a forecast may hold fractions. */
          p10: number | null;
          /** @description Units; a forecast may hold fractions. */
          p90: number | null;
        } | null;
        last60: {
          units: number;
          days: number;
        };
        changePercent: number | null;
      };
      actuals: components['schemas']['ActualDay'][];
      forecast: components['schemas']['ForecastDay'][];
      fold: {
        /**
         * Format: date
         * @example 2026-01-31
         */
        origin: string;
        days: {
          /**
           * Format: date
           * @example 2026-01-31
           */
          date: string;
          /** @description Units; a forecast may hold fractions. */
          mean: number;
          /** @description Units; a forecast may hold fractions. */
          p10: number;
          /** @description Units; a forecast may hold fractions. */
          p50: number;
          /** @description Units; a forecast may hold fractions. */
          p90: number;
        }[];
      } | null;
      discounts: {
        /**
         * Format: date
         * @example 2026-01-31
         */
        startsOn: string;
        /**
         * Format: date
         * @example 2026-01-31
         */
        endsOn: string;
        percent: number;
      }[];
      currency: string;
      /** @description What moves the forecast, by leaving out groups of inputs; null where the model is not served. */
      drivers: components['schemas']['Driver'][] | null;
    };
    TrainingState: {
      /** @enum {string} */
      state: 'running' | 'idle' | 'failed';
      stage: string | null;
      step: number;
      totalSteps: number;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      startedAt: string | null;
      message: string | null;
    };
    Drift: {
      /**
       * @description game: the forecasts of this game; champion: those of all games, by their median.
       * @enum {string}
       */
      of: 'game' | 'champion';
      /** @description How many days ahead the forecasts had looked. */
      days: {
        from: number;
        to: number;
      };
      /**
       * Format: date
       * @description The first of these days.
       * @example 2026-01-31
       */
      since: string;
      /** @description The same as a sentence. */
      note: string;
    };
    ActualDay: {
      /**
       * Format: date
       * @example 2026-01-31
       */
      date: string;
      /** @description Paid units, gross; null = not observed. */
      units: number | null;
      refunded: number | null;
      /** @description Mean paid, in units of the currency. */
      price: number | null;
      listPrice: number | null;
      discountRate: number | null;
      onSale: boolean | null;
    };
    ForecastDay: {
      /**
       * Format: date
       * @example 2026-01-31
       */
      date: string;
      /** @description Units; a forecast may hold fractions. */
      mean: number;
      /** @description Units; a forecast may hold fractions. */
      p10: number;
      /** @description Units; a forecast may hold fractions. */
      p50: number;
      /** @description Units; a forecast may hold fractions. */
      p90: number;
      /** @description Units; a forecast may hold fractions. */
      meanWithoutDiscounts: number | null;
      discountRate: number | null;
      planned: boolean;
    };
    Driver: {
      /** @enum {string} */
      name: 'recent level' | 'rhythm' | 'planned discounts' | 'calendar' | 'last year' | 'age';
      /** @description Its part of what all groups move; all shares add up to 1. */
      share: number;
      /** @description How many more units all days have because of it: 0.1 = a tenth more than without. */
      effect: number;
    };
    WhatIf: {
      gameId: number;
      /**
       * Format: date
       * @description The first forecast day.
       * @example 2026-01-31
       */
      origin: string;
      /**
       * Format: date
       * @description The last one.
       * @example 2026-01-31
       */
      endsOn: string;
      currency: string;
      /** @enum {string} */
      measure: 'units' | 'players';
      /**
       * @description Where the intervals of the totals come from; guess = half to double, no fold was held out yet.
       * @enum {string}
       */
      basis: 'paths' | 'one height' | 'guess';
      days: {
        /**
         * Format: date
         * @example 2026-01-31
         */
        date: string;
        mean: number;
        p10: number;
        p50: number;
        p90: number;
        discountRate: number;
        listPriceMinor: number | null;
        /** @description Whether the price of that day is part of a plan. */
        planned: boolean;
      }[];
      units: components['schemas']['WhatIfTotal'][];
      /** @description In minor units; null where the history counts players or no price is known. */
      revenue: components['schemas']['WhatIfTotal'][] | null;
      segments: {
        /**
         * Format: date
         * @example 2026-03-20
         */
        startsOn: string;
        /**
         * Format: date
         * @description The last day of it.
         * @example 2026-03-20
         */
        endsOn: string;
        percent: number | null;
        listPriceMinor: number | null;
        /** @description Outside all that the game or its like has seen. */
        extrapolated: boolean;
        reasons: components['schemas']['Extrapolation'][];
      }[];
      /** @description Whom the group of `seenByGroup` holds. */
      seenGroup: string;
      suggestions: components['schemas']['WhatIfSuggestion'][];
      elasticity: components['schemas']['Elasticity'];
      /** @description What the answer does not say, in words. */
      notes: string[];
    };
    WhatIfTotal: {
      /** @description First days of the forecast that are added up: 7, 30 or 60. */
      days: number;
      current: components['schemas']['WhatIfAmount'];
      changed: components['schemas']['WhatIfAmount'];
      difference: components['schemas']['WhatIfAmount'] & unknown;
    };
    WhatIfAmount: {
      mean: number;
      p10: number;
      p50: number;
      p90: number;
    };
    Extrapolation: {
      /** @enum {string} */
      what: 'depth' | 'duration' | 'list price';
      /** @description Percent, days, or a price in minor units. */
      asked: number;
      seenByGame: number | null;
      seenByGroup: number | null;
    };
    WhatIfSuggestion: {
      /**
       * Format: date
       * @example 2026-03-20
       */
      startsOn: string;
      /**
       * Format: date
       * @description The last day of it.
       * @example 2026-03-20
       */
      endsOn: string;
      percent: number;
      units: components['schemas']['WhatIfAmount'] & unknown;
      /** @description How much more, in minor units. */
      revenue: components['schemas']['WhatIfAmount'] | null;
    };
    Elasticity: {
      value: number;
      /** @description How far the truth may lie from it. */
      deviation: number;
      prior: number;
      source: string;
      ownChanges: number;
      groupChanges: number;
    };
    WhatIfRequest: {
      /** @description Stretches of days with another price; they may not overlap. */
      segments: {
        /**
         * Format: date
         * @example 2026-03-20
         */
        startsOn: string;
        /**
         * Format: date
         * @description The last day of it.
         * @example 2026-03-20
         */
        endsOn: string;
        /**
         * @description Off the list price; 0 = surely no discount on these days; null or left out = discounts as they are planned, or unknown.
         * @default null
         */
        percent?: number | null;
        /**
         * @description In minor units; null or left out = the list price stays.
         * @default null
         */
        listPriceMinor?: number | null;
      }[];
      /**
       * @description Whether the discounts planned now stay on days without a segment.
       * @default true
       */
      keepPlannedDiscounts?: boolean;
    };
    RunList: {
      items: components['schemas']['Run'][];
      nextCursor: string | null;
      total: number;
    };
    Run: {
      id: string;
      executionArn: string;
      /**
       * Format: date
       * @example 2026-01-31
       */
      runDate: string;
      /**
       * Format: date
       * @example 2026-01-31
       */
      asOf: string;
      /** @enum {string} */
      status: 'running' | 'succeeded' | 'failed' | 'aborted';
      dryRun: boolean;
      gameIds: number[] | null;
      baseRunId: string | null;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      startedAt: string;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      finishedAt: string | null;
      published: boolean;
      counts: {
        games: number;
        written: number;
        noSales: number;
        failed: number;
        carried: number;
        rows: number;
        units: number;
      };
      error: {
        error: string;
        cause: string;
      } | null;
    };
    StartedRun: {
      executionArn: string;
      runId: string;
    };
    StartRun: {
      /**
       * Format: date
       * @example 2026-01-31
       */
      runDate: string;
      /**
       * Format: date
       * @example 2026-01-31
       */
      asOf?: string;
      gameIds?: number[];
      dryRun?: boolean;
      baseRun?: string;
    };
    RunDetail: components['schemas']['Run'] & {
      states: components['schemas']['RunState'][];
      edges: {
        from: string;
        to: string;
        label?: string;
      }[];
      failedGames: {
        gameId: number;
        title: string;
        reason: string;
      }[];
      gamesTotal: number;
    };
    RunState: {
      name: string;
      type: string;
      /** @enum {string} */
      status: 'waiting' | 'running' | 'succeeded' | 'failed' | 'caught';
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      enteredAt: string | null;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      exitedAt: string | null;
      attempts: number;
      /** @description Only of a Map: its iterations. */
      counts?: {
        done: number;
        total: number;
        failed: number;
      };
      error: {
        error: string;
        cause: string;
      } | null;
    };
    RunGameList: {
      items: components['schemas']['RunGame'][];
      nextCursor: string | null;
      total: number;
    };
    RunGame: {
      gameId: number;
      title: string;
      /** @enum {string} */
      status: 'pending' | 'written' | 'no_sales' | 'failed' | 'carried';
      reason: string | null;
      rows: number;
      units: number;
      /**
       * Format: date
       * @example 2026-01-31
       */
      firstDate: string | null;
      /**
       * Format: date
       * @example 2026-01-31
       */
      lastDate: string | null;
      objectKey: string | null;
    };
    Executions: {
      items: {
        /** @enum {string} */
        machine: 'train-model' | 'forecast-sales' | 'sales-etl';
        executionArn: string;
        name: string;
        /** @enum {string} */
        status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'PENDING_REDRIVE';
        /**
         * Format: date-time
         * @example 2026-01-31T09:30:00.000Z
         */
        startedAt: string;
        /**
         * Format: date-time
         * @example 2026-01-31T09:30:00.000Z
         */
        stoppedAt: string | null;
        error: {
          error: string;
          cause: string;
        } | null;
      }[];
    };
    Training: {
      current: components['schemas']['TrainingRun'] | null;
      champion: components['schemas']['Model'] | null;
      models: components['schemas']['Model'][];
      /** @description Games with open marks of their own, newest marks first, at most 50. */
      driftingGames: {
        gameId: number;
        title: string;
        drift: components['schemas']['Drift'][];
      }[];
    };
    TrainingRun: {
      id: string;
      executionArn: string;
      runId: string;
      /** @enum {string} */
      status: 'running' | 'succeeded' | 'failed' | 'aborted';
      stage: string;
      step: number;
      totalSteps: number;
      modelId: string | null;
      error: {
        error: string;
        cause: string;
      } | null;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      startedAt: string;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      updatedAt: string;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      finishedAt: string | null;
    };
    Model: {
      id: string;
      /** @enum {string} */
      status: 'candidate' | 'champion' | 'retired' | 'refused';
      recipe: string;
      kernelId: string;
      seed: number;
      /**
       * Format: date
       * @example 2026-01-31
       */
      asOf: string;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      createdAt: string;
      /**
       * Format: date-time
       * @example 2026-01-31T09:30:00.000Z
       */
      promotedAt: string | null;
      metrics: {
        [key: string]: unknown;
      };
      decision: {
        [key: string]: unknown;
      };
      /** @description Open marks; of the champion only. */
      drift: components['schemas']['Drift'][];
    };
    RolledBack: {
      champion: string;
      executionArn: string | null;
    };
    RollBack: {
      /** @description The champion that was shown; where another one is served by now, nothing happens. */
      champion: string | null;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
