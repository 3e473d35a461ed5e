/** What is wrong in a source, where, and what was expected; thrown by the builders, meant for a person to read. */
export class PanelSourceError extends Error {
  constructor(where: string, message: string) {
    super(`${where}: ${message}`);
    this.name = 'PanelSourceError';
  }
}
