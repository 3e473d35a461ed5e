import { describe, expect, it } from '@jest/globals';
import { Random } from './random.ts';

describe('random numbers', () => {
  it('are the same one by one and by the array, and go on alike', () => {
    const [one, other] = [Random.seeded(7), Random.seeded(7)];
    const words = new Uint32Array(50);
    other.fill(words);
    expect([...words]).toEqual(Array.from(words, () => one.word()));
    expect(other.word()).toBe(one.word());
    expect(other.state).toEqual(one.state);
  });

  it('go on where a kept state left off', () => {
    const random = Random.seeded(8);
    random.fill(new Uint32Array(3));
    const kept = new Random(random.state);
    expect(Array.from({ length: 9 }, () => kept.word())).toEqual(
      Array.from({ length: 9 }, () => random.word()),
    );
  });
});
