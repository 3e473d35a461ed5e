import { App, aws_iam as iam, aws_lambda as lambda, aws_stepfunctions as sfn, Stack } from 'aws-cdk-lib';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { functionNames, stateMachineNames, type FunctionName } from '../../lambdas/functions.ts';
import { functionSubstitution, usedSubstitutions } from '../../stepfunctions/substitutions.ts';
import { program, script } from './agreement-script.ts';
import { repository } from './processes.ts';

/** The store's machines over functions that only play a script, so that what is judged is the machines' runner. */
const app = new App();
const stack = new Stack(app, 'kratos-agreement');
const roleOf = (id: string, service: string): string =>
  new iam.Role(stack, id, { assumedBy: new iam.ServicePrincipal(service) }).roleArn;
const functionRole = roleOf('FunctionRole', 'lambda.amazonaws.com');
const machineRole = roleOf('MachineRole', 'states.amazonaws.com');

const scripted = new Map<FunctionName, lambda.CfnFunction>();
const arnOf = (name: FunctionName): string => {
  const known = scripted.get(name) ?? scriptedFunction(name);
  scripted.set(name, known);
  return known.attrArn;
};

function scriptedFunction(name: FunctionName): lambda.CfnFunction {
  return new lambda.CfnFunction(stack, name, {
    functionName: `agreement-${name}`,
    runtime: 'nodejs24.x',
    handler: 'index.handler',
    role: functionRole,
    code: { zipFile: program },
    environment: { variables: { SCRIPT: script, FUNCTION: name } },
  });
}

for (const machine of stateMachineNames) {
  const definition = readFileSync(path.join(repository, 'stepfunctions', `${machine}.asl.json`), 'utf8');
  const used = usedSubstitutions(definition);
  const values = functionNames
    .filter((name) => used.has(functionSubstitution(name)))
    .map((name) => [functionSubstitution(name), arnOf(name)] as const);
  new sfn.CfnStateMachine(stack, `machine-${machine}`, {
    stateMachineName: `agreement-${machine}`,
    roleArn: machineRole,
    definitionString: definition,
    definitionSubstitutions: Object.fromEntries(values),
  });
}
app.synth();
