import vm from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { mediaAddress, siteAddress } from './edge-functions.ts';

type Answer = { uri?: string; statusCode?: number };

/** What the edge's program makes of an address. */
function ask(program: string, uri: string): Answer {
  const context = vm.createContext({ event: { request: { uri } } });
  return vm.runInContext(`${program}; handler(event)`, context) as Answer;
}

describe('the address of a page', () => {
  it.each([
    ['/', '/index.html'],
    ['/games/half-a-game', '/index.html'],
    ['/publisher/games/3/forecast', '/index.html'],
    ['/assets/index-abc123.js', '/assets/index-abc123.js'],
    ['/favicon.svg', '/favicon.svg'],
  ])('%s is answered by %s', (uri, expected) => {
    expect(ask(siteAddress, uri).uri).toBe(expected);
  });

  it('is not one that exists on one machine only', () => {
    expect(ask(siteAddress, '/local/demo-accounts').statusCode).toBe(404);
    expect(ask(siteAddress, '/localised').uri).toBe('/index.html');
  });
});

describe('the address of a cover', () => {
  it('is its key in the bucket', () => {
    expect(ask(mediaAddress, '/media/covers/1.svg').uri).toBe('/covers/1.svg');
  });
});
