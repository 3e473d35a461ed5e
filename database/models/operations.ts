import type { CreateOptions, CreationOptional, Model, ModelStatic, Sequelize } from 'sequelize';
import { bigSerial, instant, integer, json, key, now, optional, text, type Row } from './columns.ts';

/** The answer to a request that costs money, kept under the key that its sender chose. */
export interface IdempotencyKeyRow extends Row<IdempotencyKeyRow> {
  userId: string;
  route: string;
  key: string;
  requestHash: string;
  /** null while the first request is still being answered. */
  responseStatus: CreationOptional<number | null>;
  responseBody: CreationOptional<Record<string, unknown> | null>;
  createdAt: CreationOptional<Date>;
}

/** A mail to be sent; it commits together with what it tells about. */
export interface MailRow extends Row<MailRow> {
  id: CreationOptional<number>;
  recipient: string;
  subject: string;
  bodyText: string;
  createdAt: CreationOptional<Date>;
  sentAt: CreationOptional<Date | null>;
}

export interface AuditRow extends Row<AuditRow> {
  id: CreationOptional<number>;
  at: CreationOptional<Date>;
  actorId: CreationOptional<string | null>;
  /** What was done, e.g. `run.start`. */
  action: string;
  /** To what, e.g. `run:20200614`. */
  subject: string;
  detail: CreationOptional<Record<string, unknown>>;
  requestId: CreationOptional<string | null>;
}

export interface OperationModels {
  readonly IdempotencyKey: ModelStatic<IdempotencyKeyRow>;
  readonly Mail: ModelStatic<MailRow>;
  readonly Audit: ModelStatic<AuditRow>;
}

/** RETURNING needs the right to read, which the roles that write mails and audit rows do not have. */
const writeOnly = {
  beforeCreate: (_row: Model, options: CreateOptions): void => {
    options.returning = false;
  },
  beforeBulkCreate: (_rows: Model[], options: CreateOptions): void => {
    options.returning = false;
  },
};

export function defineOperationModels(sequelize: Sequelize): OperationModels {
  const IdempotencyKey = sequelize.define<IdempotencyKeyRow>(
    'IdempotencyKey',
    {
      userId: key(text()),
      route: key(text()),
      key: key(text()),
      requestHash: text(),
      responseStatus: optional(integer()),
      responseBody: optional(json()),
      createdAt: now(),
    },
    { tableName: 'idempotency_keys' },
  );
  const Mail = sequelize.define<MailRow>(
    'Mail',
    {
      id: bigSerial(),
      recipient: text(),
      subject: text(),
      bodyText: text(),
      createdAt: now(),
      sentAt: optional(instant()),
    },
    { tableName: 'mail_outbox', hooks: writeOnly },
  );
  const Audit = sequelize.define<AuditRow>(
    'Audit',
    {
      id: bigSerial(),
      at: now(),
      actorId: optional(text()),
      action: text(),
      subject: text(),
      detail: { ...json(), defaultValue: {} },
      requestId: optional(text()),
    },
    { tableName: 'audit_log', hooks: writeOnly },
  );
  return { IdempotencyKey, Mail, Audit };
}
