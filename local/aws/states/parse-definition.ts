import jsonata from 'jsonata';
import type { Definition, State } from './definition.ts';
import { expressionOf } from './jsonata.ts';

type Json = Record<string, unknown>;

const FLOW = ['Type', 'Comment', 'QueryLanguage', 'Assign', 'Output', 'Next', 'End'];
const GUARD = ['Retry', 'Catch'];

/** The fields of each state that the runner acts on. Any other is refused: ignoring it would change the meaning. */
const STATE_FIELDS: Record<State['Type'], readonly string[]> = {
  Task: [...FLOW, ...GUARD, 'Resource', 'Arguments', 'TimeoutSeconds'],
  Parallel: [...FLOW, ...GUARD, 'Branches', 'Arguments'],
  Map: [...FLOW, ...GUARD, 'Items', 'ItemSelector', 'MaxConcurrency', 'ItemProcessor'],
  Choice: ['Type', 'Comment', 'QueryLanguage', 'Assign', 'Output', 'Choices', 'Default'],
  Pass: FLOW,
  Wait: [...FLOW, 'Seconds', 'Timestamp'],
  Succeed: ['Type', 'Comment', 'QueryLanguage', 'Assign', 'Output'],
  Fail: ['Type', 'Comment', 'QueryLanguage', 'Error', 'Cause'],
};
const RETRIER_FIELDS = [
  'Comment',
  'ErrorEquals',
  'IntervalSeconds',
  'MaxAttempts',
  'BackoffRate',
  'MaxDelaySeconds',
  'JitterStrategy',
];
const RESOURCES = ['arn:aws:states:::lambda:invoke', 'arn:aws:states:::states:startExecution'];

/** What is wrong with a definition, each with the path of the place, such as `States.Extract.Retry[0]`. */
export class DefinitionError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The state machine cannot run here:\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
    this.name = 'DefinitionError';
    this.problems = problems;
  }
}

/**
 * Checks a definition (parsed JSON, or its text) and gives it back typed.
 * @throws DefinitionError that names every field, resource, target and expression that the runner cannot honour
 */
export function parseDefinition(source: unknown): Definition {
  const definition: unknown = typeof source === 'string' ? JSON.parse(source) : source;
  const checker = new Checker();
  if (!isJson(definition)) throw new DefinitionError(['expected an object']);
  checker.fields(definition, '', [
    'Comment',
    'QueryLanguage',
    'Version',
    'TimeoutSeconds',
    'StartAt',
    'States',
  ]);
  if (definition.QueryLanguage !== 'JSONata') {
    checker.problem('QueryLanguage', 'only "JSONata" is implemented');
  }
  checker.group(definition, '');
  if (checker.problems.length > 0) throw new DefinitionError(checker.problems);
  return definition as unknown as Definition;
}

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

class Checker {
  readonly problems: string[] = [];

  problem(at: string, what: string): void {
    this.problems.push(`${at}: ${what}`);
  }

  fields(value: Json, at: string, known: readonly string[]): void {
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) this.problem(`${at}${name}`, 'this field is not implemented');
    }
  }

  group(group: Json, at: string): void {
    const { StartAt, States } = group;
    if (!isJson(States)) {
      this.problem(`${at}States`, 'expected an object of states');
      return;
    }
    this.target(StartAt, States, `${at}StartAt`);
    for (const [name, state] of Object.entries(States)) this.state(state, States, `${at}States.${name}.`);
  }

  target(name: unknown, states: Json, at: string): void {
    if (typeof name !== 'string' || !(name in states))
      this.problem(at, `there is no state "${String(name)}"`);
  }

  state(state: unknown, states: Json, at: string): void {
    if (!isJson(state) || typeof state.Type !== 'string' || !(state.Type in STATE_FIELDS)) {
      this.problem(`${at}Type`, `expected one of ${Object.keys(STATE_FIELDS).join(', ')}`);
      return;
    }
    const type = state.Type as State['Type'];
    this.fields(state, at, STATE_FIELDS[type]);
    if (state.QueryLanguage !== undefined && state.QueryLanguage !== 'JSONata') {
      this.problem(`${at}QueryLanguage`, 'only "JSONata" is implemented');
    }
    if (STATE_FIELDS[type].includes('End') && state.End !== true)
      this.target(state.Next, states, `${at}Next`);
    if (type === 'Choice') this.choices(state, states, at);
    if (type === 'Task') this.resource(state.Resource, `${at}Resource`);
    if (type === 'Wait' && (state.Seconds === undefined) === (state.Timestamp === undefined)) {
      this.problem(at, 'a Wait needs either Seconds or Timestamp');
    }
    if (type === 'Parallel') {
      this.each(state.Branches, `${at}Branches`, (branch, where) => this.branch(branch, where));
    }
    if (type === 'Map') this.branch(state.ItemProcessor, `${at}ItemProcessor.`);
    if (state.Retry !== undefined)
      this.each(state.Retry, `${at}Retry`, (one, where) => this.retrier(one, where));
    if (state.Catch !== undefined) {
      this.each(state.Catch, `${at}Catch`, (one, where) => {
        this.fields(one, where, ['Comment', 'ErrorEquals', 'Next', 'Assign', 'Output']);
        this.errors(one.ErrorEquals, `${where}ErrorEquals`);
        this.target(one.Next, states, `${where}Next`);
      });
    }
    const { Branches: _branches, ItemProcessor: _processor, ...own } = state;
    this.expressions(own, at.slice(0, -1));
  }

  choices(state: Json, states: Json, at: string): void {
    if (state.Default !== undefined) this.target(state.Default, states, `${at}Default`);
    this.each(state.Choices, `${at}Choices`, (choice, where) => {
      this.fields(choice, where, ['Comment', 'Condition', 'Next', 'Assign', 'Output']);
      this.target(choice.Next, states, `${where}Next`);
      const condition = choice.Condition;
      if (typeof condition !== 'boolean' && (typeof condition !== 'string' || !expressionOf(condition))) {
        this.problem(`${where}Condition`, 'expected a boolean or a {% expression %}');
      }
    });
  }

  resource(resource: unknown, at: string): void {
    const known =
      typeof resource === 'string' &&
      (RESOURCES.includes(resource) || /^arn:aws:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+$/.test(resource));
    if (!known) {
      this.problem(
        at,
        `"${String(resource)}" is not implemented (only ${RESOURCES.join(', ')} and a function's ARN)`,
      );
    }
  }

  branch(branch: unknown, at: string): void {
    if (!isJson(branch)) {
      this.problem(at, 'expected an object with StartAt and States');
      return;
    }
    this.fields(branch, at, ['Comment', 'QueryLanguage', 'StartAt', 'States', 'ProcessorConfig']);
    const config = branch.ProcessorConfig;
    if (config !== undefined && !(isJson(config) && JSON.stringify(config) === '{"Mode":"INLINE"}')) {
      this.problem(`${at}ProcessorConfig`, 'only { "Mode": "INLINE" } is implemented');
    }
    this.group(branch, at);
  }

  retrier(retrier: Json, at: string): void {
    this.fields(retrier, at, RETRIER_FIELDS);
    this.errors(retrier.ErrorEquals, `${at}ErrorEquals`);
    const bounds: [string, number][] = [
      ['IntervalSeconds', 1],
      ['MaxAttempts', 0],
      ['BackoffRate', 1],
      ['MaxDelaySeconds', 1],
    ];
    for (const [name, least] of bounds) {
      const value = retrier[name];
      if (value !== undefined && !(typeof value === 'number' && value >= least)) {
        this.problem(`${at}${name}`, `expected a number of at least ${least}`);
      }
    }
    if (
      retrier.JitterStrategy !== undefined &&
      !['FULL', 'NONE'].includes(retrier.JitterStrategy as string)
    ) {
      this.problem(`${at}JitterStrategy`, 'expected FULL or NONE');
    }
  }

  errors(names: unknown, at: string): void {
    if (!Array.isArray(names) || names.length === 0 || names.some((name) => typeof name !== 'string')) {
      this.problem(at, 'expected names of errors');
    } else if (names.includes('States.ALL') && names.length > 1) {
      this.problem(at, 'States.ALL must stand alone');
    }
  }

  each(value: unknown, at: string, check: (one: Json, at: string) => void): void {
    if (!Array.isArray(value) || value.length === 0) {
      this.problem(at, 'expected a list that is not empty');
      return;
    }
    value.forEach((one: unknown, index) => {
      if (isJson(one)) check(one, `${at}[${index}].`);
      else this.problem(`${at}[${index}]`, 'expected an object');
    });
  }

  /** Compiles every expression, so that a slip of the pen is found at the start and not at night. */
  expressions(value: unknown, at: string): void {
    if (Array.isArray(value)) value.forEach((one, index) => this.expressions(one, `${at}[${index}]`));
    else if (isJson(value)) {
      for (const [name, one] of Object.entries(value)) this.expressions(one, `${at}.${name}`);
    } else if (typeof value === 'string') {
      const expression = expressionOf(value);
      if (expression === undefined) return;
      try {
        jsonata(expression);
      } catch (error) {
        this.problem(at, `${(error as { message: string }).message} in "${expression.trim()}"`);
      }
      if (/\$eval\b/.test(expression)) this.problem(at, '$eval is not available in state machines');
    }
  }
}
