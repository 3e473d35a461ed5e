import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { executionNameFor, runIdOf, runIdPattern } from './run-id.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('runIdOf', () => {
  it('is the name of the execution where that is an id', () => {
    expect(runIdOf('r20260101t0115', sha256)).toBe('r20260101t0115');
  });

  it.each(['a1b2c3d4-1111-2222-3333-444455556666_abc', 'Nightly-2026', 'x'.repeat(80), '"; DROP', '-'])(
    'makes an id of %j that another name does not share',
    (name) => {
      expect(runIdOf(name, sha256)).toMatch(runIdPattern);
      expect(runIdOf(name, sha256)).not.toBe(runIdOf(`${name}-`, sha256));
    },
  );
});

describe('executionNameFor', () => {
  it('is an id that tells the day', () => {
    const name = executionNameFor('2020-06-14', 't2026-11-23T19:15:00a1b2c3');
    expect(name).toBe('r20200614t20261123t191500a1b2c3');
    expect(name).toMatch(runIdPattern);
  });
});
