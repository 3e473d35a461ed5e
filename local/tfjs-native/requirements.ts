import { SetupError, works } from './command.ts';

/** Throws a `SetupError` that lists all that the build lacks on this machine. */
export function checkRequirements(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `the native kernel is built for linux x64 only, this is ${process.platform} ${process.arch};` +
        ' the SIMD kernel runs everywhere and is used instead',
    );
  }
  const lacking: string[] = [];
  if (!works('g++', ['--version'])) lacking.push('g++ (Debian and Ubuntu: apt-get install g++)');
  if (!works('npm', ['--version'])) lacking.push('npm, which comes with Node');
  if (!works('python3', ['-c', 'import zipfile, hashlib'])) {
    lacking.push('python3 (Debian and Ubuntu: apt-get install python3)');
  } else if (!works('python3', ['-m', 'pip', '--version'])) {
    lacking.push('pip for python3 (Debian and Ubuntu: apt-get install python3-pip)');
  }
  if (lacking.length > 0) throw new SetupError(`needed and not found:\n  ${lacking.join('\n  ')}`);
}
