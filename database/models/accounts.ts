import type { CreationOptional, ModelStatic, Sequelize } from 'sequelize';
import {
  bigint,
  boolean,
  instant,
  integer,
  key,
  now,
  optional,
  text,
  withDefault,
  type Row,
} from './columns.ts';

// The sign-in library writes these tables itself; the names of their columns stand in its configuration too.

export interface UserRow extends Row<UserRow> {
  id: string;
  name: string;
  /** Lower case. */
  email: string;
  emailVerified: CreationOptional<boolean>;
  image: CreationOptional<string | null>;
  role: CreationOptional<'shopper' | 'publisher' | 'operator'>;
  twoFactorEnabled: CreationOptional<boolean>;
  createdAt: CreationOptional<Date>;
  updatedAt: CreationOptional<Date>;
}

export interface SessionRow extends Row<SessionRow> {
  id: string;
  userId: string;
  token: string;
  expiresAt: Date;
  ipAddress: CreationOptional<string | null>;
  userAgent: CreationOptional<string | null>;
  createdAt: CreationOptional<Date>;
  updatedAt: CreationOptional<Date>;
}

/** A way to sign in: the password's hash, or another provider's tokens. */
export interface AccountRow extends Row<AccountRow> {
  id: string;
  userId: string;
  accountId: string;
  /** `credential` for a password of this store. */
  providerId: string;
  password: CreationOptional<string | null>;
  accessToken: CreationOptional<string | null>;
  refreshToken: CreationOptional<string | null>;
  idToken: CreationOptional<string | null>;
  accessTokenExpiresAt: CreationOptional<Date | null>;
  refreshTokenExpiresAt: CreationOptional<Date | null>;
  scope: CreationOptional<string | null>;
  createdAt: CreationOptional<Date>;
  updatedAt: CreationOptional<Date>;
}

export interface VerificationRow extends Row<VerificationRow> {
  id: string;
  identifier: string;
  value: string;
  expiresAt: Date;
  createdAt: CreationOptional<Date>;
  updatedAt: CreationOptional<Date>;
}

export interface TwoFactorRow extends Row<TwoFactorRow> {
  id: string;
  userId: string;
  secret: string;
  backupCodes: string;
  verified: CreationOptional<boolean>;
}

export interface RateLimitRow extends Row<RateLimitRow> {
  id: string;
  key: string;
  count: number;
  /** Milliseconds since 1970. */
  lastRequest: number;
}

export interface AccountModels {
  readonly User: ModelStatic<UserRow>;
  readonly Session: ModelStatic<SessionRow>;
  readonly Account: ModelStatic<AccountRow>;
  readonly Verification: ModelStatic<VerificationRow>;
  readonly TwoFactor: ModelStatic<TwoFactorRow>;
  readonly RateLimit: ModelStatic<RateLimitRow>;
}

const stamps = () => ({ createdAt: now(), updatedAt: now() });

export function defineAccountModels(sequelize: Sequelize): AccountModels {
  const User = sequelize.define<UserRow>(
    'User',
    {
      id: key(text()),
      name: text(),
      email: text(),
      emailVerified: withDefault(boolean(), false),
      image: optional(text()),
      role: withDefault(text(), 'shopper'),
      twoFactorEnabled: withDefault(boolean(), false),
      ...stamps(),
    },
    { tableName: 'users' },
  );
  const Session = sequelize.define<SessionRow>(
    'Session',
    {
      id: key(text()),
      userId: text(),
      token: text(),
      expiresAt: instant(),
      ipAddress: optional(text()),
      userAgent: optional(text()),
      ...stamps(),
    },
    { tableName: 'sessions' },
  );
  const Account = sequelize.define<AccountRow>(
    'Account',
    {
      id: key(text()),
      userId: text(),
      accountId: text(),
      providerId: text(),
      password: optional(text()),
      accessToken: optional(text()),
      refreshToken: optional(text()),
      idToken: optional(text()),
      accessTokenExpiresAt: optional(instant()),
      refreshTokenExpiresAt: optional(instant()),
      scope: optional(text()),
      ...stamps(),
    },
    { tableName: 'accounts' },
  );
  const Verification = sequelize.define<VerificationRow>(
    'Verification',
    { id: key(text()), identifier: text(), value: text(), expiresAt: instant(), ...stamps() },
    { tableName: 'verifications' },
  );
  const TwoFactor = sequelize.define<TwoFactorRow>(
    'TwoFactor',
    {
      id: key(text()),
      userId: text(),
      secret: text(),
      backupCodes: text(),
      verified: withDefault(boolean(), true),
    },
    { tableName: 'two_factors' },
  );
  const RateLimit = sequelize.define<RateLimitRow>(
    'RateLimit',
    { id: key(text()), key: text(), count: integer(), lastRequest: bigint() },
    { tableName: 'rate_limits' },
  );
  return { User, Session, Account, Verification, TwoFactor, RateLimit };
}
