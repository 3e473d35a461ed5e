import pg from 'pg';

/** Where a role's password comes from; the Data API signs in with the same secret. */
export interface PasswordRole {
  readonly role: string;
  readonly password: string;
}

/**
 * Lets the functions' roles sign in: those of the Data API by the password of their secret, those of the sockets by
 * IAM token where the database knows that (its role `rds_iam`). The migrations made the roles and their rights.
 */
export async function letRolesSignIn(
  connection: pg.ClientConfig,
  { byPassword, bySocket }: { byPassword: readonly PasswordRole[]; bySocket: readonly string[] },
): Promise<void> {
  const client = new pg.Client({ ...connection, application_name: 'kratos-deploy' });
  await client.connect();
  try {
    const name = (role: string): string => client.escapeIdentifier(role);
    for (const { role, password } of byPassword) {
      await client.query(`ALTER ROLE ${name(role)} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    }
    const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = 'rds_iam'");
    for (const role of bySocket) {
      await client.query(`ALTER ROLE ${name(role)} LOGIN`);
      if (rowCount) await client.query(`GRANT rds_iam TO ${name(role)}`);
    }
  } finally {
    await client.end();
  }
}
