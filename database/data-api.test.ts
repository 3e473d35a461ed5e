import { describe, expect, it } from '@jest/globals';
import { jsonChunks, keysetPages } from './data-api.ts';

describe('jsonChunks', () => {
  it('keeps each chunk, escaped as it travels, below the limit and loses no row', () => {
    const rows = Array.from({ length: 500 }, (_unused, i) => ({
      id: i,
      title: `"quoted" ${'é'.repeat(i % 40)}`,
    }));
    const chunks = [...jsonChunks(rows, 4_000)];
    expect(chunks.length).toBeGreaterThan(5);
    for (const chunk of chunks) expect(Buffer.byteLength(JSON.stringify(chunk))).toBeLessThanOrEqual(4_000);
    expect(chunks.flatMap((chunk) => JSON.parse(chunk) as unknown[])).toEqual(rows);
  });

  it('gives no chunk for no rows and refuses a row that fits none', () => {
    expect([...jsonChunks([])]).toEqual([]);
    expect(() => [...jsonChunks(['x'.repeat(50)], 20)]).toThrow('does not fit a request of 20');
  });
});

describe('keysetPages', () => {
  const all = Array.from({ length: 25 }, (_unused, i) => i + 1);

  it('reads every row once, in pages, and halves a page that is too large', async () => {
    const limits: number[] = [];
    const pages = keysetPages<number, number>({
      limit: 10,
      keyOf: (row) => row,
      page: (after, limit) => {
        limits.push(limit);
        if (limit > 5)
          return Promise.reject(new Error('Database returned more than the allowed response size limit'));
        return Promise.resolve(all.filter((row) => row > (after ?? 0)).slice(0, limit));
      },
    });
    const rows: number[] = [];
    for await (const page of pages) rows.push(...page);
    expect(rows).toEqual(all);
    expect(limits.slice(0, 2)).toEqual([10, 5]);
  });

  it('passes on every other error', async () => {
    const pages = keysetPages<number, number>({
      limit: 1,
      keyOf: (row) => row,
      page: () => Promise.reject(new Error('permission denied')),
    });
    await expect(pages.next()).rejects.toThrow('permission denied');
  });
});
