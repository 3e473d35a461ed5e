import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';

describe('the migrated schema', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.close());

  it('lets a role sign in and read what it may read', async () => {
    const { rows } = await database.pool('kratos_catalogue').query('SELECT count(*) AS n FROM games');
    expect(rows).toEqual([{ n: '0' }]);
  });
});
