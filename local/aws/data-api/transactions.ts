import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import { transactionNotFound } from './errors.ts';
import type { DataApiLimits } from './limits.ts';

interface Transaction {
  client: PoolClient;
  /** Calls of one transaction run one after another. */
  tail: Promise<unknown>;
  idle: NodeJS.Timeout | undefined;
  end: NodeJS.Timeout;
}

/** Open transactions by their id. One that idles or lives too long is rolled back. */
export class Transactions {
  readonly #limits: DataApiLimits;
  readonly #open = new Map<string, Transaction>();

  constructor(limits: DataApiLimits) {
    this.#limits = limits;
  }

  async begin(client: PoolClient): Promise<string> {
    try {
      await client.query('BEGIN');
    } catch (error) {
      client.release(true);
      throw error;
    }
    const id = randomBytes(48).toString('base64url');
    const giveUp = () => void this.end(id, 'ROLLBACK').catch(() => undefined);
    const end = setTimeout(giveUp, this.#limits.transactionMs).unref();
    const transaction: Transaction = { client, tail: Promise.resolve(), idle: undefined, end };
    this.#open.set(id, transaction);
    this.#rest(id, transaction);
    return id;
  }

  /** @throws ServiceError TransactionNotFoundException */
  async run<Result>(id: string, task: (client: PoolClient) => Promise<Result>): Promise<Result> {
    const transaction = this.#find(id);
    clearTimeout(transaction.idle);
    const mine = transaction.tail.then(() => task(this.#find(id).client));
    transaction.tail = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      if (this.#open.get(id) === transaction) this.#rest(id, transaction);
    }
  }

  /** @throws ServiceError TransactionNotFoundException */
  async end(id: string, how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const transaction = this.#find(id);
    await transaction.tail;
    if (!this.#open.delete(id)) throw transactionNotFound(id);
    clearTimeout(transaction.idle);
    clearTimeout(transaction.end);
    try {
      await transaction.client.query(how);
      transaction.client.release();
    } catch (error) {
      transaction.client.release(true);
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.end(id, 'ROLLBACK').catch(() => undefined)));
  }

  #find(id: string): Transaction {
    const transaction = this.#open.get(id);
    if (!transaction) throw transactionNotFound(id);
    return transaction;
  }

  #rest(id: string, transaction: Transaction): void {
    clearTimeout(transaction.idle);
    const giveUp = () => void this.end(id, 'ROLLBACK').catch(() => undefined);
    transaction.idle = setTimeout(giveUp, this.#limits.idleTransactionMs).unref();
  }
}
