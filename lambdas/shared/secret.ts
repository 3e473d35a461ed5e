import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** Reads a secret once a start, and again only after a failure. */
export function secretReader(
  arn: string,
  client: SecretsManagerClient = new SecretsManagerClient({}),
): () => Promise<string> {
  let reading: Promise<string> | undefined;
  return () => {
    reading ??= client
      .send(new GetSecretValueCommand({ SecretId: arn }))
      .then(({ SecretString }) => {
        if (!SecretString) throw new Error(`secret ${arn} is empty`);
        return SecretString;
      })
      .catch((error: unknown) => {
        reading = undefined;
        throw error;
      });
    return reading;
  };
}
