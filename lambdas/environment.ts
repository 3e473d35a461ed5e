/**
 * Names of the environment variables a function may read. The values come from the deployment's stacks or, on one
 * machine, from the local runtime; no code holds a value of an environment.
 */
export const environmentNames = {
  stage: 'STAGE',
  version: 'APP_VERSION',
  gitCommit: 'GIT_COMMIT',
  /** The store's own address, e.g. https://store.example; cookies and links are made for it. */
  baseUrl: 'BASE_URL',
  /** Origins that may send a write with a cookie, separated by commas. */
  trustedOrigins: 'TRUSTED_ORIGINS',
  baseCurrency: 'BASE_CURRENCY',

  databaseHost: 'DATABASE_HOST',
  databasePort: 'DATABASE_PORT',
  databaseName: 'DATABASE_NAME',
  databaseUser: 'DATABASE_USER',
  /** Only where the database signs in by password (one machine, tests); deployed functions use an IAM token. */
  databasePassword: 'DATABASE_PASSWORD',
  /** Authorities of the database's certificate, as a PEM file; where the database signs in by IAM token. */
  databaseCaFile: 'DATABASE_CA_FILE',
  /** Data API: the cluster and the secret that names the role. */
  databaseClusterArn: 'DATABASE_CLUSTER_ARN',
  databaseSecretArn: 'DATABASE_SECRET_ARN',

  dataBucket: 'DATA_BUCKET',
  mediaBucket: 'MEDIA_BUCKET',

  /** Secret that signs the sessions. */
  authSecretArn: 'AUTH_SECRET_ARN',

  /** Secret that the edge sends along; without it there is no edge in front, as on one machine. */
  originSecretArn: 'ORIGIN_SECRET_ARN',

  salesEtlArn: 'SALES_ETL_ARN',
  trainModelArn: 'TRAIN_MODEL_ARN',
  forecastSalesArn: 'FORECAST_SALES_ARN',

  /** Deployment only: JSON, the secret of each role that signs in by password. */
  roleSecretArns: 'ROLE_SECRET_ARNS',
  /** Deployment only: JSON, the roles of the functions with a socket. */
  socketRoles: 'SOCKET_ROLES',
  /** Deployment only: where the built application goes. */
  siteBucket: 'SITE_BUCKET',
} as const;

export type EnvironmentName = (typeof environmentNames)[keyof typeof environmentNames];

/** Reads a variable that must be there; the error names it. */
export function requireEnvironment(name: EnvironmentName, env: NodeJS.ProcessEnv = process.env): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`environment variable ${name} is missing`);
  return value;
}
