import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';

/** Reads texts of the data bucket; undefined = there is no such object. */
export function objectReader(bucket: string, client = new S3Client({})) {
  const readBytes = bytesReader(bucket, client);
  return async (key: string): Promise<string | undefined> => {
    const bytes = await readBytes(key);
    return bytes && new TextDecoder().decode(bytes);
  };
}

/** The same for objects that are no texts. */
export function bytesReader(bucket: string, client = new S3Client({})) {
  return async (key: string): Promise<Uint8Array | undefined> => {
    try {
      const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return await answer.Body?.transformToByteArray();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
}
