import type { DatabaseRole } from '../lambdas/functions.ts';

/** What the global set-up hands to the test files through the environment. */
export interface TestServer {
  readonly port: number;
  readonly superuser: string;
  readonly superuserPassword: string;
}

export const serverVariable = 'KRATOS_TEST_POSTGRES';
export const templateDatabase = 'kratos_template';

export function rolePassword(role: DatabaseRole): string {
  return `password-of-${role}`;
}
