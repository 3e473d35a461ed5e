/** Ids of runs are part of table names and keys, so nothing but these characters may ever stand in one. */
export const runIdPattern = /^[a-z0-9]{1,40}$/;

const readableLength = 24;

/**
 * The id of the run that an execution makes: the execution's own name when that is an id already, else what is left
 * of it with a hash, so that two names never share an id. `sha256Hex` is passed in because rules know no library.
 */
export function runIdOf(executionName: string, sha256Hex: (text: string) => string): string {
  if (runIdPattern.test(executionName)) return executionName;
  const readable = executionName
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, readableLength);
  return `${readable}${sha256Hex(executionName).slice(0, 40 - readableLength)}`;
}

/** A name for a new execution that is its run's id as well: the day it looks back from, and a part of its own. */
export function executionNameFor(asOf: string, unique: string): string {
  const name = `r${asOf}${unique}`.toLowerCase().replace(/[^a-z0-9]/g, '');
  return name.slice(0, 40);
}
