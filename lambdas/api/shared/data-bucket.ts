import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';

/** Reads texts of the data bucket; undefined = there is no such object. */
export function objectReader(bucket: string, client = new S3Client({})) {
  return async (key: string): Promise<string | undefined> => {
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await answer.Body?.transformToString('utf-8');
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
}
