import path from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { prepareAssets } from './assets/prepare.ts';
import { readSettings } from './settings.ts';
import { buildStore } from './store.ts';

const repository = path.resolve(import.meta.dirname, '..');

const app = new App();
const settings = readSettings(app.node);
const home = path.resolve(process.env['KRATOS_HOME'] || path.join(repository, '.kratos'));
buildStore(app, settings, await prepareAssets(home));
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
