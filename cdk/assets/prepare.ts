import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import { bundleFunctions } from '../../lambdas/bundle.ts';
import { deployedFolders, deploymentFunctions } from '../../lambdas/deployment/functions.ts';
import { functions } from '../../lambdas/functions.ts';
import { buildWeb } from '../../lambdas/web-build.ts';

const repository = path.resolve(import.meta.dirname, '../..');

/** Everything that is uploaded, as folders that stand ready. */
export interface StoreAssets {
  /** The folder of a function's zip. */
  functionFolder(name: string): string;
  /** Changes whenever anything in the folder of a function's zip does. */
  versionOf(name: string): string;
  /** The folder of the training's image, with its Dockerfile. */
  readonly trainingImage: string;
  /** State machine definitions of the repository, by file name. */
  definition(file: string): string;
  readonly version: string;
  readonly gitCommit: string;
}

/** Bundles the functions and builds the site, each only when its sources changed. Nothing is fetched. */
export async function prepareAssets(home: string): Promise<StoreAssets> {
  const work = path.join(home, 'cdk');
  mkdirSync(path.join(work, 'tmp'), { recursive: true });
  const [bundles, site] = await Promise.all([
    bundleFunctions({
      root: repository,
      outDir: path.join(work, 'functions'),
      functions: { ...functions, ...deploymentFunctions },
    }),
    buildWeb(repository, work),
  ]);
  const folders = new Map(bundles.map(({ name, directory }) => [name, directory]));
  const functionFolder = (name: string): string => {
    const folder = folders.get(name);
    if (folder === undefined) throw new Error(`there is no bundle of ${name}`);
    return folder;
  };
  const migrations = path.join(repository, 'database', 'migrations');
  replace(migrations, path.join(functionFolder('migrate-database'), deployedFolders.migrations));
  replace(site.dir, path.join(functionFolder('publish-site'), deployedFolders.site));
  const trainingImage = path.join(work, 'training-image');
  layOutTrainingImage(functionFolder('train-model'), trainingImage);
  return {
    functionFolder,
    versionOf: (name) => FileSystem.fingerprint(functionFolder(name)),
    trainingImage,
    definition: (file) => readFileSync(path.join(repository, 'stepfunctions', file), 'utf8'),
    version: packageFile().version,
    gitCommit: gitCommit(),
  };
}

function replace(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}

interface PackageFile {
  readonly version: string;
  readonly optionalDependencies: Readonly<Record<string, string>>;
}

function packageFile(): PackageFile {
  return JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as PackageFile;
}

/** The bundle of the training beside a Dockerfile and a package.json that names TensorFlow alone. */
function layOutTrainingImage(bundle: string, folder: string): void {
  replace(bundle, folder);
  cpSync(path.join(repository, 'cdk', 'assets', 'training.Dockerfile'), path.join(folder, 'Dockerfile'));
  const { optionalDependencies: dependencies } = packageFile();
  const file = { name: 'training', private: true, dependencies };
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(file, null, 2)}\n`);
}

/** The commit of the checkout; `unknown` where the sources came without their history. */
function gitCommit(): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: repository, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}
