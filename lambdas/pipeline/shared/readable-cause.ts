/**
 * What a cause says to a reader: a function's failure comes as JSON with a stack, perhaps cut off at its end, and only
 * its message is wanted; every other cause is text already.
 */
export function readableCause(cause: string): string {
  const message = /^[^{]*\{"errorType":.*?"errorMessage":("(?:[^"\\]|\\.)*")/s.exec(cause)?.[1];
  return message === undefined ? cause : (JSON.parse(message) as string);
}
