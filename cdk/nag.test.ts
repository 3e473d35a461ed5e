import { describe, expect, it } from '@jest/globals';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { development, production, synthesise } from './testing/templates.ts';

describe.each([
  ['a development stage', development],
  ['production', production],
  ['a stage with the training as an image', { ...development, training: 'image' as const }],
])('%s', (_name, settings) => {
  it('has no finding of AwsSolutions that is not acknowledged with a reason', () => {
    const { app } = synthesise(settings);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth({ force: true })).not.toThrow();
  });
});
