import { handle } from 'hono/aws-lambda';
import { apiContext, authSecretReader } from '../shared/environment.ts';
import { createAuthApp } from './app.ts';
import { createSignIn, type SignIn } from './sign-in.ts';

const context = apiContext(process.env);
const authSecret = authSecretReader(process.env);
let signIn: SignIn | undefined;

export const handler = handle(
  createAuthApp({
    ...context,
    signIn: async () => {
      const secret = await authSecret();
      signIn ??= createSignIn({
        pool: context.database,
        secret,
        baseUrl: context.baseUrl,
        trustedOrigins: context.trustedOrigins,
        reportError: (message) => context.log.error(message),
      });
      return signIn;
    },
  }),
);
