import { betterAuth } from 'better-auth';
import type pg from 'pg';
import { cookieNames } from '../shared/session.ts';
import { mails, type Mail } from './mails.ts';

export interface SignInSettings {
  readonly pool: pg.Pool;
  readonly secret: string;
  readonly baseUrl: string;
  readonly trustedOrigins: readonly string[];
  readonly reportError: (message: string) => void;
}

/** The header in which the app hands over the caller's address; whatever a caller sends in it is overwritten. */
export const addressHeader = 'x-kratos-client-address';

const hour = 3600;
const day = 24 * hour;

/**
 * The sign-in library on the store's own tables. Who registers gets a mail to verify the address, but may sign in and
 * buy without it. Registering answers the same whether or not the address is known.
 */
export function createSignIn({ pool, secret, baseUrl, trustedOrigins, reportError }: SignInSettings) {
  const send = async (recipient: string, mail: Mail): Promise<void> => {
    await pool.query('INSERT INTO mail_outbox (recipient, subject, body_text) VALUES ($1, $2, $3)', [
      recipient,
      mail.subject,
      mail.text,
    ]);
  };
  const stamps = { createdAt: 'created_at', updatedAt: 'updated_at' };
  return betterAuth({
    database: pool,
    secret,
    baseURL: baseUrl,
    basePath: '/api/auth',
    trustedOrigins: [...trustedOrigins],
    telemetry: { enabled: false },
    logger: {
      level: 'error',
      // Its messages may hold addresses of people, so only their kind is kept.
      log: (level) => {
        if (level === 'error') reportError('the sign-in library reported an error');
      },
    },
    emailAndPassword: {
      enabled: true,
      autoSignIn: false,
      requireEmailVerification: false,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      resetPasswordTokenExpiresIn: hour,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: ({ user, token }) => send(user.email, mails.reset(baseUrl, token)),
      onExistingUserSignUp: ({ user }) => send(user.email, mails.alreadyRegistered(baseUrl)),
    },
    emailVerification: {
      sendOnSignUp: true,
      expiresIn: day,
      sendVerificationEmail: ({ user, url }) => send(user.email, mails.verification(url)),
    },
    user: {
      modelName: 'users',
      fields: { ...stamps, emailVerified: 'email_verified' },
      additionalFields: {
        role: { type: 'string', input: false, defaultValue: 'shopper', required: true },
      },
    },
    session: {
      modelName: 'sessions',
      fields: {
        ...stamps,
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
      expiresIn: 30 * day,
      updateAge: day,
    },
    account: {
      modelName: 'accounts',
      fields: {
        ...stamps,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: { modelName: 'verifications', fields: { ...stamps, expiresAt: 'expires_at' } },
    rateLimit: {
      enabled: true,
      storage: 'database',
      modelName: 'rate_limits',
      fields: { lastRequest: 'last_request' },
      window: 60,
      max: 300,
      customRules: {
        '/sign-in/email': { window: 60, max: 30 },
        '/sign-up/email': { window: 60, max: 20 },
        '/request-password-reset': { window: 60, max: 5 },
        '/reset-password': { window: 60, max: 10 },
      },
    },
    advanced: {
      ...cookieSettings(baseUrl),
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
  });
}

function cookieSettings(baseUrl: string) {
  const { secure, prefix } = cookieNames(baseUrl);
  const attributes = { secure, httpOnly: true, sameSite: 'lax', path: '/' } as const;
  const cookie = (name: string) => ({ name: `${prefix}${name}`, attributes });
  return {
    // The names bring their own prefix: __Host- binds closer than the library's __Secure-.
    useSecureCookies: false,
    cookies: {
      session_token: cookie('session'),
      session_data: cookie('session_data'),
      account_data: cookie('account_data'),
      dont_remember: cookie('dont_remember'),
    },
  };
}

export type SignIn = Pick<ReturnType<typeof createSignIn>, 'handler'>;
