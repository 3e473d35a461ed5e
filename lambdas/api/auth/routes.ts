import { z } from '@hono/zod-openapi';
import { declareRoute } from '../shared/access.ts';
import { jsonBody, ok } from '../shared/schemas.ts';
import {
  authErrorSchema,
  authSessionSchema,
  authSessionsSchema,
  authStatusSchema,
  authSuccessSchema,
  emptyBody,
  requestResetBody,
  resetPasswordBody,
  signedInSchema,
  signInBody,
  signUpBody,
} from './schemas.ts';

const failures = {
  400: ok(authErrorSchema, 'Not valid.'),
  401: ok(authErrorSchema, 'Not signed in, or wrong e-mail or password.'),
  403: ok(authErrorSchema, 'The origin is not trusted.'),
  422: ok(authErrorSchema, 'Not possible.'),
  429: ok(authErrorSchema, 'Too many attempts; `X-Retry-After` says when to try again.'),
};

function write<P extends string, B extends z.ZodType, R extends z.ZodType>(
  path: P,
  summary: string,
  body: B,
  answer: R,
) {
  return declareRoute({
    method: 'post',
    path,
    'x-access': 'anyone',
    tags: ['sign-in'],
    summary,
    request: { body: jsonBody(body) },
    responses: { 200: ok(answer, 'Done.'), ...failures },
  });
}

function read<P extends string, R extends z.ZodType>(path: P, summary: string, answer: R) {
  return declareRoute({
    method: 'get',
    path,
    'x-access': 'anyone',
    tags: ['sign-in'],
    summary,
    responses: { 200: ok(answer, 'The answer.'), ...failures },
  });
}

export const authRoutes = [
  write('/api/auth/sign-up/email', 'Register', signUpBody, signedInSchema),
  write('/api/auth/sign-in/email', 'Sign in', signInBody, signedInSchema),
  write('/api/auth/sign-out', 'Sign out', emptyBody, authSuccessSchema),
  read('/api/auth/get-session', 'The session of the cookie, or null', authSessionSchema),
  read('/api/auth/list-sessions', 'Every session of the account', authSessionsSchema),
  write('/api/auth/revoke-sessions', 'Sign out everywhere', emptyBody, authStatusSchema),
  write('/api/auth/request-password-reset', 'Ask for a reset mail', requestResetBody, authStatusSchema),
  write(
    '/api/auth/reset-password',
    'Set a new password with the token of the mail',
    resetPasswordBody,
    authStatusSchema,
  ),
  declareRoute({
    method: 'get',
    path: '/api/auth/verify-email',
    'x-access': 'anyone',
    tags: ['sign-in'],
    summary: 'The link of the verification mail',
    request: { query: z.object({ token: z.string(), callbackURL: z.string().optional() }) },
    responses: {
      200: ok(authStatusSchema, 'Verified.'),
      302: { description: 'Verified; on to the callback.' },
      401: ok(authErrorSchema, 'The token is wrong or too old.'),
    },
  }),
] as const;
