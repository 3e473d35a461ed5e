import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatDay } from '../../domain/days.ts';
import { panelStart, rhythmicPanel } from '../../testing/panels.ts';
import { checkOrigins, readPanel } from './backtest/input.ts';
import { readCall } from './backtest/options.ts';

const repository = path.resolve(import.meta.dirname, '..', '..');
const days = 60;
let folder: string;
const file = (name: string): string => path.join(folder, name);

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function backtest(...args: string[]): Promise<Ended> {
  const command = ['--import', 'tsx', 'local/cli/backtest.ts', ...args];
  return new Promise((resolve) => {
    const env = { ...process.env, KRATOS_HOME: path.join(folder, 'home') };
    execFile(process.execPath, command, { cwd: repository, env }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}

/**
 * Three games with prices; the third starts on day 15. Before day 20 there is too little to train on, so that the
 * command runs from end to end in a moment, with the baselines served.
 */
function history(until = days): string {
  const panel = rhythmicPanel(3, days);
  const lines = ['external_id,date,units,list_price,unit_price'];
  for (let game = 0; game < 3; game++) {
    for (let day = game === 2 ? 15 : 0; day < until; day++) {
      const at = game * days + day;
      const price = 20 * (1 - panel.discount[at]!);
      lines.push(`${panel.games[game]!.id},${formatDay(panelStart + day)},${panel.units[at]!},20,${price}`);
    }
  }
  return lines.join('\n') + '\n';
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'backtest-'));
  await writeFile(file('sales.csv.gz'), gzipSync(history()));
  await writeFile(file('plain.csv'), history());
});

afterAll(() => rm(folder, { recursive: true }));

describe('npm run backtest', () => {
  const first = formatDay(panelStart + 12);
  const second = formatDay(panelStart + 19);

  it('writes a row a game, origin and day, and the totals, for games that existed before the origin', async () => {
    const out = file('out.csv');
    const totals = file('totals.csv');
    const common = `--origins ${first},${second} --horizon 7 --threads 1 --kernel simd`.split(' ');
    const files = ['--history', file('sales.csv.gz'), '--out', out, '--totals', totals];
    const ended = await backtest(...files, ...common);
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    const rows = (await readFile(out, 'utf8')).trim().split('\n');
    expect(rows[0]).toBe('external_id,origin,date,mean,p10,p50,p90');
    expect(rows).toHaveLength(1 + 2 * 7 + 3 * 7);
    expect(rows[1]).toMatch(new RegExp(`^game-1,${first},${first},[\\d.]+,[\\d.]+,[\\d.]+,[\\d.]+$`));
    expect(rows.filter((row) => row.startsWith('game-3,'))).toHaveLength(7);
    const sums = (await readFile(totals, 'utf8')).trim().split('\n');
    expect(sums[0]).toBe('external_id,origin,days,mean,p10,p50,p90');
    expect(sums).toHaveLength(1 + 5);
    expect(ended.stdout).toMatch(
      /all origins +WAPE +of seasonal naive +MASE +RMSSE +wQL +coverage +of counts +bias +games/,
    );
    expect(ended.stdout).toContain('weekday median');
    expect(ended.stdout).toContain('peak memory');

    const again = file('again.csv');
    await backtest('--history', file('plain.csv'), ...common, '--out', again);
    expect(await readFile(again, 'utf8')).toBe(await readFile(out, 'utf8'));
  });

  it('says the same whatever comes from the origin on when no plan is known', async () => {
    await writeFile(file('cut.csv'), history(12));
    const common = ['--origins', first, '--horizon', '7', '--plans', 'none', '--kernel', 'simd'];
    await backtest('--history', file('plain.csv'), ...common, '--out', file('whole-out.csv'));
    const ended = await backtest('--history', file('cut.csv'), ...common, '--out', file('cut-out.csv'));
    expect(ended.stdout).toContain('no forecast day lies within the history');
    expect(await readFile(file('cut-out.csv'), 'utf8')).toBe(await readFile(file('whole-out.csv'), 'utf8'));
  });

  it('says of how many games a catalogue knew something', async () => {
    const catalogue = file('catalogue.csv');
    await writeFile(catalogue, 'external_id,genres\ngame-1,Action|Indie\nother,Puzzle\n');
    const args = ['--history', file('plain.csv'), '--origins', first, '--horizon', '7'];
    const ended = await backtest(...args, '--out', file('x.csv'), '--catalogue', catalogue);
    expect(ended.stdout).toContain('; catalogue: release dates of 0, genres of 1\n');
  });

  it('ends with status 3 once its minutes have passed, and keeps what is done', async () => {
    const args = ['--origins', formatDay(panelStart + 40), '--minutes', '0.0001', '--horizon', '7'];
    const ended = await backtest('--history', file('plain.csv'), ...args, '--out', file('late.csv'));
    expect(ended.status).toBe(3);
    expect(ended.stderr).toContain('--minutes 0.0001 have passed: 0 of 1 origins are done and written');
    expect(await readFile(file('late.csv'), 'utf8')).toBe('external_id,origin,date,mean,p10,p50,p90\n');
  });

  it('runs several seeds one after another, each to its own file, and writes the page of their mean', async () => {
    const args = [
      '--origins',
      first,
      '--horizon',
      '7',
      '--seeds',
      '1,4',
      '--report',
      file('report'),
      '--no-cache',
    ];
    const out = file('seeds.csv');
    const ended = await backtest('--history', file('plain.csv'), ...args, '--out', out);
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout).toMatch(/served, all origins .*\nseed 1 .*\nseed 4 .*\nmean of the seeds /);
    expect(await readFile(file('seeds-seed-1.csv'), 'utf8')).toContain(`game-1,${first},`);
    expect(await readFile(file('seeds-seed-4.csv'), 'utf8')).toContain(`game-1,${first},`);
    const page = await readFile(path.join(file('report'), 'backtest.html'), 'utf8');
    expect(page).toContain('plain.csv holds 3 games');
    expect(page).toContain('the mean of seeds 1, 4');
  });

  it('ends its work and says nothing when its reader has gone', async () => {
    const args = ['--history', file('plain.csv'), '--origins', first, '--horizon', '7', '--threads', '1'];
    const command = ['--import', 'tsx', 'local/cli/backtest.ts', ...args, '--out', file('unread.csv')];
    const env = { ...process.env, KRATOS_HOME: path.join(folder, 'home') };
    const child = spawn(process.execPath, command, {
      cwd: repository,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [status] = (await once(child, 'close')) as [number];
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect((await readFile(file('unread.csv'), 'utf8')).trim().split('\n')).toHaveLength(1 + 2 * 7);
  });

  it('leaves no page behind where it does not come to an end, and the old one as it was', async () => {
    const args = ['--origins', formatDay(panelStart + 40), '--minutes', '0.0001', '--horizon', '7'];
    const common = ['--history', file('plain.csv'), ...args, '--out', file('late.csv')];
    const fresh = await backtest(...common, '--report', file('fresh'));
    expect(fresh.status).toBe(3);
    await expect(readFile(path.join(file('fresh'), 'backtest.html'))).rejects.toThrow('ENOENT');
    await mkdir(file('old'));
    await writeFile(path.join(file('old'), 'backtest.html'), 'an older page');
    await backtest(...common, '--report', file('old'));
    expect(await readFile(path.join(file('old'), 'backtest.html'), 'utf8')).toBe('an older page');
  });

  it('refuses a report that cannot be written before it trains', async () => {
    const args = ['--history', file('plain.csv'), '--origins', first, '--out', file('x.csv')];
    const within = await backtest(...args, '--report', file('plain.csv'));
    expect(within.status).toBe(1);
    expect(within.stderr).toContain('cannot be written');
    await mkdir(path.join(file('taken'), 'backtest.html'), { recursive: true });
    const taken = await backtest(...args, '--report', file('taken'));
    expect(taken.status).toBe(1);
    expect(taken.stderr).toContain('backtest.html cannot be written');
  });

  it('refuses a report under /proc at once', async () => {
    const args = ['--history', file('plain.csv'), '--origins', first, '--out', file('x.csv')];
    const nowhere = await backtest(...args, '--report', '/proc/kratos/report');
    expect(nowhere.status).toBe(1);
    expect(nowhere.stderr).toContain('/proc/kratos/report/backtest.html cannot be written');
  });

  it('refuses to write over what it reads, also by way of a link', async () => {
    const text = history();
    await writeFile(file('kept.csv'), text);
    await symlink(file('kept.csv'), file('link.csv'));
    await symlink(folder, file('loop'));
    for (const out of [file('link.csv'), path.join(file('loop'), 'kept.csv')]) {
      const args = ['--history', file('kept.csv'), '--origins', first, '--horizon', '7', '--out', out];
      const ended = await backtest(...args);
      expect(ended.status).toBe(2);
      expect(ended.stderr).toContain('which --history names too');
    }
    expect(await readFile(file('kept.csv'), 'utf8')).toBe(text);
  });

  it('says how many games a rule of their own was served to, and how many days are scored', async () => {
    const known = 24;
    await writeFile(file('short.csv'), history(known));
    const last = formatDay(panelStart + known - 10);
    const early = formatDay(panelStart + 4);
    const args = ['--history', file('short.csv'), '--origins', `${early},${last}`, '--no-cache'];
    const { stdout } = await backtest(...args, '--horizon', '14', '--out', file('x.csv'));
    expect(stdout).toContain(
      `${early} served by no fold: weekday median; by the rule “launch curve”: 2 games`,
    );
    expect(stdout).toContain('; 10 of 14 days lie in the history and are scored');
    expect(stdout.match(/are scored/g)).toHaveLength(1);
  });

  it('shows how it is called', async () => {
    const ended = await backtest('--help');
    expect(ended.status).toBe(0);
    expect(ended.stdout).toContain('npm run backtest -- --history FILE --origins DATE[,DATE...] --out FILE');
  });

  it.each<[string[], string]>([
    [['--out', 'x'], '--history is needed'],
    [['--history', 'no.csv', '--out', 'x'], '--origins is needed'],
    [['--history', 'no.csv', '--origins', 'May', '--out', 'x'], '--origins holds "May"'],
    [['--history', 'no.csv', '--origins', '2020-01-01,2020-01-01', '--out', 'x'], 'names a date twice'],
    [['--history', 'no.csv', '--origins', '2020-01-01', '--out', 'x', '--plans', 'all'], 'file or none'],
    [['--history', 'no.csv', '--origins', '2020-01-01', '--out', 'x', '--horizon', '0'], 'from 7 to 180'],
    [['--history', 'no.csv', '--origins', '2020-01-01', '--out', 'x', '--minutes=-1'], 'a number above 0'],
    [
      ['--history', 'no.csv', '--origins', '2020-01-01', '--out', 'x', '--seed', '1', '--seeds', '2'],
      'exclude',
    ],
    [
      ['--history', 'no.csv', '--origins', '2020-01-01', '--out', 'x', '--seeds', '1,1'],
      'names a seed twice',
    ],
    [['--history', 'no.csv', '--origins', '2020-01-01', '--out', 'x', '--seeds', '1,x'], '--seeds is "x"'],
    [['--history', 'no.csv', '--origins', '2020-01-01', '--out', 'x', '--speed', '1'], '--speed'],
    [
      ['--history', 'no.csv', '--origins', '2020-01-01', '--out', './no.csv'],
      '--out is ./no.csv, which --history',
    ],
    [
      ['--history', 'no.csv', '--origins', '2020-01-01', '--out', 'x', '--totals', 'x'],
      '--totals is x, which --out',
    ],
  ])('refuses the call %j and says what is wrong', (args, message) => {
    expect(() => readCall(args)).toThrow(message);
  });

  it('takes files for the same that are one through a hard link, a link to nothing yet or the report’s page', async () => {
    await writeFile(file('one.csv'), history());
    await link(file('one.csv'), file('two.csv'));
    await symlink(file('later.csv'), file('dangling.csv'));
    await symlink(file('ring.csv'), file('ring.csv'));
    const call = (...args: string[]) => readCall(['--history', file('one.csv'), '--origins', first, ...args]);
    expect(() => call('--out', file('two.csv'))).toThrow('two.csv, which --history names too');
    expect(() => call('--out', file('dangling.csv'), '--totals', file('later.csv'))).toThrow(
      'later.csv, which --out names too',
    );
    expect(() => call('--out', file('page/backtest.html'), '--report', file('page'))).toThrow(
      'backtest.html, which --out names too',
    );
    expect(call('--out', file('ring.csv'), '--totals', file('other.csv')).out).toBe(file('ring.csv'));
  });

  it('names line and value of a bad row', async () => {
    await writeFile(file('bad.csv'), 'external_id,date,units,list_price,unit_price\na,2020-01-01,many,,\n');
    const bad = await backtest(
      '--history',
      file('bad.csv'),
      '--origins',
      '2020-01-02',
      '--out',
      file('x.csv'),
    );
    expect(bad).toMatchObject({ status: 1 });
    expect(bad.stderr).toContain(
      'bad.csv line 2: units is "many", expected a number from 0 to 1000000000000',
    );
  });

  it('refuses an origin outside the history', async () => {
    const panel = await readPanel(file('plain.csv'), undefined);
    expect(() => checkOrigins(panel, [panelStart + 900], 'plain.csv')).toThrow(
      '--origins holds 2021-06-19, but plain.csv runs from 2019-01-01 to 2019-03-01: expected 2019-01-02 to 2019-03-02',
    );
    await expect(readPanel(file('none.csv'), undefined)).rejects.toThrow('none.csv cannot be read');
  });
});
