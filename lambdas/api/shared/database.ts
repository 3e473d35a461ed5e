import type pg from 'pg';

/** What the hot reads need of a pool: one statement with bind parameters. */
export interface Database {
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<{ rows: Row[] }>;
}

/** Collects bind parameters while a statement is put together; `$n` stands for each value. */
export class Binds {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}
