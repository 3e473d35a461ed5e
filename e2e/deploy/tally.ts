/** Counts checks, and says each as it ends. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  /** A check that throws has failed; the others go on. Returns whether it passed. */
  async check(name: string, work: () => Promise<unknown>): Promise<boolean> {
    const started = performance.now();
    try {
      await work();
      this.passed += 1;
      console.log(`  ✓ ${name} (${seconds(started)})`);
      return true;
    } catch (error) {
      this.failed += 1;
      console.log(`  ✗ ${name} (${seconds(started)})\n${indented(error)}`);
      return false;
    }
  }

  skip(name: string, why: string): void {
    this.skipped += 1;
    console.log(`  skipped: ${name} (${why})`);
  }

  get words(): string {
    return `${this.passed} passed, ${this.failed} failed, ${this.skipped} skipped`;
  }
}

export function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

function indented(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/^/gm, '    ');
}
