/** What is wrong with this Node version, or undefined. */
export function nodeVersionProblem(version: string): string | undefined;

/** Whether what is installed is what the lock file asks for. */
export function isInstalled(root: string): boolean;
