/** A parsed state machine: the part of the Amazon States Language that the local runner knows. */
export interface StateGroup {
  StartAt: string;
  States: Record<string, State>;
}

export interface Definition extends StateGroup {
  Comment?: string;
  TimeoutSeconds?: number;
}

/** JSON in which a string of the form `{% … %}` is a JSONata expression. */
export type Template = unknown;

export interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  ErrorEquals: string[];
  Next: string;
  Assign?: Template;
  Output?: Template;
}

interface Common {
  Comment?: string;
  Assign?: Template;
  Output?: Template;
}

interface Flow extends Common {
  Next?: string;
  End?: boolean;
}

interface Guarded extends Flow {
  Retry?: Retrier[];
  Catch?: Catcher[];
}

export interface TaskState extends Guarded {
  Type: 'Task';
  Resource: string;
  Arguments?: Template;
  TimeoutSeconds?: number | string;
}

export interface ParallelState extends Guarded {
  Type: 'Parallel';
  Branches: StateGroup[];
  Arguments?: Template;
}

export interface MapState extends Guarded {
  Type: 'Map';
  Items?: Template;
  ItemSelector?: Template;
  MaxConcurrency?: number | string;
  ItemProcessor: StateGroup;
}

export interface ChoiceState extends Common {
  Type: 'Choice';
  Choices: { Condition: string | boolean; Next: string; Assign?: Template; Output?: Template }[];
  Default?: string;
}

export interface PassState extends Flow {
  Type: 'Pass';
}

export interface WaitState extends Flow {
  Type: 'Wait';
  Seconds?: number | string;
  Timestamp?: string;
}

export interface SucceedState extends Common {
  Type: 'Succeed';
}

export interface FailState {
  Type: 'Fail';
  Comment?: string;
  Error?: string;
  Cause?: string;
}

export type State =
  TaskState | ParallelState | MapState | ChoiceState | PassState | WaitState | SucceedState | FailState;

export type GuardedState = TaskState | ParallelState | MapState;
